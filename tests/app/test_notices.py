"""What is told to whom: made by hand from small policies, and read as an app reads it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import jsonschema
import pytest

from site_builder import routes, schedule, yamlfile
from site_builder.model.artifact import Artifact
from site_builder.model.finding import Subject
from site_builder.model.policy import Audience, Choices, Consent, Level, Mode, Retirement
from site_builder.model.release import Amendment, ChangeRecord, Correction, Release, Reschedule, Withdrawal
from site_builder.outputs import notices
from site_builder.outputs.theme import Theme
from site_builder.problems import Problem
from tests import values

Json = dict[str, Any]
START = datetime(2026, 1, 1, tzinfo=UTC)
MODES = {Level.EDITORIAL: Mode.SILENT, Level.CLARIFYING: Mode.INFORM, Level.MATERIAL: Mode.ACKNOWLEDGE}
STRICT = {Level.EDITORIAL: Mode.SILENT, Level.CLARIFYING: Mode.ACKNOWLEDGE, Level.MATERIAL: Mode.CONSENT}
AUDIENCES = tuple(
    Audience(id=name, notice_days=dict.fromkeys(Level, 0), modes=modes)
    for name, modes in (("cn", STRICT), ("default", MODES))
)
SITE = values.site(audiences=AUDIENCES)


@pytest.fixture(scope="module")
def theme() -> Theme:
    return values.theme()


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def release(revision: int, published: int, effective: int, level: Level = Level.MATERIAL, **more: Any) -> Release:  # noqa: ANN401
    made = values.version(revision=revision).release
    summary = {"en": f"Change {revision}.", "zh-Hans": f"变更{revision}。"}
    dated = replace(made, label=f"v{revision}", published=day(published), effective=day(effective))
    return replace(dated, level=level, summary=summary, **more)


FIRST = release(1, 0, 0)


class App:
    """The files of a policy on a day."""

    def __init__(
        self,
        theme: Theme,
        at: int,
        *releases: Release,
        changes: Mapping[str, ChangeRecord] | None = None,
        kinds: Mapping[str, tuple[Subject, ...]] | None = None,
        choices: Choices | None = None,
        retired: Retirement | None = None,
        policy: str = "privacy",
        site: Any = SITE,  # noqa: ANN401 - a Site
    ) -> None:
        mine = values.policy(id=policy, retired=retired, **({"choices": choices} if choices else {}))
        version = values.version(of=mine)
        versions = [replace(version, release=replace(one, policy=policy)) for one in releases]
        timeline = schedule.timeline(mine, versions, day(at))
        asking = schedule.Asking(audiences=site.audiences, changes=changes or {})
        asked = schedule.asked(asking, (one.release for one in versions), ())
        told = notices.Told(asked=asked, changes=asking.changes, kinds=kinds or {}, stream="5" * 8, entry=at)
        self.desk = notices.Desk(site=site, timeline=timeline, told=told, theme=theme)
        made = [
            *notices.current_files(self.desk),
            *notices.notice_files(self.desk),
            *notices.message_files(self.desk),
            *notices.preview_pages(self.desk),
        ]
        self.problems = [one for one in made if isinstance(one, Problem)]
        self.files = {f"/{one.path}": one for one in made if isinstance(one, Artifact)}

    def json(self, address: str) -> Json:
        value: Json = json.loads(self.files[address].body)
        return value

    def current(self, policy: str = "privacy") -> Json:
        return self.json(routes.api_current(policy))

    def notice(self, revision: int, locale: str = "en", audience: str = "default") -> Json:
        return self.json(routes.api_notice("privacy", audience, revision, locale))

    def messages(self, locale: str = "en", audience: str = "default") -> list[Json]:
        found: list[Json] = self.json(routes.api_messages("privacy", audience, locale))["messages"]
        return found


def test_a_notice_is_everything_since_what_the_user_knows(theme: Theme) -> None:
    """The highest level, all that the rules found, a summary for each change, one prompt, one deadline."""
    app = App(
        theme,
        50,
        FIRST,
        release(2, 10, 20),
        release(3, 30, 31, Level.CLARIFYING),
        release(4, 40, 80, Level.EDITORIAL),
        release(5, 45, 90, Level.CLARIFYING),
        kinds={"v2": (Subject.RETENTION,), "v3": (Subject.RETENTION, Subject.RECIPIENT), "v5": (Subject.AGE,)},
    )
    notice = app.notice(1)["notice"]
    assert (notice["revision"], notice["level"], notice["mode"]) == (5, "material", "acknowledge")
    assert [one["kind"] for one in notice["kinds"]] == ["age", "recipient", "retention"]
    assert [one["text"] for one in notice["summaries"]] == ["Change 2.", "Change 3.", "Change 5."]
    assert [one["state"] for one in notice["summaries"]] == ["superseded", "in-force", "announced"]
    assert notice["deadline"] == "2026-04-01T00:00:00Z"
    assert notice["changes_url"] == "https://example.org/legal/privacy/changes/since/v1/en/"
    assert notice["upcoming_url"] == "https://example.org/legal/privacy/upcoming/en/"
    later = app.notice(3)["notice"]
    assert (later["mode"], later["level"], later["supersedes"]) == ("inform", "clarifying", [])
    assert later["id"] == notice["id"]
    assert len(notice["supersedes"]) == 2
    assert app.notice(5)["notice"] is None


def test_the_first_version_and_a_silent_one_tell_nobody_anything(theme: Theme) -> None:
    """Nothing to tell is `null`, and every watermark is 0."""
    app = App(theme, 50, FIRST, release(2, 10, 20, Level.EDITORIAL))
    assert app.notice(0)["notice"] is None
    assert app.messages() == []
    mine = app.current()["audiences"]["default"]
    assert (mine["notice"]["min_told_revision"], mine["by_mode"], mine["baseline_revision"]) == (0, {}, 2)


def test_an_id_is_the_same_for_ever(theme: Theme) -> None:
    """By version and audience: not by day, locale, what the user knows, or what comes later."""
    second = release(2, 10, 60)
    early = App(theme, 10, FIRST, second)
    moved = replace(second, amendments=(Amendment(at=day(20), what=Reschedule(effective=day(70)), reason={"en": "x"}),))
    late = App(theme, 80, FIRST, moved)
    ids = {app.notice(r, tag)["notice"]["id"] for app in (early, late) for r in (0, 1) for tag in values.LOCALES}
    ids |= {one["id"] for app in (early, late) for one in app.messages() if one["kind"] == "notice"}
    assert len(ids) == 1
    assert early.notice(1, audience="cn")["notice"]["id"] not in ids


def test_a_change_may_concern_some_audiences_only(theme: Theme) -> None:
    """Its record says so; others are told only of theirs, at their level. Without a record everybody is told."""
    changes = {
        "abroad": values_change("abroad", Level.MATERIAL, ("cn",)),
        "wording": values_change("wording", Level.CLARIFYING, ()),
    }
    narrowed = release(2, 10, 60, changes=("abroad",))
    app = App(theme, 10, FIRST, narrowed, changes=changes)
    assert app.current()["audiences"]["default"]["notice"]["min_told_revision"] == 0
    assert app.notice(1, audience="cn")["notice"]["mode"] == "consent"
    both = App(theme, 10, FIRST, replace(narrowed, changes=("abroad", "wording")), changes=changes)
    assert both.notice(1)["notice"]["mode"] == "inform"
    assert [one["change"] for one in both.notice(1)["notice"]["summaries"]] == ["wording"]
    assert [one["change"] for one in both.notice(1, audience="cn")["notice"]["summaries"]] == ["abroad", "wording"]
    assert App(theme, 10, FIRST, narrowed).notice(1)["notice"]["mode"] == "acknowledge"
    graver = {"abroad": values_change("abroad", Level.CLARIFYING, ("cn",))}
    assert App(theme, 10, FIRST, narrowed, changes=graver).notice(1)["notice"]["mode"] == "acknowledge"


def test_a_record_that_names_no_audience_of_the_site_concerns_everybody(theme: Theme) -> None:
    """A slip in the name of an audience must not leave all of them without a word."""
    second = release(2, 10, 60, changes=("abroad",))
    slip = {"abroad": values_change("abroad", Level.MATERIAL, ("chn",))}
    app = App(theme, 10, FIRST, second, changes=slip)
    assert app.notice(1)["notice"]["mode"] == "acknowledge"
    assert app.notice(1, audience="cn")["notice"]["mode"] == "consent"
    half = {"abroad": values_change("abroad", Level.MATERIAL, ("chn", "cn"))}
    assert App(theme, 10, FIRST, second, changes=half).notice(1)["notice"] is None


def values_change(slug: str, level: Level, audiences: tuple[str, ...]) -> ChangeRecord:
    return ChangeRecord(
        policy="privacy", slug=slug, level=level, sections=("scope",), summary={"en": slug}, audiences=audiences
    )


def test_what_a_policy_declares_for_its_users_is_in_what_asks_for_an_answer(theme: Theme) -> None:
    """Contact, what a refusal means, and consents that are given by themselves."""
    consent = Consent(id="abroad", words={"en": "Send my data abroad", "zh-Hans": "同意出境"}, sections=("scope",))
    choices = Choices(contact="mailto:a@b.example", if_refused={"en": "You can leave."}, separate_consents=(consent,))
    app = App(theme, 10, FIRST, release(2, 10, 60), release(3, 10, 70, Level.CLARIFYING), choices=choices)
    asked = app.notice(1, "zh-Hans")["notice"]
    assert asked["contact"] == "mailto:a@b.example"
    assert asked["if_refused"] == {"text": "You can leave.", "lang": "en", "dir": "ltr"}
    (one,) = asked["separate_consents"]
    assert (one["id"], one["text"], one["lang"]) == ("abroad", "同意出境", "zh-Hans")
    assert one["urls"] == ["https://example.org/legal/privacy/v3/zh-Hans/#s-scope"]
    told = app.notice(2)["notice"]
    assert (told["mode"], told["if_refused"], told["separate_consents"]) == ("inform", None, [])


def test_a_summary_that_nobody_translated_says_its_language(theme: Theme) -> None:
    """The governing words, marked, and never as if they were the reader's."""
    (one,) = App(theme, 10, FIRST, release(2, 10, 60)).notice(1, "ar")["notice"]["summaries"]
    assert (one["text"], one["lang"], one["dir"]) == ("Change 2.", "en", "ltr")


