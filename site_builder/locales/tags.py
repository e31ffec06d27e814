"""Language tags (BCP 47 [1]): their one right spelling, their direction, and what stands in for what.

Only language, script, region and variant are known here, because a tag is a folder in an address. What
they mean is taken from CLDR [2].

[1] https://www.rfc-editor.org/info/bcp47
[2] https://www.unicode.org/reports/tr35/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.core import get_global

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})"
    r"(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)",
    re.IGNORECASE | re.ASCII,
)


@cache
def canonical(tag: str) -> str:
    """The tag as RFC 5646 (sections 2.1.1 and 4.5) spells it: ``zh-hans`` is ``zh-Hans``, ``iw`` is ``he``.

    Raises ValueError, with a suggestion where there is one, for what is no tag, for subtags that nobody
    registered, and for languages of which CLDR knows neither months nor direction.
    """
    found = _TAG.fullmatch(tag)
    if found is None:
        meant = _TAG.fullmatch(re.split(r"[.@]", tag)[0].replace("_", "-"))
        more = f"; did you mean {_respelled(meant)}?" if meant and _is_known(_respelled(meant)) else ""
        raise ValueError(f"`{tag}` is not a language tag{more}")
    spelled = _respelled(found)
    if not _is_known(spelled):
        raise ValueError(f"`{tag}` names a language, script or region that Unicode's CLDR does not know")
    return spelled


def is_tag(word: str) -> bool:
    """True for what an address could take for a language: no policy or version may be called that."""
    try:
        canonical(word)
    except ValueError:
        return False
    return True


def _respelled(found: re.Match[str]) -> str:
    language = found["language"].lower()
    alias: str = get_global("language_aliases").get(language, language)
    # What an alias brings along (`sh` is `sr-Latn`, `prs` is `fa-AF`) gives way to what is written.
    language, *implied = alias.split("_")
    script = (found["script"] or next((part for part in implied if len(part) == 4), "")).title()
    region = (found["region"] or next((part for part in implied if len(part) < 4), "")).upper()
    aliases = get_global("territory_aliases").get(region, [])
    region = aliases[0] if len(aliases) == 1 else region
    variants = found["variants"].lower().strip("-")
    return "-".join(part for part in (language, script, region, variants) if part)


def _is_known(tag: str) -> bool:
    language, script, region, variants = _parts(tag)
    names = Locale("en")
    return (
        language in names.languages
        and (not script or script in names.scripts)
        and (not region or region in names.territories)
        and all(variant.upper() in names.variants for variant in variants)
        and _data(tag) is not None
    )


def _parts(tag: str) -> tuple[str, str, str, list[str]]:
    found = _TAG.fullmatch(tag)
    if found is None:
        raise ValueError(f"{tag!r} is not a language tag")
    variants = [variant for variant in found["variants"].split("-") if variant]
    return found["language"], found["script"] or "", found["region"] or "", variants


def _likely_script(language: str, script: str, region: str) -> str:
    """The script that is meant where none is written (CLDR's likely subtags)."""
    if script:
        return script
    likely = get_global("likely_subtags")
    full: str = likely.get(f"{language}_{region}") or likely.get(language) or ""
    parts = full.split("_")
    return parts[1] if len(parts) > 1 else ""


def script(tag: str) -> str:
    """The script that a language is written in, as ISO 15924 has it, or nothing where that is not known.

    >>> [script(tag) for tag in ("en", "zh-Hans", "sr", "sr-Latn", "fa")]
    ['Latn', 'Hans', 'Cyrl', 'Latn', 'Arab']
    """
    return _likely_script(*_parts(tag)[:3])


@cache
def fallbacks(tag: str) -> tuple[str, ...]:
    """The tag, then what a reader of it also reads, nearest first; never in another script.

    >>> fallbacks("zh-Hant-HK")
    ('zh-Hant-HK', 'zh-HK', 'zh-Hant')
    >>> fallbacks("es-MX")
    ('es-MX', 'es-Latn-MX', 'es-419', 'es-Latn', 'es')
    """
    language, script, region, _ = _parts(tag)
    own = _likely_script(language, script, region)
    chain = [tag, *_chain(language, own, region)]
    return tuple(dict.fromkeys(one for one in chain if _likely_script(*_parts(one)[:3]) == own))


def _chain(language: str, script: str, region: str) -> Iterator[str]:
    parents = get_global("parent_exceptions")
    if region:
        if script:
            yield f"{language}-{script}-{region}"
        yield f"{language}-{region}"
        for key in (f"{language}_{script}_{region}", f"{language}_{region}"):
            if key in parents:
                yield str(parents[key]).replace("_", "-")
    if script:
        yield f"{language}-{script}"
    yield language
    if language in parents:
        yield str(parents[language]).replace("_", "-")


@cache
def _data(tag: str) -> Locale | None:
    for one in fallbacks(tag):
        try:
            return Locale.parse(one, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


def cldr(tag: str) -> Locale:
    """What CLDR knows about a canonical tag; raises ValueError where that is nothing."""
    data = _data(tag)
    if data is None:
        raise ValueError(f"CLDR has no data for {tag!r}")
    return data


def direction(tag: str) -> Literal["ltr", "rtl"]:
    """Where the lines of a language start, as HTML's ``dir`` says it."""
    return "rtl" if cldr(tag).character_order == "right-to-left" else "ltr"
