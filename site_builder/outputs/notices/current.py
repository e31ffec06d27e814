"""What the app decides from: `current.json` for each policy, and `index.json` for all (DESIGN §6).

`tell = told < notice.min_told_revision` and `ask = accepted < acceptance.min_accepted_revision`. A
watermark of 0 asks nothing of anybody. The files are polled often, so they have no white space.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from site_builder import instants, routes
from site_builder.model.artifact import Artifact
from site_builder.model.policy import Audience, Mode
from site_builder.model.timeline import Standing, State, Timeline
from site_builder.outputs import data
from site_builder.outputs.data import Value
from site_builder.outputs.notices.files import Desk, own_revisions
from site_builder.outputs.notices.owed import baseline, by_mode, cancelled, owed, watermark
from site_builder.problems import Place, Problem, Severity

# Some apps poll over metered lines, so an answer is to fit in two packets (DESIGN §5).
LIMIT = 3_072
# A promise that was broken is told for so long; later nobody is waiting for it.
_CANCELLED = 8


def current_files(desk: Desk) -> Iterator[Artifact | Problem]:
    """The file that an app polls for one policy, and a warning where it has become too large."""
    made = data.compact(routes.api_current(desk.policy), "current", current(desk))
    yield made
    if len(made.body) > LIMIT:
        yield Problem(
            code="PS-331",
            message=f"{made.path} has {len(made.body):,} bytes, more than {LIMIT:,}",
            place=Place("content/site.yaml"),
            hint="serve fewer locales or audiences",
            severity=Severity.WARNING,
        )


def index_file(currents: Iterable[Mapping[str, Value]]) -> Artifact:
    """The file that an app with several policies polls: everything of their `current.json`."""
    policies: list[Value] = [dict(one) for one in currents]
    return data.compact(routes.api_index(), "index", {"policies": policies})


def current(desk: Desk) -> dict[str, Value]:
    """What is in force, what comes, and the watermarks of each audience."""
    site, timeline = desk.site, desk.timeline
    shown = timeline.shown
    editions = shown.version.editions if shown else {}
    return {
        "policy": timeline.policy.id,
        "stream": desk.told.stream,
        "entry": desk.told.entry,
        "current": _version(timeline.in_force),
        "timeline": [_step(one) for one in (timeline.in_force, *timeline.coming) if one],
        "cancelled": [_cancelled(one) for one in cancelled(timeline)[-_CANCELLED:]],
        "audiences": {audience.id: _audience(audience, desk) for audience in site.audiences},
        "oldest_notice_revision": min(own_revisions(site, timeline)),
        "locales": {
            tag: {"status": str(editions[tag].status), "text_revision": editions[tag].text_revision}
            for tag in site.locales
            if tag in editions
        },
        "prevailing": dict(sorted(shown.version.policy.prevails.items())) if shown else {},
        "retired": _retired(timeline),
    }


def _cancelled(standing: Standing) -> Value:
    gone = State.WITHDRAWN if standing.state is State.WITHDRAWN else State.REPLACED
    return {"revision": standing.version.revision, "state": str(gone)}


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


def _audience(audience: Audience, desk: Desk) -> Value:
    line = owed(audience, desk.timeline, desk.told)
    told, mode = watermark(line, Mode.INFORM)
    accepted, action = watermark(line, Mode.ACKNOWLEDGE)
    return {
        "notice": {"min_told_revision": told, "mode": str(mode)},
        "acceptance": {"min_accepted_revision": accepted, "mode": str(action)},
        # Who skipped several versions owes the highest of what they ask.
        "by_mode": {str(mode): revision for mode, revision in by_mode(line).items()},
        # Who has no record begins with the text in force, as somebody who sees it for the first time.
        "baseline_revision": baseline(desk.timeline),
    }
