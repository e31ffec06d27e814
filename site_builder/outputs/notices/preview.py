"""What users will see of a version, on each channel and in each language, side by side: for whom to approve it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from site_builder import routes
from site_builder.locales import autonym, direction
from site_builder.model.artifact import Artifact
from site_builder.model.policy import Audience, Mode, Publisher
from site_builder.outputs.notices.channels import Message, push, size
from site_builder.outputs.notices.files import Desk, own_revisions
from site_builder.outputs.notices.messages import notice_message
from site_builder.outputs.notices.owed import Owed, owed
from site_builder.text import fitted

_TEMPLATE = "notice.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What ``base.html`` wants to know of a page; this one is for no search engine and has one language."""

    lang: str
    dir: str
    site: str
    title: str
    description: str
    home: str
    publisher: Publisher
    canonical: str = ""
    noindex: bool = True
    languages: tuple[str, ...] = ()
    alternates: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A message in one language: as a push message (cut where it must be), a banner, an e-mail."""

    lang: str
    dir: str
    name: str
    push_title: str
    push_body: str
    octets: int
    subject: str
    title: str
    lines: tuple[tuple[str, str, str], ...]
    facts: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What one audience sees: in which mode, and in every language."""

    audience: str
    mode: str
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewView:
    """The page of a version; ``audiences`` are those that are told anything."""

    frame: Frame
    policy: str
    label: str
    version: str
    audiences: tuple[Group, ...]


def preview_pages(desk: Desk) -> Iterator[Artifact]:
    """A page for each version that anybody is told of and that is not too old for a notice."""
    if not desk.theme.has(_TEMPLATE):
        return
    recent = own_revisions(desk.site, desk.timeline)
    lines = {audience.id: owed(audience, desk.timeline, desk.told) for audience in desk.site.audiences}
    for revision in recent:
        asking = [
            (audience, one)
            for audience in desk.site.audiences
            for one in lines[audience.id]
            if one.revision == revision and one.asks
        ]
        if asking:
            yield _page(desk, asking)


def _page(desk: Desk, asking: list[tuple[Audience, Owed]]) -> Artifact:
    site, locale = desk.site, desk.site.default_locale
    release = asking[0][1].standing.version.release
    address = routes.notice_preview(desk.policy, release.label)

    def link(to: str) -> str:
        return routes.relative(address, to=to)

    voice = desk.voice(locale)
    heading = voice.words.gettext("What users will see")
    policy = voice.titled(asking[0][1].standing.version)
    view = PreviewView(
        frame=Frame(
            lang=locale,
            dir=direction(locale),
            site=site.title[locale],
            title=f"{heading} · {policy} · {release.label}",
            description=heading,
            home=link(routes.home()),
            publisher=site.publisher,
        ),
        policy=policy,
        label=release.label,
        version=link(routes.version(desk.policy, release.label)),
        audiences=tuple(_group(desk, audience, one) for audience, one in asking),
    )
    return Artifact(path=routes.file_of(address), body=desk.theme.render(_TEMPLATE, view, locale=locale, link=link))


def _group(desk: Desk, audience: Audience, one: Owed) -> Group:
    sheets = tuple(
        _sheet(desk, notice_message(desk, desk.voice(locale), audience, one), one.mode) for locale in desk.site.locales
    )
    return Group(audience=audience.id, mode=str(one.mode), sheets=sheets)


def _sheet(desk: Desk, message: Message, mode: Mode) -> Sheet:
    pushed = push(message)
    return Sheet(
        lang=message.locale,
        dir=direction(message.locale),
        name=autonym(message.locale),
        push_title=pushed.title,
        push_body=pushed.body,
        octets=max(size(one["payload"]) for one in pushed.sent.values()),
        subject=fitted(message.title, characters=78, octets=312),
        title=message.title,
        lines=tuple((line.text, line.lang, line.dir) for line in message.lines if line.text),
        facts=message.facts,
        links=message.links,
        actions=tuple(words for name, words in desk.voice(message.locale).actions(mode).items() if name != "read"),
    )
