"""One policy's versions, made one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from site_builder import config
from site_builder.adopt import layout
from site_builder.adopt.datelines import Kind, Stated
from site_builder.adopt.dating import Dates, dates_of, said_by
from site_builder.adopt.fitting import fit, fit_title
from site_builder.adopt.identity import Sections
from site_builder.adopt.language import locale_of
from site_builder.adopt.layout import Laid
from site_builder.adopt.mapping import Decided
from site_builder.adopt.names import free, label_of
from site_builder.adopt.past import Past
from site_builder.adopt.plaintext import is_plain, read_plain
from site_builder.adopt.reading import Source, is_text, read_source
from site_builder.adopt.sections import Divided, divide
from site_builder.adopt.steps import Notes
from site_builder.adopt.targets import Targets, anchors_of
from site_builder.adopt.trails import Station, Trail
from site_builder.compare import compare
from site_builder.markup.loose import parse_loose
from site_builder.materiality import judge
from site_builder.model.policy import Level
from site_builder.model.prose import Blocks, Document, Numbering, Section
from site_builder.problems import Place, Problem, ProblemError, Severity
from site_builder.text import plain_blocks, section_digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A version, or the end of a policy, as files of a commit."""

    revision: int
    message: str
    files: Mapping[str, str | None]
    is_version: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A version as the report lists it."""

    revision: int
    label: str
    level: Level
    source: str
    dates: Dates
    sections: int


class History:
    """The versions of one policy so far. ``known`` has the texts that earlier adoptions made, by revision."""

    def __init__(self, *, name: str, trail: Trail, past: Past, decided: Decided | None, known: Sequence[str]) -> None:
        self.name = name
        self.trail = trail
        self.past = past
        self.known = known
        self.notes = Notes()
        self.lines: list[Line] = []
        self.unchanged = 0
        self.unread: list[str] = []
        self.ended: datetime | None = None
        self.locale = decided.locale if decided else self._locale()
        self._decided = decided
        self._sections = Sections(decided.headings if decided else ())
        self._labels: set[str] = set()
        self._document: Document | None = None
        self._files: dict[str, str] = {}

    def _locale(self) -> str:
        """The language of the last text."""
        for station in reversed(self.trail.stations):
            source = self._source(station, Notes())
            if source is not None:
                keys = source.keys
                said = keys.get("lang") or keys.get("language") or keys.get("locale") or ""
                return locale_of((source.text,), said)
        return "en"

    def decided_now(self) -> Decided:
        """What was decided of it."""
        before = self._decided.paths if self._decided else ()
        paths = tuple(dict.fromkeys((*before, *self.trail.paths)))
        headings = tuple(self._sections.named)
        return Decided(policy=self.name, locale=self.locale, paths=paths, headings=headings)

    def step(self, station: Station, policies: Mapping[str, str]) -> Made | None:
        """What a station makes of the policy; None where readers see nothing new.

        Raises:
            ProblemError: where what was adopted earlier would come out otherwise.
            AssertionError, ValueError: where a text does not pass its proof.
        """
        moment = self.past.moments[station.moment]
        if station.entry is None:
            return self._end(moment.at)
        divided, said = self._divided(station)
        if divided is None:
            self.unread.append(moment.id)
            return None
        revision = len(self.lines) + 1
        ids = self._sections.next(divided.parts, revision)
        targets = Targets(path=station.path, anchors=anchors_of(divided, ids), policies=policies)
        laid = self._laid(divided, ids, targets)
        if self._document is not None and laid.document == self._document and self.ended is None:
            self.unchanged += 1
            return None
        if revision <= len(self.known) and self.known[revision - 1] != laid.digest:
            raise ProblemError([self._otherwise(revision, station)])
        dates = dates_of(said, moment, self.lines[-1].dates if self.lines else None, self.notes)
        return self._version(revision, laid, dates, station)

    def _source(self, station: Station, notes: Notes) -> Source | None:
        if station.entry is None:
            return None
        data = self.past.read([station.entry.blob])[station.entry.blob]
        return read_source(data, notes) if is_text(data) else None

    def _divided(self, station: Station) -> tuple[Divided | None, Mapping[Kind, Stated]]:
        """The text of a station and what it says of its dates; None where there is none."""
        source = self._source(station, self.notes)
        if source is None:
            return None, {}
        plain = is_plain(source.text, station.path)
        blocks = read_plain(source.text, self.notes) if plain else parse_loose(source.text)
        if not any(words.strip() for words in plain_blocks(blocks)):
            return None, {}
        otherwise = source.keys.get("title") or label_of(station.path).rpartition("/")[2].replace("-", " ")
        divided = divide(blocks, otherwise.strip() or self.name, self.notes)
        return divided, said_by(divided, source.keys)

    def _laid(self, divided: Divided, ids: Sequence[str], targets: Targets) -> Laid:
        def fitted(blocks: Blocks) -> Blocks:
            return fit(blocks, targets.resolve, self.notes)

        return layout.lay_out(
            self.name,
            self.locale,
            (fit_title(divided.title, self.notes), fitted(divided.preamble)),
            [
                (name, fit_title(part.title, self.notes), fitted(part.blocks))
                for name, part in zip(ids, divided.parts, strict=True)
            ],
            numbered=divided.numbered,
        )

    def _version(self, revision: int, laid: Laid, dates: Dates, station: Station) -> Made:
        before, document = self._document, laid.document
        level = judge(compare(before, document), self.locale).level if before else Level.MATERIAL
        changed = _changed(before, document) if before else None
        label = free(dates.effective.date().isoformat(), self._labels)
        self._labels.add(label)
        moment = self.past.moments[station.moment]
        origin = f"Adopted from {station.path}" + (f" ({moment.id})" if moment.id != station.path else "")
        summary = layout.summary_of(self.locale, changed)
        release = layout.release_file(revision, laid.digest, dates, level, summary, origin)
        line = Line(
            revision=revision,
            label=label,
            level=level,
            source=moment.id,
            dates=dates,
            sections=len(document.sections),
        )
        self.lines.append(line)
        self._document, self.ended = document, None
        files = self._replaced(laid.files)
        files[f"{layout.folder_of(self.name)}/{config.RELEASES}/{label}.yaml"] = release
        return Made(revision=revision, message=f"{self.name}: version {label} (revision {revision})", files=files)

    def _replaced(self, files: Mapping[str, str]) -> dict[str, str | None]:
        """What changes in the policy's folder where these are its files."""
        folder = layout.folder_of(self.name)
        changed: dict[str, str | None] = {
            f"{folder}/{name}": body for name, body in files.items() if self._files.get(name) != body
        }
        changed |= {f"{folder}/{name}": None for name in self._files if name not in files}
        self._files = dict(files)
        return changed

    def _end(self, at: datetime) -> Made | None:
        """The policy as it is once its text was taken away; nothing where it never had one."""
        if self._document is None or self.ended is not None:
            return None
        self.ended = max(at, self.lines[-1].dates.effective)
        source = layout.policy_file(
            self.name,
            self.locale,
            [section.id for section in self._document.sections],
            numbered=self._document.numbering is Numbering.DECIMAL,
            ended=self.ended,
        )
        files = self._replaced({**self._files, config.POLICY_FILE: source})
        revision = len(self.lines)
        message = f"{self.name}: its text was taken away"
        return Made(revision=revision, message=message, files=files, is_version=False)

    def _otherwise(self, revision: int, station: Station) -> Problem:
        return Problem(
            code="PS-534",
            message=f"revision {revision} of {self.name} was adopted with another text than it would have now",
            place=Place(station.path),
            hint="what was adopted stays; to adopt with other ids or a newer site-builder, take a new folder",
            severity=Severity.INTEGRITY,
        )


def _changed(before: Document, after: Document) -> list[str]:
    """The titles of what differs, as the text has them now; of what is gone, as it had them."""
    old = {section.id: section for section in before.sections}
    new = {section.id: section for section in after.sections}
    titles = [after.title] if (before.title, before.preamble) != (after.title, after.preamble) else []
    titles += [one.title for one in after.sections if not _is_same(old.get(one.id), one)]
    titles += [one.title for one in before.sections if one.id not in new]
    return list(dict.fromkeys(titles)) or [after.title]


def _is_same(one: Section | None, other: Section) -> bool:
    return one is not None and section_digest(one) == section_digest(other)