def test_a_withdrawn_version_is_told_to_nobody_and_corrected_to_those_who_were_told(theme: Theme) -> None:
    """It is in `cancelled`, in no notice, and has a correction with its reason."""
    gone = replace(
        release(2, 10, 60), amendments=(Amendment(at=day(20), what=Withdrawal(), reason={"en": "We stay."}),)
    )
    app = App(theme, 20, FIRST, gone)
    assert app.current()["cancelled"] == [{"revision": 2, "state": "withdrawn"}]
    assert app.notice(1)["notice"] is None
    (one,) = app.notice(2)["corrections"]
    assert (one["state"], one["reason"]["text"]) == ("withdrawn", "We stay.")
    (sent,) = app.messages()
    assert (sent["kind"], sent["id"]) == ("withdrawn", one["id"])


def test_a_corrected_summary_is_the_one_that_is_told(theme: Theme) -> None:
    """Also where a change record has other words, which nobody can correct any more."""
    changes = {"abroad": values_change("abroad", Level.MATERIAL, ())}
    words = {"en": "Better words."}
    amended = (Amendment(at=day(20), what=Correction(summary=words), reason={"en": "x"}),)
    second = release(2, 10, 60, changes=("abroad",), amendments=amended)
    before, after = (App(theme, at, FIRST, second, changes=changes) for at in (10, 20))
    assert [one["text"] for one in before.notice(1)["notice"]["summaries"]] == ["abroad"]
    assert [one["text"] for one in after.notice(1)["notice"]["summaries"]] == ["Better words."]


