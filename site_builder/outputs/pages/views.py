"""What the template of each page is handed. Everything is settled here but words and markup; nothing is a dictionary.

What a page does not have is empty or None, and the template leaves it out.
"""

from __future__ import annotations

from dataclasses import dataclass

from site_builder.markup import Html
from site_builder.outputs.pages.parts import (
    Change,
    Coming,
    Coverage,
    Entry,
    Findings,
    Frame,
    Links,
    RedlineView,
    Standing,
    Step,
    TextView,
    Tongue,
    TranslationTable,
    TranslationView,
    When,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyView:
    """A policy in force, a version, its download or its embedded form.

    ``permanent`` is the absolute address of this version in this language; ``digest`` names its text.
    ``in_force`` says whether the policy has a version in force that ``links.current`` leads to. ``change``
    says what the version changes, ``coming`` what comes next.
    """

    frame: Frame
    text: TextView
    standing: Standing
    change: Change
    coming: Coming | None
    coverage: Coverage
    partial: bool
    governing: Tongue | None
    translation: TranslationView
    links: Links
    in_force: bool
    permanent: str
    digest: str
    filename: str
    ends: When | None
    successor: str
    style: Html
    style_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryView:
    """All versions, the newest first. ``upcoming`` leads to what comes, or is empty."""

    frame: Frame
    title: str
    foreign: Tongue | None
    current: str
    upcoming: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesView:
    """What changed from one version to another.

    ``since`` says that the new one is the one in force; ``steps`` are the versions between, the newest first,
    and ``level`` is the highest of theirs. ``findings`` are about both texts as they are compared here.
    """

    frame: Frame
    title: str
    foreign: Tongue | None
    old: Standing
    new: Standing
    old_href: str
    new_href: str
    since: bool
    level: str
    findings: Findings
    steps: tuple[Step, ...]
    redline: RedlineView
    current: str
    history: str
    in_force: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OlderView:
    """The page of the versions that are too old for a redline of their own; ``entries`` are all past ones."""

    frame: Frame
    title: str
    foreign: Tongue | None
    current: str
    history: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UpcomingView:
    """What comes next: with a redline where there is a text before it, else the text itself.

    ``next`` is None where nothing comes; ``further`` is what comes behind it. ``now`` is in force meanwhile.
    ``version`` is the page of the next version's text, or empty.
    """

    frame: Frame
    title: str
    foreign: Tongue | None
    next: Coming | None
    now: Standing | None
    redline: RedlineView | None
    text: TextView | None
    coverage: Coverage
    further: tuple[Coming, ...]
    version: str
    current: str
    history: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyView:
    """A policy of which no version is in force or announced."""

    frame: Frame
    title: str
    foreign: Tongue | None
    history: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A policy in the index; ``rel`` is ``privacy-policy``, ``terms-of-service`` or empty."""

    title: str
    foreign: Tongue | None
    href: str
    history: str
    rel: str
    standing: Standing | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexView:
    """The policies of the site."""

    frame: Frame
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFoundView:
    """The page for an address that leads nowhere; served at any depth, so every link is absolute."""

    frame: Frame
    items: tuple[Item, ...]
    style: Html
    style_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusView:
    """What is translated, for translators."""

    frame: Frame
    tables: tuple[TranslationTable, ...]
