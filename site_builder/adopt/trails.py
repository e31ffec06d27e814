"""Files followed through their renames: which of them were one policy all along."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from fnmatch import fnmatchcase

from site_builder.adopt.past import Moment, Past, furniture
from site_builder.adopt.reading import is_text, read_source
from site_builder.adopt.steps import Notes
from site_builder.model.revision import Entry
from site_builder.text import words

_FILES = ("100644", "100755")
# A file that comes where another one goes is that one, if they have so much of their words in common.
_LEAST_ALIKE = 0.6
# A file that was gone may come back under another name within this time.
_GONE_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Station:
    """What a text was from a moment on, and where it stood; it was gone where there is no entry."""

    moment: int
    path: str
    entry: Entry | None


@dataclass(slots=True)
class Trail:
    """One text through time, by all the paths that it had."""

    paths: list[str]
    stations: list[Station] = field(default_factory=list)

    @property
    def path(self) -> str:
        """The last path."""
        return self.paths[-1]

    @property
    def entry(self) -> Entry | None:
        """The bytes at its last station."""
        return self.stations[-1].entry


def follow(past: Past, joined: Mapping[str, str]) -> list[Trail]:
    """Every text of a source. ``joined`` maps paths to a policy: what has the same one is the same text."""
    walk = _Walk(past, joined)
    for index, moment in enumerate(past.moments):
        walk.step(index, moment)
    return walk.trails


def selected(trails: Iterable[Trail], globs: Sequence[str], named: Iterable[str]) -> list[Trail]:
    """The texts whose last path one of the patterns matches (all where there are none), or that were named."""
    wanted = set(named)
    return [
        trail
        for trail in trails
        if wanted.intersection(trail.paths) or not globs or any(fnmatchcase(trail.path, one) for one in globs)
    ]


class _Walk:
    """The trails so far, and where each stands now."""

    def __init__(self, past: Past, joined: Mapping[str, str]) -> None:
        self.past = past
        self.joined = joined
        self.trails: list[Trail] = []
        self.here: dict[str, Trail] = {}
        self.bags: dict[str, Counter[str]] = {}

    def step(self, index: int, moment: Moment) -> None:
        gone: list[Trail] = []
        come: dict[str, Entry] = {}
        for path, entry in sorted(moment.changes.items()):
            kept = entry is not None and entry.mode in _FILES
            trail = self.here.get(path)
            if trail is not None and kept:
                trail.stations.append(Station(index, path, entry))
            elif trail is not None:
                gone.append(self.here.pop(path))
            elif kept and entry is not None and not furniture(path):
                come[path] = entry
        for path, trail in self._renamed(gone, come, moment).items():
            if path not in trail.paths or trail.path != path:
                trail.paths.append(path)
            trail.stations.append(Station(index, path, come.pop(path)))
            self.here[path] = trail
        for trail in gone:
            if trail not in self.here.values():
                trail.stations.append(Station(index, trail.path, None))
        for path, entry in come.items():
            trail = Trail([path], [Station(index, path, entry)])
            self.trails.append(trail)
            self.here[path] = trail

    def _renamed(self, gone: Sequence[Trail], come: Mapping[str, Entry], moment: Moment) -> dict[str, Trail]:
        """What came, with the trail that it goes on."""
        if not come:
            return {}
        found: dict[str, Trail] = {}
        absent = [one for one in self.trails if one not in gone and one.entry is None]
        lately = [one for one in absent if moment.at - self.past.moments[one.stations[-1].moment].at <= _GONE_FOR]
        for path in come:
            same = [t for t in (*gone, *absent) if path in t.paths or self._is_joined(path, t)]
            if same and not any(same[-1] is one for one in found.values()):
                found[path] = same[-1]
        scores = [
            (-score, path, number, trail)
            for path, entry in come.items()
            if path not in found and path not in self.joined
            for number, trail in enumerate((*gone, *lately))
            if (score := self._alike(trail, entry)) >= _LEAST_ALIKE
        ]
        for _, path, _, trail in sorted(scores, key=lambda one: one[:3]):
            if path not in found and not any(trail is one for one in found.values()):
                found[path] = trail
        return found

    def _is_joined(self, path: str, trail: Trail) -> bool:
        return path in self.joined and any(self.joined.get(one) == self.joined[path] for one in trail.paths)

    def _alike(self, trail: Trail, entry: Entry) -> float:
        before = next(one.entry for one in reversed(trail.stations) if one.entry is not None)
        if before.blob == entry.blob:
            return 2.0
        one, two = self._bag(before.blob), self._bag(entry.blob)
        return 2 * (one & two).total() / max(1, one.total() + two.total())

    def _bag(self, blob: str) -> Counter[str]:
        if blob not in self.bags:
            data = self.past.read([blob])[blob]
            text = read_source(data, Notes()).text if is_text(data) else ""
            self.bags[blob] = Counter(word for word in words(text) if not word.isspace())
        return self.bags[blob]


def grouped(trail: Trail, past: Past, window: timedelta, borders: Iterable[int]) -> Iterator[Station]:
    """The stations that count: of those within a window, from its first on, the last.

    No window reaches over a border, the last moment of an earlier adoption: what was adopted stays.
    """
    ends = sorted(borders)
    first = 0
    for number, station in enumerate(trail.stations):
        if number + 1 < len(trail.stations):
            following = trail.stations[number + 1].moment
            apart = past.moments[following].at - past.moments[trail.stations[first].moment].at
            if apart < window and not any(station.moment <= end < following for end in ends):
                continue
        yield station
        first = number + 1
