"""Feeds for people: of each policy and of all, whole by their archives, with what was withdrawn taken out."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import feedparser
import pytest

from site_builder import routes, schedule
from site_builder.model.artifact import Artifact
from site_builder.model.release import Amendment, Release, Withdrawal
from site_builder.model.timeline import Timeline
from site_builder.outputs import feeds
from tests import values
from tests.app.world import day

SITE = values.site()


def line(count: int, policy: str = "privacy", withdrawn: int = 0) -> Timeline:
    """A policy with that many versions, a day apart, of which one was withdrawn before it took effect."""
    mine = values.policy(id=policy)
    version = values.version(of=mine)
    releases: list[Release] = []
    for revision in range(1, count + 1):
        wait = 5 if revision == withdrawn else 0
        amendments = (Amendment(at=day(revision + 1), what=Withdrawal(), reason={"en": "x"}),) if wait else ()
        releases.append(
            replace(
                version.release,
                policy=policy,
                label=f"v{revision}",
                revision=revision,
                published=day(revision),
                effective=day(revision + wait),
                amendments=amendments,
            )
        )
    return schedule.timeline(mine, [replace(version, release=one) for one in releases], day(400))


def files(*timelines: Timeline) -> dict[str, bytes]:
    theme = values.theme()
    sources = [
        feeds.Source(site=SITE, timeline=timeline, redlines=values.redlines(SITE, timeline), theme=theme)
        for timeline in timelines
    ]
    listed = [source.listed() for source in sources]
    made: list[Artifact] = []
    for timeline, entries in zip(timelines, listed, strict=True):
        made += values.made(feeds.feed_files(SITE, timeline, entries))
    made += values.made(feeds.all_feed_files(SITE, listed))
    return {f"/{one.path}": one.body for one in made}


def href(feed: Any, rel: str) -> str:  # noqa: ANN401 - feedparser has no types
    found = [link.href for link in feed.feed.links if link.rel == rel]
    return found[0].removeprefix(SITE.base_url) if found else ""


@pytest.mark.parametrize("count", [1, 50, 51, 100, 101, 123])
def test_the_archives_hold_every_entry_once(count: int) -> None:
    """From the newest document back through `prev-archive` (RFC 5005, section 4), and the same in JSON."""
    made = files(line(count))
    found: list[str] = []
    address, steps = routes.atom_feed("privacy", "en"), 0
    while address:
        feed = feedparser.parse(made[address])
        assert not feed.bozo
        assert href(feed, "self") == address
        assert (b"<fh:archive" in made[address]) is (steps > 0)
        assert href(feed, "current") == ("" if steps == 0 else routes.atom_feed("privacy", "en"))
        found += [entry.id for entry in feed.entries if entry.id not in found]
        address, steps = href(feed, "prev-archive"), steps + 1
    assert len(found) == count
    listed: list[str] = []
    address = routes.json_feed("privacy", "en")
    while address:
        page = json.loads(made[address])
        listed += [item["id"] for item in page["items"] if item["id"] not in listed]
        address = page.get("next_url", "").removeprefix(SITE.base_url)
    assert listed == found


def test_a_full_archive_stays_as_it_is() -> None:
    """New versions come into the feed, and leave full archives alone but for the link to the next."""
    before, after = files(line(101)), files(line(140))
    archive = routes.atom_feed("privacy", "en", 1)
    assert before[archive] == after[archive]
    ids = [[entry.id for entry in feedparser.parse(made[archive]).entries] for made in (before, after)]
    assert ids[0] == ids[1]


def test_what_was_withdrawn_is_taken_out_and_said_to_be_gone() -> None:
    """A tombstone with the id that the entry had (RFC 6721), and no entry."""
    with_it, without = files(line(4)), files(line(4, withdrawn=3))
    address = routes.atom_feed("privacy", "en")
    before, after = ({entry.id for entry in feedparser.parse(made[address]).entries} for made in (with_it, without))
    (gone,) = before - after
    assert f'<at:deleted-entry ref="{gone}" when="2026-01-05T00:00:00Z"'.encode() in without[address]
    value = json.loads(without[routes.json_feed("privacy", "en")])
    assert value["_deleted"] == [{"id": gone, "when": "2026-01-05T00:00:00Z"}]
    assert gone not in {item["id"] for item in value["items"]}


def test_the_feed_of_all_has_the_entries_of_each() -> None:
    """The same ids, the newest first, in every language."""
    made = files(line(4), line(3, "terms"))
    for locale in values.LOCALES:
        alone = {
            entry.id
            for policy in ("privacy", "terms")
            for entry in feedparser.parse(made[routes.atom_feed(policy, locale)]).entries
        }
        feed = feedparser.parse(made[routes.atom_feed("", locale)])
        assert not feed.bozo
        assert {entry.id for entry in feed.entries} == alone
        published = [entry.published for entry in feed.entries]
        assert published == sorted(published, reverse=True)
        assert [item["id"] for item in json.loads(made[routes.json_feed("", locale)])["items"]] == [
            entry.id for entry in feed.entries
        ]
