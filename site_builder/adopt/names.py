"""Ids out of titles and paths: what people could have chosen, and always the same."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping

from site_builder import locales, routes
from site_builder.compare import heading_name

_LONGEST = 48
_NOT_ID = re.compile(r"[^a-z0-9]+")
_SMALL = frozenset({"a", "an", "the", "of", "and", "or", "to", "in", "for", "with", "on", "is", "are", "our", "your"})
# Names that Windows keeps for itself, and a file of which is no file there.
_DEVICES = re.compile(r"con|aux|nul|prn|com[0-9]|lpt[0-9]")
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "ı": "i", "þ": "th"})


def slug(words: str, otherwise: str) -> str:
    """An id of words: their Latin letters and digits, or ``otherwise`` where there are too few of them."""
    folded = unicodedata.normalize("NFKD", words.casefold().translate(_LETTERS))
    plain = "".join(c for c in folded if unicodedata.category(c) != "Mn").replace("'", "").replace("’", "")
    parts = [part for part in _NOT_ID.split(plain) if part]
    if sum(map(len, parts)) * 2 < sum(map(str.isalnum, plain)):
        return otherwise  # what is written in another script says little in its few Latin letters
    telling = [part for part in parts if part not in _SMALL] or parts
    kept: list[str] = []
    for part in telling:
        if kept and len("-".join([*kept, part])) > _LONGEST:
            break
        kept.append(part[:_LONGEST])
    return "-".join(kept) or otherwise


def free(wanted: str, taken: Collection[str]) -> str:
    """The id, or the first of ``id-2``, ``id-3``… that is not taken."""
    found, number = wanted, 1
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    return found


def section_id(title: str, place: int, taken: Collection[str]) -> str:
    """An id for a new section by its title; by its place where the title has no Latin letters."""
    wanted = slug(heading_name(title), f"section-{place}")
    if wanted == "index" or _DEVICES.fullmatch(wanted):
        wanted = f"{wanted}-section"
    return free(wanted, taken)


def label_of(path: str) -> str:
    """The words of a path that name a policy: of `privacy/index.md` the folder, of others the file."""
    folder, name = posixpath.split(path)
    stem = posixpath.splitext(name)[0]
    if stem.casefold() in ("index", "readme", "_index", "page") and folder:
        return folder
    return posixpath.join(folder, stem)


def policy_ids(paths: Iterable[str], given: Mapping[str, str]) -> dict[str, str]:
    """An id for each path, the shortest that tells them apart: the file's name, or that with its folders.

    ``given`` has ids that are settled, by path.
    """
    ordered = list(dict.fromkeys(paths))
    found = {path: given[path] for path in ordered if path in given}
    taken = set(found.values())
    open_ones = [path for path in ordered if path not in found]
    parts = {path: label_of(path).split("/") for path in open_ones}
    for path in open_ones:
        own = parts[path]
        depth = next(
            (n for n in range(1, len(own) + 1) if sum(other[-n:] == own[-n:] for other in parts.values()) == 1),
            len(own),
        )
        wanted = slug(" ".join(own[-depth:]), "policy")
        if wanted in routes.RESERVED or locales.is_tag(wanted) or _DEVICES.fullmatch(wanted) or wanted == "index":
            wanted = f"{wanted}-policy"
        found[path] = free(wanted, taken)
        taken.add(found[path])
    return found
