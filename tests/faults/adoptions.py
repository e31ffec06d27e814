"""Sources that cannot be adopted, each made here, and the real command run."""

from __future__ import annotations

import re
from pathlib import Path

from tests.faults.cases import make
from tests.faults.environments import Maker, commit, git, say

_TEXT = b"# Privacy\n\n## Scope\n\nThis covers the app.\n\n## Retention\n\nWe keep it for %d days.\n"


def _kept(folder: Path) -> Path:
    """A company's repository with one text."""
    kept = folder / "kept"
    make(kept, {"privacy.md": _TEXT % 30})
    git(kept, "init", "--quiet")
    commit(kept)
    return kept


def _adopt(source: Path, out: Path, *more: str) -> str:
    return say("adopt", source, "--out", out, "--window", "0", *more)


def adopt_without_a_date(folder: Path) -> str:
    """A file with no date in its name and none in its text."""
    make(folder / "dated", {"privacy.md": _TEXT % 30})
    return _adopt(folder / "dated", folder / "policies")


def adopt_nothing(folder: Path) -> str:
    """No file is chosen."""
    return _adopt(_kept(folder), folder / "policies", "--select", "legal/*")


def adopt_two_with_one_id(folder: Path) -> str:
    """Two texts that are there at once, with one id."""
    kept = _kept(folder)
    make(kept, {"terms.md": b"# Terms\n\nBe kind.\n"})
    commit(kept)
    return _adopt(kept, folder / "policies", "--policy", "legal=privacy.md", "--policy", "legal=terms.md")


def adopt_a_rewritten_source(folder: Path) -> str:
    """The source has other commits than those that were adopted."""
    kept = _kept(folder)
    _adopt(kept, folder / "policies")
    make(kept, {"privacy.md": _TEXT % 60})
    git(kept, "commit", "--quiet", "--all", "--amend", "--message", "Edit")
    told = _adopt(kept, folder / "policies")
    first, _, rest = told.partition("does not have ")
    return f"{first}does not have <commit>{rest[40:]}"


def adopt_another_text(folder: Path) -> str:
    """The decisions of another adoption would give a section another id."""
    kept = _kept(folder)
    _adopt(kept, folder / "policies")
    _adopt(kept, folder / "other")
    mapping = folder / "other" / "adopted" / "policies" / "privacy.yaml"
    mapping.write_text(mapping.read_text("utf-8").replace("id: scope", "id: coverage"), "utf-8")
    return _adopt(kept, folder / "policies", "--mapping", str(folder / "other"))


def adopt_onto_a_full_disk(folder: Path) -> str:
    """git cannot write where packs of objects stand."""
    kept = _kept(folder)
    _adopt(kept, folder / "policies")
    make(kept, {"privacy.md": _TEXT % 60})
    commit(kept)
    packs = folder / "policies" / ".git" / "objects" / "pack"
    packs.rmdir()
    packs.write_bytes(b"")
    told = _adopt(kept, folder / "policies")
    return re.sub(r"tmp_pack_\w+", "<pack>", told)


def adopt_into_a_folder_in_use(folder: Path) -> str:
    """The folder is somebody else's."""
    make(folder / "policies", {"notes.txt": b"x"})
    return _adopt(_kept(folder), folder / "policies")


MAKERS: dict[str, Maker] = {
    maker.__name__: maker
    for maker in (
        adopt_without_a_date,
        adopt_nothing,
        adopt_two_with_one_id,
        adopt_a_rewritten_source,
        adopt_another_text,
        adopt_onto_a_full_disk,
        adopt_into_a_folder_in_use,
    )
}
