"""What a pull request would change for readers: facts and opinions that ``gate`` gathers and ``outputs`` words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from site_builder.model.change import Comparison
from site_builder.model.finding import Finding, Judgement
from site_builder.model.policy import Audience, Level, Policy
from site_builder.model.release import ChangeRecord, Release
from site_builder.model.version import Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Two texts compared and judged. ``changed`` has the ids of the sections that differ, in reading order.

    A section that only got another number is not among them: its number follows from its place. Title and
    preamble are ``index``. ``formerly`` has the old ids of a section by its present one.
    """

    comparison: Comparison
    judgement: Judgement
    changed: tuple[str, ...]
    findings: Mapping[str, tuple[Finding, ...]]
    formerly: Mapping[str, tuple[str, ...]]

    def level(self, section: str) -> Level:
        """How much what differs in a section matters."""
        return max((one.level for one in self.findings.get(section, ())), default=Level.EDITORIAL)

    def names(self, section: str) -> frozenset[str]:
        """The ids by which a section may be meant: its own, and those that it had before."""
        return frozenset({section, *self.formerly.get(section, ())})


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """A section that readers know otherwise, and the unreleased change records that say so.

    ``level`` is what the rules find between what was released and the draft; ``here`` is what they find in
    what this pull request changes, or None where it leaves the section alone.
    """

    section: str
    level: Level
    here: Level | None
    records: tuple[ChangeRecord, ...]
    is_told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A release that is not public yet. ``against`` are the versions that it supersedes at any time, judged.

    ``earliest`` is the first midnight at which it may take effect if the next build publishes it. ``path`` is its
    file. ``is_history`` says that it was inferred, came with a policy that the base does not have, and is in force
    already.
    """

    release: Release
    path: str
    version: Version | None
    against: tuple[tuple[Version, Judged], ...]
    earliest: datetime
    is_history: bool

    @property
    def level(self) -> Level:
        """The highest level that the rules find."""
        return max((one.judgement.level for _, one in self.against), default=Level.EDITORIAL)

    @property
    def is_exempt(self) -> bool:
        """The first version changes nothing for anybody, and imported history was told of when it was made."""
        return self.release.revision == 1 or self.is_history


@dataclass(frozen=True, slots=True, kw_only=True)
class DateChange:
    """What a pull request does to the dates of a version: as they were, and as they would be.

    An empty text stands for a version that is not there. ``reason`` is given where the version itself was
    rescheduled or withdrawn.
    """

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Everything that is to be said of one policy.

    ``released`` is the newest version that the base has; ``edit`` is what differs between the base and the
    work tree, None where nothing does; ``draft`` what differs between ``released`` and the work tree.
    ``changes`` are all change records of the work tree.
    ``incomplete`` are the required locales without a translation of the present text, by section.
    """

    policy: Policy
    folder: str
    audiences: tuple[Audience, ...]
    released: Version | None
    edit: Judged | None
    draft: Judged | None
    touched: tuple[Touched, ...]
    proposals: tuple[Proposal, ...]
    dates: tuple[DateChange, ...]
    incomplete: Mapping[str, tuple[str, ...]]
    changes: tuple[ChangeRecord, ...]
    digest: str
    next_revision: int
    earliest: Mapping[Level, datetime]

    @property
    def is_silent(self) -> bool:
        """Whether nothing changes for readers; of a text that cannot be read nobody can say so."""
        return bool(self.digest) and not (self.edit or self.proposals or self.dates)

    @property
    def is_first(self) -> bool:
        """Whether a first version is proposed: it changes nothing for anybody."""
        return bool(self.proposals) and all(one.release.revision == 1 for one in self.proposals)

    @property
    def level(self) -> Level:
        """The level of what users would be told: the highest of the proposed releases and of the draft."""
        found = [one.level for one in self.proposals] + [one.level for one in self.touched]
        return max(found, default=self.edit.judgement.level if self.edit else Level.EDITORIAL)
