"""What is around the text of every page: addresses as the page sees them, languages, relations, dates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from site_builder import routes
from site_builder.locales import autonym, begins_a_day, best, direction, instant, name_in
from site_builder.model.policy import Site
from site_builder.outputs.pages.parts import Alternate, Frame, Language, Relation, Tongue, When

# Makes the address of a page from a locale; an empty one is the address without a locale.
AddressOf = Callable[[str], str]
_DESCRIPTION = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A page in a language. It links relative to itself, or, where it may be anywhere, absolutely."""

    site: Site
    address: str
    locale: str
    absolute: bool = False

    def link(self, to: str) -> str:
        """The address ``to`` as a link in this page; a place in this page is only its fragment."""
        path, _, fragment = to.partition("#")
        if path == self.address and fragment:
            return f"#{fragment}"
        if self.absolute:
            return routes.absolute(self.site.base_url, to)
        return routes.relative(self.address, to=to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One page in its languages.

    ``own`` makes its addresses, ``canonical`` those of the page that it is the same as. ``locales`` are all
    that it has, ``spoken`` those in which a search engine should find it.
    """

    own: AddressOf
    canonical: AddressOf
    locales: tuple[str, ...]
    spoken: tuple[str, ...]


def short(site: Site, locale: str) -> str:
    """The locale as an address names it where it can: the default one goes unnamed."""
    return "" if locale == site.default_locale else locale


def frame(
    spot: Spot,
    kind: Kind,
    *,
    title: str,
    description: str,
    noindex: bool = False,
    relations: Sequence[Relation] = (),
) -> Frame:
    """The frame of a page. Its canonical address is the one in the language that it really speaks."""
    site, locale = spot.site, spot.locale
    speaks = locale if locale in kind.spoken or not kind.spoken else kind.spoken[0]
    name = pick(site.title, locale, site.default_locale)
    return Frame(
        lang=locale,
        dir=direction(locale),
        site=name,
        title=title if title == name else f"{title} · {name}",
        description=shortened(description),
        canonical=canonical(site, kind, speaks),
        noindex=noindex,
        home=spot.link(routes.home(short(site, locale))),
        publisher=site.publisher,
        languages=tuple(language(one, "" if one == locale else spot.link(kind.own(one))) for one in kind.locales),
        alternates=() if noindex else alternates(site, kind),
        relations=tuple(relations),
    )


def canonical(site: Site, kind: Kind, locale: str) -> str:
    """The absolute address under which a page should be known."""
    return routes.absolute(site.base_url, kind.canonical(short(site, locale)))


def alternates(site: Site, kind: Kind) -> tuple[Alternate, ...]:
    """The page in each language that it speaks, and where readers of others go; nothing for one language."""
    if len(kind.spoken) < 2:
        return ()
    spoken = [Alternate(lang=one, href=canonical(site, kind, one)) for one in kind.spoken]
    fallback = site.default_locale if site.default_locale in kind.spoken else kind.spoken[0]
    default = Alternate(lang="x-default", href=canonical(site, kind, fallback))
    return (*spoken, default)


def language(locale: str, href: str) -> Language:
    """A link to a page in another language, for its own speakers."""
    return Language(lang=locale, dir=direction(locale), name=autonym(locale), href=href)


def tongue(locale: str, reader: str) -> Tongue | None:
    """What to say of words in ``locale`` on a page in ``reader``; None where they are the same."""
    if locale == reader:
        return None
    return Tongue(lang=locale, dir=direction(locale), name=name_in(locale, reader))


def when(at: datetime, locale: str, site: Site) -> When:
    """An instant for readers of a locale; the first of a day in the site's zone is that day."""
    day = at.astimezone(ZoneInfo(site.time_zone)).date().isoformat()
    iso = day if begins_a_day(at, site.time_zone) else at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return When(iso=iso, words=instant(at, locale, site.time_zone))


def pick(words: Mapping[str, str], locale: str, default: str) -> str:
    """The nearest of the words for a reader of a locale, else those in the default locale, else none."""
    nearest = best(locale, words) or best(default, words)
    return words[nearest] if nearest else ""


def shortened(text: str) -> str:
    """A description for search results: whole, or cut at a word with an ellipsis."""
    if len(text) <= _DESCRIPTION:
        return text
    cut = text[:_DESCRIPTION]
    return f"{cut.rpartition(' ')[0] or cut}…"
