"""The parts of what a template is handed: instants, languages, standings, texts.

``lang`` is a language tag and ``dir`` a direction, both as HTML writes them. A ``href`` is ready for the
page it stands in.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from site_builder.fingerprints import named_for_now
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
    """A section; ``former`` has the anchors that it had under earlier ids. ``number`` may be empty.

    ``outdated``: it is foreign because an earlier wording was translated, and this one was not.
    """

    anchor: str
    former: tuple[str, ...]
    number: str
    title: str
    body: Html
    foreign: Tongue | None
    outdated: bool = False


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
    where that is earlier. ``ahead``: it was public before it bound anybody. ``overtaken`` is the version that
    keeps it from taking effect, or empty.
    ``ended``: it stopped being in force because the policy was retired.
    """

    label: str
    state: State
    published: When
    ahead: bool
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
class Prevailing:
    """The language of the text that prevails for an audience; an empty ``audience`` is everybody else."""

    audience: str
    foreign: Tongue | None
    language: Tongue


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationView:
    """What a reader of a translation must know of it.

    ``outdated``: what is shown in the governing language was translated in an earlier wording. ``last`` is the label
    of the last version before this one that stands whole in the page's language, ``last_href`` leads to it, and
    ``changes`` to what has changed since in the governing text; each may be empty. ``late`` is when the translation
    came, where the version had taken effect already. ``without`` is why the version went out without one.
    ``prevails`` says which text prevails where texts differ, if the policy declares it.
    """

    outdated: bool
    last: str
    last_href: str
    changes: str
    late: When | None
    without: str
    without_foreign: Tongue | None
    prevails: tuple[Prevailing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A part that stands in the governing language because its translation is ``outdated`` or ``missing``."""

    title: str
    href: str
    freshness: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationRow:
    """A version in a language; ``freshness`` is a word of ``model.version.Freshness``."""

    language: Language
    freshness: str
    waiting: tuple[Waiting, ...]
    without: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationTable:
    """A version in all its languages."""

    title: str
    foreign: Tongue | None
    standing: Standing
    href: str
    rows: tuple[TranslationRow, ...]


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


@named_for_now
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
class Step:
    """A version on the way from one to another, and what its author says that it changes, which may be nothing."""

    label: str
    summary: str
    foreign: Tongue | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RedlineView:
    """A redline. ``foreign`` where its words are in another language than the page's."""

    html: Html
    foreign: Tongue | None
