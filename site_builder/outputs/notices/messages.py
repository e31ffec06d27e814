"""What to send: of each version that is news to somebody, and of each correction, on every channel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from site_builder import instants, routes
from site_builder.model.artifact import Artifact
from site_builder.model.policy import Audience, Mode, Site
from site_builder.model.release import Reschedule, Withdrawal
from site_builder.model.timeline import Standing, Timeline
from site_builder.outputs import data
from site_builder.outputs.data import Value
from site_builder.outputs.notices.channels import Message, channels
from site_builder.outputs.notices.files import Desk, about, changes_address, corrections, expires, reason
from site_builder.outputs.notices.owed import Owed, notice_id, owed
from site_builder.outputs.notices.words import Spoken, Voice, correction_words, effect, group_title, notice_title
from site_builder.outputs.wording import N_
from site_builder.text import one_line


def message_files(desk: Desk) -> Iterator[Artifact]:
    """For each audience and locale, what to send now; who has had the message of an id gets it no second time."""
    for audience in desk.site.audiences:
        line = [one for one in owed(audience, desk.timeline, desk.told) if one.asks]
        news = [one for one in line if not one.bound] + [one for one in line if one.bound][-1:]
        for locale in desk.site.locales:
            voice = desk.voice(locale)
            sent = [notice_message(desk, voice, audience, one) for one in sorted(news, key=lambda one: one.revision)]
            sent += [
                correction_message(desk, voice, audience, one)
                for one in corrections(desk.timeline)
                if _is_news(desk.timeline, one)
            ]
            value: dict[str, Value] = {
                "policy": desk.policy,
                "audience": audience.id,
                "locale": locale,
                "stream": desk.told.stream,
                "entry": desk.told.entry,
                "messages": [written(message) for message in sent],
            }
            yield data.compact(routes.api_messages(desk.policy, audience.id, locale), "messages", value)


def _is_news(timeline: Timeline, standing: Standing) -> bool:
    """Whether somebody may have been told otherwise of a version: its date or that of a later one was moved."""
    if not standing.comes:
        return True
    later = (one.version.release for one in timeline.standings if one.version.revision >= standing.version.revision)
    moved = (Reschedule, Withdrawal)
    return any(isinstance(a.what, moved) and a.at <= timeline.seen_from for one in later for a in one.amendments)


def written(message: Message) -> dict[str, Value]:
    """A message as JSON."""
    return {
        "id": message.id,
        "kind": message.kind,
        "version": message.version,
        "revision": message.revision,
        "mode": message.mode,
        "expires_at": instants.utc(message.expires) if message.expires else None,
        "channels": channels(message),
    }


def notice_message(desk: Desk, voice: Voice, audience: Audience, one: Owed) -> Message:
    """What to send of a version."""
    standing, version = one.standing, one.standing.version
    before = standing.before.revision if standing.before else 0
    choices = desk.timeline.policy.choices
    ahead = [] if one.bound else [version.release.effective]
    contact = _contact(voice, choices.contact)
    return Message(
        id=notice_id(version, audience.id),
        kind="notice",
        policy=desk.policy,
        version=version.label,
        revision=version.revision,
        locale=voice.locale,
        mode=str(one.mode),
        title=notice_title(voice, standing),
        lines=tuple(voice.pick(summary.words, version) for summary in one.summaries),
        facts=tuple(fact for fact in (effect(voice, standing), *_refused(voice, standing, one, desk)) if fact),
        links=(
            (voice.say(N_("Read what changes")), desk.absolute(changes_address(desk, voice.locale, before, standing))),
            (
                voice.say(N_("Read the whole text")),
                desk.absolute(routes.version(desk.policy, version.label, voice.locale)),
            ),
            *contact,
        ),
        expires=expires(desk.timeline, ahead),
        arguments=(voice.titled(version), voice.day(standing)),
    )


def _refused(voice: Voice, standing: Standing, one: Owed, desk: Desk) -> tuple[str, ...]:
    if one.mode in (Mode.SILENT, Mode.INFORM):
        return ()
    return (voice.pick(desk.timeline.policy.choices.if_refused, standing.version).text,)


def _contact(voice: Voice, address: str) -> tuple[tuple[str, str], ...]:
    return ((voice.say(N_("Questions")), address),) if address else ()


def correction_message(desk: Desk, voice: Voice, audience: Audience, standing: Standing) -> Message:
    """What to send of a correction, to those who were told of what it corrects."""
    version = standing.version
    title, text = correction_words(voice, standing)
    address = routes.upcoming(desk.policy, voice.locale) if standing.comes else routes.policy(desk.policy, voice.locale)
    return Message(
        id=notice_id(version, audience.id, about(standing)),
        kind=about(standing).split(" ")[0],
        policy=desk.policy,
        version=version.label,
        revision=version.revision,
        locale=voice.locale,
        mode=str(Mode.INFORM),
        title=title,
        lines=(Spoken(text=text, lang=voice.locale), reason(voice, standing)),
        facts=(),
        links=((voice.say(N_("Read the policy")), desk.absolute(address)),),
        expires=expires(desk.timeline, ()) if standing.comes else None,
        arguments=(voice.titled(version), voice.day(standing)),
    )


def group_files(site: Site, desks: Sequence[Desk]) -> Iterator[Artifact]:
    """For each group of releases, audience and locale, one notice of several policies; their ids stay apart."""
    for audience in site.audiences:
        found: dict[str, list[tuple[Desk, Owed]]] = {}
        for desk in desks:
            newest: dict[str, Owed] = {
                one.standing.version.release.group: one for one in owed(audience, desk.timeline, desk.told) if one.asks
            }
            for group, one in sorted(newest.items()):
                if group:
                    found.setdefault(group, []).append((desk, one))
        for group, members in sorted(found.items()):
            for locale in site.locales:
                yield _group(group, audience, locale, members)


def _group(group: str, audience: Audience, locale: str, members: Sequence[tuple[Desk, Owed]]) -> Artifact:
    address = routes.api_group(group, audience.id, locale)
    sent = [notice_message(desk, desk.voice(locale), audience, one) for desk, one in members]
    value: dict[str, Value] = {
        "group": group,
        "audience": audience.id,
        "locale": locale,
        "policies": [
            {"policy": one.policy, "title": _title(desk, locale, member), **_without_channels(written(one))}
            for (desk, member), one in zip(members, sent, strict=True)
        ],
        "channels": channels(_joined(group, members[0][0].voice(locale), sent)),
    }
    return data.compact(address, "group", value)


def _title(desk: Desk, locale: str, member: Owed) -> str:
    return desk.voice(locale).titled(member.standing.version)


def _without_channels(value: Mapping[str, Value]) -> dict[str, Value]:
    return {name: one for name, one in value.items() if name != "channels"}


def _joined(group: str, voice: Voice, sent: Sequence[Message]) -> Message:
    """Several messages as one: its headline, then each with its own."""
    first = sent[0]
    lines: Iterable[Spoken] = (
        line for one in sent for line in (Spoken(text=one_line(one.title), lang=voice.locale), *one.lines)
    )
    home = routes.absolute(voice.site.base_url, routes.home(voice.locale))
    return Message(
        id=min(one.id for one in sent),
        kind="group",
        policy=group,
        version=first.version,
        revision=first.revision,
        locale=voice.locale,
        mode=max((one.mode for one in sent), key=[*map(str, Mode)].index),
        title=group_title(voice),
        lines=tuple(lines),
        facts=(),
        links=((voice.say(N_("All policies")), home), *(link for one in sent for link in one.links[:1])),
        expires=min((one.expires for one in sent if one.expires), default=None),
        arguments=(),
    )
