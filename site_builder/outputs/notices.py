"""What the app decides from: `current.json` for each policy, and `index.json` for all (DESIGN §6).

`tell = told < notice.min_told_revision` and `ask = accepted < acceptance.min_accepted_revision`. A
watermark of 0 asks nothing of anybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from site_builder import instants, routes
from site_builder.model.artifact import Artifact
from site_builder.model.policy import Audience, Mode, Site
from site_builder.model.timeline import Standing, State, Timeline
from site_builder.outputs import data
from site_builder.outputs.data import Value

_MODES = tuple(Mode)


def current_files(site: Site, timeline: Timeline) -> Iterator[Artifact]:
    """The file that an app polls for one policy."""
    address = routes.api_current(timeline.policy.id)
    yield data.artifact(address, "current", current(site, timeline))


def index_file(site: Site, timelines: Sequence[Timeline]) -> Artifact:
    """The file that an app with several policies polls: everything of their `current.json`."""
    policies: list[Value] = [current(site, timeline) for timeline in timelines]
    return data.artifact(routes.api_index(), "index", {"policies": policies})


def current(site: Site, timeline: Timeline) -> dict[str, Value]:
    """What is in force, what comes, and the watermarks of each audience."""
    shown = timeline.shown
    editions = shown.version.editions if shown else {}
    return {
        "policy": timeline.policy.id,
        "current": _version(timeline.in_force),
        "timeline": [_step(one) for one in (timeline.in_force, *timeline.coming) if one],
        "audiences": {audience.id: _audience(audience, timeline) for audience in site.audiences},
        "locales": {
            tag: {"status": str(editions[tag].status), "text_revision": editions[tag].text_revision}
            for tag in site.locales
            if tag in editions
        },
        "prevailing": dict(sorted(shown.version.policy.prevails.items())) if shown else {},
        "retired": _retired(timeline),
    }


def _retired(timeline: Timeline) -> Value:
    retired = timeline.policy.retired
    return {"on": instants.utc(retired.on), "successor": retired.successor or None} if retired else None


def _version(standing: Standing | None) -> Value:
    if standing is None:
        return None
    release = standing.version.release
    return {
        "version": release.label,
        "revision": release.revision,
        "digest": release.text,
        "level": str(release.level),
        "effective_at": instants.utc(release.effective),
        "inferred": [*sorted(release.inferred)],
    }


def _step(standing: Standing) -> Value:
    release = standing.version.release
    earlier = release.first_effective
    return {
        "revision": release.revision,
        "version": release.label,
        "effective_at": instants.utc(release.effective),
        "effective_new_users_at": instants.utc(earlier) if earlier < release.effective else None,
    }


def _audience(audience: Audience, timeline: Timeline) -> Value:
    told, mode = _watermark(audience, timeline, Mode.INFORM)
    accepted, action = _watermark(audience, timeline, Mode.ACKNOWLEDGE)
    in_force = timeline.in_force
    return {
        "notice": {"min_told_revision": told, "mode": str(mode)},
        "acceptance": {"min_accepted_revision": accepted, "mode": str(action)},
        # Who has no record begins with the text in force, as somebody who sees it for the first time.
        "baseline_revision": in_force.version.revision if in_force else 0,
    }


def _watermark(audience: Audience, timeline: Timeline, least: Mode) -> tuple[int, Mode]:
    """The newest public revision that asks at least ``least`` of the audience, and what it asks.

    The first version changes nothing for anybody, so it asks nothing.
    """
    bound = (State.IN_FORCE, State.SUPERSEDED)
    changes = [one.version.release for one in timeline.standings if one.comes or one.state in bound][1:]
    for release in reversed(changes):
        mode = audience.modes[release.level]
        if _MODES.index(mode) >= _MODES.index(least):
            return release.revision, mode
    return 0, Mode.SILENT
