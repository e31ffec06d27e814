"""The order of work of an adoption: follow files, choose ids, make each version, write down what was decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from site_builder.adopt import layout, mapping, report
from site_builder.adopt.making import History, Made
from site_builder.adopt.mapping import Decided
from site_builder.adopt.names import policy_ids
from site_builder.adopt.past import DAY, Moment, Past, furniture
from site_builder.adopt.trails import Station, Trail, follow, grouped, selected
from site_builder.problems import Place, Problem, ProblemError, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What somebody asked for: patterns of paths, paths with the ids of their policies, and the window."""

    select: tuple[str, ...] = ()
    policies: Mapping[str, str] = field(default_factory=dict)
    window: timedelta = DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What earlier adoptions left: decisions, their last moments, and the texts of each policy's revisions.

    ``files`` has what stands below ``adopted/`` and in the settings now. ``goes_on`` says that there is a
    repository already.
    """

    decided: tuple[Decided, ...] = ()
    adoptions: tuple[str, ...] = ()
    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    goes_on: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """Files to be committed by path (None: to be removed), with a message and an instant."""

    message: str
    at: datetime
    files: Mapping[str, str | None]


class Adoption:
    """One adoption. ``commits`` does the work; afterwards the rest says what came of it."""

    def __init__(self, past: Past, wishes: Wishes, earlier: Earlier) -> None:
        self.past = past
        self.wishes = wishes
        self.earlier = earlier
        self.problems: list[Problem] = []
        self.histories: tuple[History, ...] = ()
        self.made = 0
        self._trails: list[Trail] = []

    def commits(self) -> Iterator[Commit]:
        """The commits that are new, the oldest first.

        Raises:
            ProblemError: where there is nothing to adopt, or where what was adopted would change.
        """
        self._trails = follow(self.past, self.wishes.policies)
        chosen = selected(self._trails, self.wishes.select, self.wishes.policies)
        if not chosen:
            raise ProblemError([_nothing(self._trails)])
        self.histories = tuple(self._histories(chosen))
        languages = self._languages()
        first = self.past.moments[self.histories[0].trail.stations[0].moment]
        last = self.past.moments[-1]
        changed = self._changed(layout.settings(languages))
        if changed:
            yield Commit(message="Settings of an adopted site", at=first.at, files=changed)
        yield from self._versions()
        records = self._changed(self._records(last))
        if records:
            yield Commit(message="Write down what was decided", at=last.at, files=records)

    def _histories(self, chosen: Sequence[Trail]) -> Iterator[History]:
        settled = {path: one for one in self.earlier.decided for path in one.paths}
        given = {
            trail.path: name
            for trail in chosen
            for name in [
                next((self.wishes.policies[path] for path in trail.paths if path in self.wishes.policies), "")
                or next((settled[path].policy for path in reversed(trail.paths) if path in settled), "")
            ]
            if name
        }
        ids = policy_ids((trail.path for trail in chosen), given)
        twice = [one for one, count in Counter(ids[trail.path] for trail in chosen).items() if count > 1]
        if twice:
            raise ProblemError([_twice(one, [t.path for t in chosen if ids[t.path] == one]) for one in twice])
        by_id = {one.policy: one for one in self.earlier.decided}
        for trail in sorted(chosen, key=lambda one: (one.stations[0].moment, ids[one.path])):
            name = ids[trail.path]
            decided = by_id.get(name)
            known = self.earlier.texts.get(name, ())
            yield History(name=name, trail=trail, past=self.past, decided=decided, known=known)

    def _languages(self) -> tuple[str, ...]:
        counts = Counter(history.locale for history in self.histories)
        by_number = sorted(counts, key=lambda tag: (-counts[tag], tag))
        return tuple(dict.fromkeys((*self.earlier.languages, *by_number)))

    def _versions(self) -> Iterator[Commit]:
        ids = {moment.id: index for index, moment in enumerate(self.past.moments)}
        borders = [ids[one] for one in self.earlier.adoptions if one in ids]
        if len(borders) < len(self.earlier.adoptions):
            raise ProblemError([_rewritten(self.earlier.adoptions[-1])])
        seen = max(borders, default=-1)
        stations = sorted(
            (
                (station.moment, history.name, number, station, history)
                for history in self.histories
                for number, station in enumerate(grouped(history.trail, self.past, self.wishes.window, borders))
            ),
            key=lambda one: one[:3],
        )
        policies: dict[str, str] = {}
        for index, name, _, station, history in stations:
            policies[station.path] = name
            made = self._made(history, station, policies)
            if made is None:
                continue
            is_new = index > seen if borders else made.revision > len(history.known)
            if is_new:
                self.made += made.is_version
                yield Commit(message=made.message, at=self.past.moments[index].at, files=made.files)

    def _made(self, history: History, station: Station, policies: Mapping[str, str]) -> Made | None:
        try:
            return history.step(station, policies)
        except (AssertionError, ValueError) as error:
            self.problems.append(_failed(station, self.past.moments[station.moment], error))
            return None

    def _records(self, last: Moment) -> dict[str, str]:
        files: dict[str, str] = {}
        for history in self.histories:
            files |= mapping.mapping_files(history.decided_now())
        adoptions = tuple(dict.fromkeys((*self.earlier.adoptions, last.id)))
        left = {trail.path for trail in self._trails} - {history.trail.path for history in self.histories}
        paths = {path for moment in self.past.moments for path in moment.changes}
        passed = {path: why for path in paths if (why := furniture(path))} | dict.fromkeys(left, "not selected")
        files[mapping.SOURCE_FILE] = mapping.source_file(adoptions)
        files[mapping.REPORT_FILE] = report.written(self.histories, passed, self.problems)
        return dict(sorted(files.items()))

    def _changed(self, files: Mapping[str, str]) -> dict[str, str | None]:
        before = self.earlier.files
        changed: dict[str, str | None] = {path: body for path, body in files.items() if before.get(path) != body}
        if any(path.startswith(mapping.FOLDER) for path in files):
            changed |= {path: None for path in before if path.startswith(mapping.FOLDER) and path not in files}
        return changed


def _nothing(trails: Sequence[Trail]) -> Problem:
    known = ", ".join(trail.path for trail in trails[:5])
    hint = (
        f"--select takes patterns of paths, such as `*.md`; the source has {known}"
        if known
        else ("the source needs files that end with .md or .txt")
    )
    return Problem(code="PS-531", message="there is no text to adopt", place=Place(""), hint=hint)


def _twice(name: str, paths: Sequence[str]) -> Problem:
    return Problem(
        code="PS-532",
        message=f"`{name}` would be the id of {' and '.join(paths)}",
        place=Place(""),
        hint="name them apart with --policy ID=PATH; two paths of one text follow each other and are not there at once",
    )


def _rewritten(moment: str) -> Problem:
    return Problem(
        code="PS-533",
        message=f"the source does not have {moment} any more, up to which it was adopted",
        place=Place(""),
        hint="its history was rewritten: adopt it into a new folder",
        severity=Severity.INTEGRITY,
    )


def _failed(station: Station, moment: Moment, error: Exception) -> Problem:
    return Problem(
        code="PS-700",
        message=f"the text of {moment.id[:12]} did not pass its own proof and is left out: {error}",
        place=Place(station.path),
        hint="this is a fault of site-builder: report it with the file",
        severity=Severity.INTEGRITY,
    )
