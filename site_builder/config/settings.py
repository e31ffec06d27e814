"""``site.yaml`` and ``policy.yaml`` as settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from functools import lru_cache
from typing import Any

from site_builder import locales, routes, yamlfile
from site_builder.config.checks import LEVELS, Checks
from site_builder.model.policy import (
    DEFAULT_AUDIENCE,
    Audience,
    Choices,
    Consent,
    Level,
    Mode,
    Policy,
    Publisher,
    Retirement,
    Site,
)
from site_builder.model.prose import Numbering, Numerals

SITE_FILE = "content/site.yaml"
POLICY_FILE = "policy.yaml"

# What holds where site.yaml says nothing. A company's counsel decides its own; docs/reference/notice-periods.md
# has the reasons for these.
_SINCE_VERSIONS, _SINCE_MONTHS = 20, 24
_NOTICE_DAYS = {Level.EDITORIAL: 0, Level.CLARIFYING: 0, Level.MATERIAL: 30}
_DEFAULT = "the default of site-builder, which follows WP260 rev.01 ¶30; counsel decides"
_PROMISE = "promised in site.yaml"
_MODES = {Level.EDITORIAL: Mode.SILENT, Level.CLARIFYING: Mode.INFORM, Level.MATERIAL: Mode.ACKNOWLEDGE}


# History has the same settings beside most texts.
@lru_cache(maxsize=256)
def read_site(text: str, *, path: str = SITE_FILE) -> Site:
    """The settings of the site.

    Raises:
        ProblemError: with everything that is wrong with the file.
    """
    file = yamlfile.read(text, path=path, schema="site")
    value = file.value
    checks = Checks(file)
    served = checks.locales("locales")
    checks.keys("title")
    for audience in value.get("audiences", {}):
        for tag in value["audiences"][audience].get("name", {}):
            checks.locale(tag, ("audiences", audience, "name", tag))
    checks.zone("time_zone")
    site = Site(
        title=value["title"],
        base_url=value["base_url"],
        publisher=Publisher(**value.get("publisher", {})),
        time_zone=value["time_zone"],
        locales=served,
        audiences=_audiences(value.get("audiences", {})),
        theme=value.get("theme", "default"),
        host=value.get("host", "other"),
        since_versions=value.get("redlines", {}).get("versions", _SINCE_VERSIONS),
        redirects=value.get("accept_language", "ignore") == "redirect",
        since_months=value.get("redlines", {}).get("months", _SINCE_MONTHS),
    )
    if served and served[0] not in site.title:
        message = f"`title` lacks {served[0]}, the default language"
        checks.problem("PS-201", message, ("title",), f"add `{served[0]}: …` below `title`")
    checks.finish()
    return site


def _audiences(declared: Mapping[str, Any]) -> tuple[Audience, ...]:
    return tuple(_audience(name, declared.get(name, {})) for name in sorted({DEFAULT_AUDIENCE, *declared}))


def _audience(name: str, declared: Mapping[str, Any]) -> Audience:
    """An audience whose periods are the longest of law and promise; where both are silent, the default."""
    promised = _by_level(declared, "notice_days")
    law = _by_level(declared.get("law", {}), "notice_days")
    days = {level: max(promised.get(level, _NOTICE_DAYS[level]), law.get(level, 0)) for level in Level}
    sources = {level: _PROMISE if level in promised else _DEFAULT for level in Level}
    by_law = {level: f"law: {declared['law']['source']}" for level in law if law[level] == days[level]}
    return Audience(
        id=name,
        notice_days=days,
        modes={k: Mode(v) for k, v in (_MODES | _by_level(declared, "modes")).items()},
        sources=sources | by_law,
        name=declared.get("name", {}),
    )


def _by_level(declared: Mapping[str, Any], key: str) -> dict[Level, Any]:
    return {LEVELS[word]: value for word, value in declared.get(key, {}).items()}


def read_policy(text: str, *, path: str, zone: tzinfo) -> Policy:
    """The settings of a policy.

    Raises:
        ProblemError: with everything that is wrong with the file.
    """
    file = yamlfile.read(text, path=path, schema="policy")
    value = file.value
    checks = Checks(file)
    kept = checks.locales("locales")
    if locales.is_tag(value["id"]) or value["id"] in routes.RESERVED:
        checks.problem(
            "PS-210",
            f"`{value['id']}` cannot be the id of a policy",
            ("id",),
            "language tags and reserved words stand in other addresses; choose another id",
        )
    for index, section in enumerate(value["sections"]):
        if section == "index":
            hint = "choose another id for the section"
            checks.problem("PS-211", "`index` is the title's file", ("sections", index), hint)
    required = range(len(value.get("required_locales", ())))
    prevails = value.get("prevails", {})
    named: list[yamlfile.Path] = [("governing",), *(("required_locales", index) for index in required)]
    named += [("prevails", audience) for audience in prevails]
    numerals = {tag: Numerals(word) for tag, word in value.get("numerals", {}).items()}
    for tag, form in numerals.items():
        if tag not in kept:
            hint = "add it to `locales`, or take it out"
            checks.problem("PS-212", f"`{tag}` is not among `locales`", ("numerals", tag), hint)
        elif form is Numerals.ARTICLE and not locales.has_articles(tag):
            hint = "articles are written in Chinese, Japanese and Korean; choose decimal, native or parentheses"
            checks.problem("PS-218", f"no law in {tag} counts so", ("numerals", tag), hint)
    for key in named:
        if file.at(*key) not in kept:
            checks.problem("PS-212", f"`{file.at(*key)}` is not among `locales`", key, "add it to `locales`")
    retired = None
    if "retired" in value:
        on = checks.instant(zone, "retired", "on")
        retired = Retirement(on=on, successor=value["retired"].get("successor", "")) if on else None
    choices = _choices(checks)
    checks.finish()
    return Policy(
        id=value["id"],
        terms_type=value["terms_type"],
        governing=value["governing"],
        locales=kept,
        required_locales=tuple(value.get("required_locales", ())),
        numbering=Numbering(value.get("numbering", "decimal")),
        sections=tuple(value["sections"]),
        formerly={key: tuple(ids) for key, ids in value.get("formerly", {}).items()},
        retired=retired,
        choices=choices,
        prevails=prevails,
        numerals=numerals,
    )


def _choices(checks: Checks) -> Choices:
    """What users can do about a version of the policy."""
    value = checks.file.value
    checks.keys("if_refused")
    consents: list[Consent] = []
    for index, one in enumerate(value.get("separate_consents", ())):
        for tag in one["words"]:
            checks.locale(tag, ("separate_consents", index, "words", tag))
        for place, section in enumerate(one.get("sections", ())):
            if section not in value["sections"]:
                where = ("separate_consents", index, "sections", place)
                hint = "name sections as they stand in `sections`"
                checks.problem("PS-217", f"a consent is about `{section}`, which is no section", where, hint)
        consents.append(Consent(id=one["id"], words=one["words"], sections=tuple(one.get("sections", ()))))
    return Choices(
        contact=value.get("contact", ""),
        if_refused=value.get("if_refused", {}),
        separate_consents=tuple(consents),
    )
