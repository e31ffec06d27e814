"""``site.yaml``, ``policy.yaml`` and release files as settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from site_builder import instants, locales, routes, yamlfile
from site_builder.model.policy import Audience, Level, Mode, Policy, Publisher, Retirement, Site
from site_builder.model.prose import Numbering
from site_builder.model.version import Release
from site_builder.problems import Problem, ProblemError
from site_builder.yamlfile import YamlFile

SITE_FILE = "content/site.yaml"
POLICY_FILE = "policy.yaml"
RELEASES = "releases"

# What holds where site.yaml says nothing. A company's counsel decides its own; docs/reference/files.md has
# the reasons for these.
_NOTICE_DAYS = {Level.EDITORIAL: 0, Level.CLARIFYING: 0, Level.MATERIAL: 30}
_MODES = {Level.EDITORIAL: Mode.SILENT, Level.CLARIFYING: Mode.INFORM, Level.MATERIAL: Mode.ACKNOWLEDGE}
_LEVELS = {str(level): level for level in Level}


def read_site(text: str, *, path: str = SITE_FILE) -> Site:
    """The settings of the site.

    Raises:
        ProblemError: with everything that is wrong with the file.
    """
    file = yamlfile.read(text, path=path, schema="site")
    value = file.value
    checks = _Checks(file)
    served = checks.locales("locales")
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
    )
    if served and served[0] not in site.title:
        checks.problem("PS-201", f"`title` lacks the default locale {served[0]}", ("title",), "add it")
    checks.finish()
    return site


def _audiences(declared: Mapping[str, Any]) -> tuple[Audience, ...]:
    return tuple(
        Audience(
            id=name,
            notice_days=_NOTICE_DAYS | _by_level(declared.get(name, {}), "notice_days"),
            modes={k: Mode(v) for k, v in (_MODES | _by_level(declared.get(name, {}), "modes")).items()},
        )
        for name in sorted({"default", *declared})
    )


def _by_level(declared: Mapping[str, Any], key: str) -> dict[Level, Any]:
    return {_LEVELS[word]: value for word, value in declared.get(key, {}).items()}


def read_policy(text: str, *, path: str, zone: tzinfo) -> Policy:
    """The settings of a policy.

    Raises:
        ProblemError: with everything that is wrong with the file.
    """
    file = yamlfile.read(text, path=path, schema="policy")
    value = file.value
    checks = _Checks(file)
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
    named: list[yamlfile.Path] = [("governing",), *(("required_locales", index) for index in required)]
    for key in named:
        if file.at(*key) not in kept:
            checks.problem("PS-212", f"`{file.at(*key)}` is not among `locales`", key, "add it to `locales`")
    retired = None
    if "retired" in value:
        on = checks.instant(zone, "retired", "on")
        retired = Retirement(on=on, successor=value["retired"].get("successor", "")) if on else None
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
    )


def read_release(text: str, *, path: str, policy: str, label: str, zone: tzinfo) -> Release:
    """A release of the policy with that id. ``label`` is the stem of the file's name.

    Raises:
        ProblemError: with everything that is wrong with the file.
    """
    file = yamlfile.read(text, path=path, schema="release")
    value = file.value
    checks = _Checks(file)
    published, effective = checks.instant(zone, "published"), checks.instant(zone, "effective")
    if published and effective and published > effective:
        checks.problem(
            "PS-301",
            "it takes effect before it is published",
            ("effective",),
            "nobody is bound by what was not public: move `effective` to `published` or later",
        )
    if label in routes.RESERVED_LABELS or locales.is_tag(label) or not routes.is_id(label):
        checks.problem(
            "PS-302",
            f"`{label}` cannot be the label of a version",
            (),
            "name the file by a date, such as 2026-04-01.yaml",
        )
    checks.finish()
    if published is None or effective is None:  # `finish` has raised
        raise AssertionError
    return Release(
        policy=policy,
        label=label,
        revision=value["revision"],
        text=value["text"],
        published=published,
        effective=effective,
        level=_LEVELS[value["level"]],
        summary=value["summary"],
        changes=tuple(value.get("changes", ())),
        approved_by=tuple(value.get("approved_by", ())),
        inferred=value.get("inferred", {}),
    )


class _Checks:
    """What a schema cannot say, gathered over one file."""

    def __init__(self, file: YamlFile) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def problem(self, code: str, message: str, path: yamlfile.Path, hint: str) -> None:
        self.problems.append(Problem(code=code, message=message, place=self.file.place(*path), hint=hint))

    def finish(self) -> None:
        if self.problems:
            raise ProblemError(self.problems)

    def locales(self, key: str) -> tuple[str, ...]:
        """The tags of a list; one that is not canonical is a problem."""
        tags: list[str] = self.file.value[key]
        for index, tag in enumerate(tags):
            self.locale(tag, (key, index))
        return tuple(tags)

    def locale(self, tag: str, path: yamlfile.Path) -> None:
        try:
            right = locales.canonical(tag)
        except ValueError as error:
            self.problem("PS-202", str(error), path, "use a BCP 47 tag, such as en, zh-Hans or pt-BR")
        else:
            if right != tag:
                self.problem("PS-202", f"`{tag}` is written `{right}`", path, f"write {right}")

    def zone(self, key: str) -> tzinfo | None:
        try:
            return instants.zone(self.file.value[key])
        except ValueError as error:
            self.problem("PS-203", str(error), (key,), "see the list of time zones of the IANA database")
            return None

    def instant(self, zone: tzinfo, *path: str) -> datetime | None:
        text = self.file.at(*path)
        try:
            return instants.parse(text, zone)
        except ValueError as error:
            self.problem("PS-303", f"`{path[-1]}: {text}` is no instant", path, str(error))
            return None