def test_a_policy_that_has_ended_asks_nothing_of_anybody(theme: Theme) -> None:
    app = App(theme, 90, FIRST, release(2, 10, 60), retired=Retirement(on=day(80)))
    mine = app.current()["audiences"]["default"]
    assert (mine["notice"]["min_told_revision"], mine["baseline_revision"]) == (0, 2)
    assert app.notice(0)["notice"] is None


def test_older_revisions_share_a_file_and_the_number_of_files_is_bounded(theme: Theme) -> None:
    """As many as have a redline to the text in force, and one for all that are older."""
    site = values.site(audiences=AUDIENCES, since_versions=3, since_months=0)
    many = [release(r, r, r, Level.MATERIAL if r > 1 else Level.EDITORIAL) for r in range(1, 60)]
    app = App(theme, 200, *many, site=site)
    found = [path for path in app.files if path.startswith("/api/v1/privacy/notices/")]
    assert len(found) == len(AUDIENCES) * len(values.LOCALES) * 5
    assert app.current()["oldest_notice_revision"] == 56
    oldest = app.notice(0)["notice"]
    assert len(oldest["summaries"]) == 58
    assert oldest["changes_url"] == "https://example.org/legal/privacy/changes/since/en/"


def test_policies_that_change_together_are_told_of_at_once(theme: Theme) -> None:
    """One group notice for all, ids of their own for each; the notice of each names the group."""
    second = release(2, 10, 60, group="spring")
    apps = [App(theme, 10, FIRST, second, policy=name) for name in ("privacy", "terms")]
    (one,) = [
        one
        for one in notices.group_files(SITE, [app.desk for app in apps])
        if one.path == "api/v1/groups/spring/default/en.json"
    ]
    value = json.loads(one.body)
    validate("group", value | {"$schema": "x"})
    assert [each["policy"] for each in value["policies"]] == ["privacy", "terms"]
    ids = {each["id"] for each in value["policies"]}
    assert len(ids) == 2
    assert apps[0].notice(1)["notice"]["id"] in ids
    assert apps[0].notice(1)["notice"]["group"] == {
        "id": "spring",
        "title": "Our policies are changing",
        "url": "https://example.org/legal/api/v1/groups/spring/default/en.json",
    }
    assert value["channels"]["email"]["text"].count("Change 2.") == 2


