"""What translators of the theme's words have to do: `python -m tests.translations`, or `make words`."""

from __future__ import annotations

import sys
from functools import cache
from io import BytesIO

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.values import REPOSITORY, catalogue_files

_MAPPING: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("themes", "jinja2", "**.html", {"silent": "false"}),
    ("site_builder/outputs", "python", "**.py", {}),
)


@cache
def sentences() -> dict[str, bool]:
    """Every sentence that templates and code use, and whether it counts something."""
    found: dict[str, bool] = {}
    for folder, method, pattern, options in _MAPPING:
        extracted = extract_from_dir(REPOSITORY / folder, [(pattern, method)], {pattern: options})
        for _, _, message, _, _ in extracted:
            single = message if isinstance(message, str) else message[0]
            found[single] = not isinstance(message, str)
    return found


def missing() -> dict[str, list[str]]:
    """The sentences that a language lacks or has not settled, by locale; a complete language is not named."""
    wanted = sorted(sentences())
    lacking: dict[str, list[str]] = {}
    for locale, data in sorted(catalogue_files().items()):
        settled = {
            message.id if isinstance(message.id, str) else message.id[0]
            for message in read_po(BytesIO(data))
            if message.id and not message.fuzzy and _is_given(message.string)
        }
        if gaps := [one for one in wanted if one not in settled]:
            lacking[locale] = gaps
    return lacking


def _is_given(texts: str | list[str] | tuple[str, ...] | None) -> bool:
    return bool(texts) if not texts or isinstance(texts, str) else all(texts)


def said() -> str:
    """The same as lines for people; empty where nothing is to do."""
    return "".join(
        f"translations/{locale}/LC_MESSAGES/messages.po lacks {len(gaps)}:\n" + "".join(f"  {one}\n" for one in gaps)
        for locale, gaps in missing().items()
    )


if __name__ == "__main__":
    sys.stdout.write(said() or "Every language has every sentence.\n")
