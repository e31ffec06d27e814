"""What a template is handed. Everything is settled here but words and markup; nothing is a dictionary.

``lang`` is a language tag and ``dir`` a direction, both as HTML writes them. A ``href`` is ready for the
page it stands in. What a page does not have is empty or None, and the template leaves it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from site_builder.markup import Html
from site_builder.model.policy import Publisher
from site_builder.model.timeline import State


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """An instant: ``iso`` for machines, ``words`` for the reader."""

    iso: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The page in another language. ``name`` is that language's own; ``href`` is empty for this page."""

    lang: str
    dir: str
    name: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """A language in which search engines find the page; absolute."""

    lang: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A ``<link>`` of the head; ``type`` and ``title`` may be empty."""

    rel: str
    href: str
    type: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every page has around its text. ``canonical`` is absolute, or empty for a page without."""

    lang: str
    dir: str
    site: str
    title: str
    description: str
    canonical: str
    noindex: bool
    home: str
    publisher: Publisher
    languages: tuple[Language, ...]
    alternates: tuple[Alternate, ...] = ()
    relations: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """A language that differs from the page's; ``name`` is its name for the page's readers."""

    lang: str
    dir: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A section; ``former`` has the anchors that it had under earlier ids. ``number`` may be empty."""

    anchor: str
    former: tuple[str, ...]
    number: str
    title: str
    body: Html
    foreign: Tongue | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView:
    """The text of a version in a locale; ``foreign`` where title and preamble are not in it."""

    title: str
    preamble: Html
    sections: tuple[SectionView, ...]
    foreign: Tongue | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a version stands and since when.

    ``inferred``: nobody declared when it took effect. ``new_users`` is when it binds those who come new,
    where that is earlier. ``overtaken`` is the version that keeps it from taking effect, or empty.
    ``ended``: it stopped being in force because the policy was retired.
    """

    label: str
    state: State
    published: When
    effective: When
    until: When | None
    inferred: bool
    new_users: When | None
    overtaken: str
    ended: bool


class Coverage(StrEnum):
    """How much of a text stands in the page's language, and who has read that."""

    ORIGINAL = "original"
    REVIEWED = "reviewed"
    UNREVIEWED = "unreviewed"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Where a policy's page leads. ``governing`` is the page in the governing locale, if that is another."""

    current: str
    history: str
    version: str
    download: str
    governing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that rules find to be changed: its level, and a sentence with the words of the text set apart."""

    level: str
    line: Html


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What rules find, the gravest first; ``more`` says how many are left out."""

    lines: tuple[Finding, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a version changes: its level, a sentence, and the page with the redline.

    ``level`` and ``href`` are empty for a first version; ``summary`` may be in ``foreign``. ``findings`` are those
    that are more than editorial.
    """

    level: str
    summary: str
    foreign: Tongue | None
    href: str
    findings: Findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A version that comes, and where to read it."""

    standing: Standing
    change: Change
    href: str


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
    links: Links
    in_force: bool
    permanent: str
    digest: str
    filename: str
    ends: When | None
    successor: str
    style: Html
    style_hash: str


class Amending(StrEnum):
    """What was declared about a version after it was published."""

    RESCHEDULED = "rescheduled"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """An amendment, when it was made, the new date where it sets one, and why."""

    kind: Amending
    at: When
    effective: When | None
    reason: str
    foreign: Tongue | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One version in a history. ``since`` leads to what has changed from it to the one in force, or is empty."""

    standing: Standing
    change: Change
    amendments: tuple[Amended, ...]
    href: str
    since: str


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
class RedlineView:
    """A redline. ``foreign`` where its words are in another language than the page's."""

    html: Html
    foreign: Tongue | None


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
    steps: tuple[Entry, ...]
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