def validate(schema: str, value: Json) -> None:
    jsonschema.Draft202012Validator(json.loads(yamlfile.schema_bytes(schema))).validate(value)


def test_what_apps_poll_stays_below_three_kilobytes(theme: Theme) -> None:
    """With 24 languages, three audiences and four versions ahead; a larger one is told when it is built."""
    tags = ("en", "zh-Hans", *(f"{letter}a" for letter in "abcdefghijklmnopqrstuv"))
    third = Audience(id="eu", notice_days=dict.fromkeys(Level, 0), modes=MODES)
    site = values.site(audiences=(*AUDIENCES, third), locales=tags)
    app_version = values.version()
    editions = {tag: replace(app_version.editions["ar"], locale=tag) for tag in tags} | {"en": app_version.governing}
    releases = [FIRST, *(release(r, r, 200 + r) for r in range(2, 6))]
    versions = [replace(app_version, release=one, editions=editions) for one in releases]
    timeline = schedule.timeline(values.policy(), versions, day(100))
    asked = schedule.asked(schedule.Asking(audiences=site.audiences, changes={}), releases, ())
    told = notices.Told(asked=asked, changes={}, kinds={}, stream="a6ff5fdc-09ca-5b10-992e-cbc090fdc7ab", entry=100_000)
    (made,) = notices.current_files(notices.Desk(site=site, timeline=timeline, told=told, theme=theme))
    assert isinstance(made, Artifact)
    assert len(made.body) <= 3_072
