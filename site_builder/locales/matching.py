"""Which of the languages that there are suits a reader: by language, script and region, never across scripts.

A reader's wish is a tag of any form that devices and browsers send; what it means is taken from CLDR's
likely subtags and parent locales [1]. A text in another script, or in another region's form of a language, is
never put in the place of the one that was asked for: ``pt-PT`` is not answered with ``pt-BR`` (docs/decisions).

[1] https://www.unicode.org/reports/tr35/#Likely_Subtags
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from babel import Locale
from babel.core import get_global

# A wish, with what BCP 47 allows behind the region left aside: variants, extensions, private use. Devices
# write `_` too, and a language may come with an extended one that takes its place (`zh-yue` is `yue`).
_WISH = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<extended>[a-z]{3}))?"
    r"(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?(?:-.*)?",
    re.IGNORECASE | re.ASCII,
)
# Norwegian as such is written as Bokmål is; CLDR has both names and calls one the parent of the other.
_SAME = {"no": "nb"}
_LONGEST = 100
# Stands for a region that nobody has, to ask what holds for all that have no line of their own.
ANY = "*"


@dataclass(frozen=True, slots=True)
class Wish:
    """A language in a script, for a region or, where that is empty, for all."""

    language: str
    script: str
    region: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """All that is needed to find, for any wish, what is served; empty where nothing is.

    ``scripts`` has, by language and region, the script that is meant where none is written; ``chains``, by
    language, script and region, the served tags, the nearest first. The region is empty for a wish without
    one, and ``*`` for every region that has no line. ``aliases`` are other names of the languages.
    """

    aliases: Mapping[str, str]
    scripts: Mapping[str, Mapping[str, str]]
    chains: Mapping[str, Mapping[str, Mapping[str, tuple[str, ...]]]]


@cache
def read_wish(tag: str) -> Wish | None:
    """What a tag asks for; None for what is no tag, such as the ``*`` of a browser.

    >>> read_wish("zh_TW"), read_wish("sr-ME-u-nu-latn")
    (Wish(language='zh', script='Hant', region='TW'), Wish(language='sr', script='Latn', region='ME'))
    """
    found = _WISH.fullmatch(tag[:_LONGEST].replace("_", "-"))
    if found is None:
        return None
    language, implied, where = _named((found["extended"] or found["language"]).lower())
    region = (found["region"] or where).upper()
    successors = get_global("territory_aliases").get(region, ())
    region = successors[0] if len(successors) == 1 else region
    script = (found["script"] or implied).title() or _likely(language, region)
    return Wish(language, script, region) if script else None


def _named(language: str) -> tuple[str, str, str]:
    """The present name of a language, and the script and region that an older name implied."""
    alias = str(get_global("language_aliases").get(language, language))
    language, *rest = alias.split("_")
    script = next((part for part in rest if len(part) == 4), "")
    region = next((part for part in rest if len(part) < 4), "")
    return _SAME.get(language, language), script, region


def _likely(language: str, region: str) -> str:
    likely = get_global("likely_subtags")
    full = str(likely.get(f"{language}_{region}") or likely.get(language) or "").split("_")
    return full[1] if len(full) > 1 else ""


@cache
def _home(language: str, script: str) -> str:
    """The region that is meant where none is written."""
    likely = get_global("likely_subtags")
    usual = str(likely.get(language, "")).split("_")
    full = usual if usual[1:2] == [script] else str(likely.get(f"{language}_{script}", "")).split("_")
    return full[2] if len(full) > 2 else ""


@cache
def _wider(language: str, script: str, region: str) -> tuple[str, ...]:
    """The regions to whose form of the language CLDR lets a region's go back, nearest first."""
    parents = get_global("parent_exceptions")
    found: list[str] = []
    while region:
        keys = (f"{language}_{script}_{region}", f"{language}_{region}")
        parent = next((str(parents[key]) for key in keys if key in parents), "")
        name, *rest = parent.split("_")
        region = next((part for part in rest if len(part) < 4), "") if name == language else ""
        found += [region] if region else []
    return tuple(found)


