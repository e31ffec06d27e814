"""Write docs/tricky-cases.md from the cases in tests/cases/redline.

``--accept`` first writes into each case what is shown for it now; read the difference before committing it.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from site_builder.compare import compare_outlines  # noqa: E402
from site_builder.content.loose import outline  # noqa: E402
from site_builder.model.change import Comparison  # noqa: E402
from site_builder.outputs.marked import redline_lines, redline_markdown  # noqa: E402

CASES = ROOT / "tests" / "cases" / "redline"
GALLERY = ROOT / "docs" / "tricky-cases.md"

_FENCE = "~~~~"
_PART = re.compile(rf"^## (Before|After|Shown)\n\n{_FENCE}\n(.*?)^{_FENCE}$", re.MULTILINE | re.DOTALL)
_HEAD = """# Tricky cases

Made by `scripts/tricky_cases.py` from `tests/cases/redline`; a test keeps the two in step. To add a case, copy one of
those files, write what was there before and what is there after, and run `python scripts/tricky_cases.py --accept`.
Under *Shown*, `[-…-]` is removed and `{+…+}` is added, as on a terminal without colour; below it stands the same
redline as it looks in a pull request.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A file of a case: its words, and the fenced parts under Before, After and Shown."""

    path: Path
    title: str
    prose: str
    before: str
    after: str
    shown: str

    @property
    def comparison(self) -> Comparison:
        """The two texts compared as ``site-builder diff`` does."""
        return compare_outlines(outline(self.before), outline(self.after))

    @property
    def now(self) -> str:
        """What is shown for the case now."""
        return "".join(f"{line}\n" for line in redline_lines(self.comparison, colour=False))


def read(path: Path) -> Case:
    """The case in a file. Raises ``KeyError`` where a part is missing."""
    source = path.read_text(encoding="utf-8")
    parts = dict(_PART.findall(source))
    title, _, rest = source.removeprefix("# ").partition("\n")
    prose = rest.partition("## Before")[0].strip()
    return Case(path=path, title=title, prose=prose, before=parts["Before"], after=parts["After"], shown=parts["Shown"])


def cases() -> list[Case]:
    """All cases, in the order of their file names."""
    return [read(path) for path in sorted(CASES.glob("*.md"))]


def gallery() -> str:
    """The text of docs/tricky-cases.md."""
    out = [_HEAD]
    for case in cases():
        quoted = "".join(f"> {line}".rstrip() + "\n" for line in redline_markdown(case.comparison).splitlines())
        parts = (("Before", case.before), ("After", case.after), ("Shown", case.shown))
        fences = "\n".join(f"*{name}*\n\n{_FENCE}text\n{text}{_FENCE}\n" for name, text in parts)
        out.append(f"## {case.title}\n\n{case.prose}\n\n{fences}\n{quoted}")
    return "\n".join(out)


def main() -> None:
    """Write the gallery."""
    if "--accept" in sys.argv:
        for case in cases():
            source = case.path.read_text(encoding="utf-8")
            start = source.index("## Shown")
            case.path.write_text(f"{source[:start]}## Shown\n\n{_FENCE}\n{case.now}{_FENCE}\n", encoding="utf-8")
    GALLERY.write_text(gallery(), encoding="utf-8")


if __name__ == "__main__":
    main()