def chain(wish: Wish, served: Iterable[str]) -> tuple[str, ...]:
    """What there is for a wish, nearest first: its region, a wider one, the language as such.

    A wish without a region takes the language as such, then the region that is meant where none is written,
    then any, in the order in which they are served.
    """
    ranked: list[tuple[int, int, str]] = []
    for order, tag in enumerate(served):
        one = read_wish(tag)
        if one is None or (one.language, one.script) != (wish.language, wish.script):
            continue
        rank = _rank(wish, one)
        if rank is not None:
            ranked.append((rank, order, tag))
    return tuple(tag for _, _, tag in sorted(ranked))


def _rank(wish: Wish, one: Wish) -> int | None:
    """How far a served tag is from a wish in the same language and script; None where it is another form."""
    home = _home(one.language, one.script)
    if wish.region == one.region:
        return 0
    if not wish.region:
        return 1 if one.region == home else 2
    wider = _wider(wish.language, wish.script, wish.region)
    if one.region in wider:
        return 2 + wider.index(one.region)
    if not one.region:
        # What is written without a region is its home's own form, and everybody's that has none nearer.
        return 1 if wish.region == home else 100
    is_wide = wish.region.isdigit() and wish.region in _wider(one.language, one.script, one.region)
    return 101 if is_wide else None


def best(tag: str, served: Iterable[str]) -> str | None:
    """The nearest of the tags that there are for a reader of ``tag``, or None."""
    names = tuple(served)
    if tag in names:
        return tag
    wish = read_wish(tag)
    return next(iter(chain(wish, names)), None) if wish else None


def negotiate(preferences: Sequence[str], served: Sequence[str]) -> str | None:
    """The first of a reader's preferences for which there is anything, or None.

    A bare language behind one of its own regions or scripts asks for nothing new: browsers add it
    (``pt-PT, pt``), and it must not turn a reader of one form into one of another.
    """
    asked: set[str] = set()
    for tag in preferences:
        wish = read_wish(tag)
        if wish is None:
            continue
        bare = not re.search("[-_]", tag)
        if bare and wish.language in asked:
            continue
        found = best(tag, served)
        if found:
            return found
        asked.add(wish.language)
    return None


def accepted(header: str) -> tuple[str, ...]:
    """The tags of an ``Accept-Language`` header (RFC 9110, section 12.5.4), the most wanted first."""
    found: list[tuple[float, int, str]] = []
    for order, part in enumerate(header.split(",")):
        tag, _, weight = (piece.strip() for piece in part.partition(";"))
        value = weight.removeprefix("q=").strip() if weight.startswith("q=") else "1"
        quality = float(value) if re.fullmatch(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?", value) else 0.0
        if tag and quality > 0:
            found.append((-quality, order, tag))
    return tuple(tag for _, _, tag in sorted(found))


def matching(served: Sequence[str]) -> Matching:
    """The whole of ``best`` for the served tags as a table, so that others decide as this program does."""
    languages = sorted({wish.language for wish in map(read_wish, served) if wish})
    aliases = {
        old: new for old in get_global("language_aliases") if (new := _named(old)[0]) in languages and _is_plain(old)
    }
    aliases |= {old: new for old, new in _SAME.items() if new in languages}
    regions = sorted(str(region) for region in Locale("en").territories if region != "ZZ")
    chains: dict[str, dict[str, dict[str, tuple[str, ...]]]] = {}
    for language in languages:
        found = {wish.script for wish in map(read_wish, served) if wish and wish.language == language}
        chains[language] = {script: _by_region(language, script, regions, served) for script in sorted(found)}
    return Matching(
        aliases=dict(sorted(aliases.items())),
        scripts={language: _scripts(language, regions) for language in languages},
        chains=chains,
    )


def _is_plain(alias: str) -> bool:
    """Whether an older name of a language implied nothing but the language."""
    return "_" not in alias and _named(alias)[1:] == ("", "")


def _scripts(language: str, regions: Iterable[str]) -> dict[str, str]:
    usual = _likely(language, "")
    others = {region: script for region in regions if (script := _likely(language, region)) != usual}
    return {ANY: usual, **others}


def _by_region(language: str, script: str, regions: Iterable[str], served: Sequence[str]) -> dict[str, tuple[str, ...]]:
    any_region = chain(Wish(language, script, ANY), served)
    named = {region: chain(Wish(language, script, region), served) for region in regions}
    rest = {region: found for region, found in named.items() if found != any_region}
    return {"": chain(Wish(language, script), served), ANY: any_region, **rest}
