"""The notices of a policy: for each audience, revision that a user knows, and locale, what to tell.

A revision has a file of its own while it has a redline to the text in force; whoever knows an older one is told
of everything (`0.json`). So the number of files is bounded like that of redlines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from site_builder import instants, routes
from site_builder.compare.pairs import recent
from site_builder.locales import direction
from site_builder.model.artifact import Artifact
from site_builder.model.policy import Audience, Mode, Site
from site_builder.model.release import Reschedule
from site_builder.model.timeline import Standing, State, Timeline
from site_builder.outputs import data
from site_builder.outputs.data import Value
from site_builder.outputs.notices.owed import MODES, Owed, Told, cancelled, notice_id, owed
from site_builder.outputs.notices.words import Spoken, Voice, correction_words, effect, group_title, notice_title
from site_builder.outputs.theme import Theme
from site_builder.outputs.wording import worded_subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """All that the notices of a policy are written from."""

    site: Site
    timeline: Timeline
    told: Told
    theme: Theme

    @property
    def policy(self) -> str:
        """The policy's id."""
        return self.timeline.policy.id

    def voice(self, locale: str) -> Voice:
        """Who speaks to readers of a locale."""
        return Voice(site=self.site, locale=locale, words=self.theme.words(locale))

    def absolute(self, address: str) -> str:
        """An address for people who are elsewhere."""
        return routes.absolute(self.site.base_url, address)


def notice_files(desk: Desk) -> Iterator[Artifact]:
    """A file for each audience, known revision and locale."""
    known = (0, *own_revisions(desk.site, desk.timeline))
    for audience in desk.site.audiences:
        line = owed(audience, desk.timeline, desk.told)
        for locale in desk.site.locales:
            voice = desk.voice(locale)
            corrected: list[Value] = [correction(desk, voice, audience, one) for one in corrections(desk.timeline)]
            for revision in known:
                value: dict[str, Value] = {
                    "policy": desk.policy,
                    "audience": audience.id,
                    "locale": locale,
                    "since_revision": revision,
                    "stream": desk.told.stream,
                    "entry": desk.told.entry,
                    "notice": _notice(
                        desk, voice, audience, [one for one in line if one.revision > revision], revision
                    ),
                    "corrections": corrected,
                }
                address = routes.api_notice(desk.policy, audience.id, revision, locale)
                yield data.compact(address, "notice", value)


def own_revisions(site: Site, timeline: Timeline) -> tuple[int, ...]:
    """The revisions that have a file of their own: from the oldest that has a redline to the text in force on."""
    ages = [one.version.revision for one in recent(site, timeline)]
    oldest = min(ages, default=1)
    return tuple(one.version.revision for one in timeline.standings if one.version.revision >= oldest)


def _notice(desk: Desk, voice: Voice, audience: Audience, behind: Sequence[Owed], revision: int) -> Value:
    """What those who know a revision are told, or None where nothing asks for it."""
    asking = [one for one in behind if one.asks]
    if not asking:
        return None
    newest = asking[-1]
    version, choices = newest.standing.version, desk.timeline.policy.choices
    mode = max((one.mode for one in asking), key=MODES.index)
    refusable = MODES.index(mode) >= MODES.index(Mode.ACKNOWLEDGE)
    ahead = [one.standing.version.release.effective for one in asking if not one.bound]
    refused = voice.pick(choices.if_refused, version)
    group = version.release.group
    return {
        "id": notice_id(version, audience.id),
        "version": version.label,
        "revision": version.revision,
        "digest": version.release.text,
        "state": str(newest.standing.state),
        "level": str(max(one.level for one in behind)),
        "kinds": kinds(behind, voice),
        "mode": str(mode),
        "effective_at": instants.utc(version.release.effective),
        "deadline": instants.utc(min(ahead)) if ahead else None,
        "expires_at": instants.utc_if_any(expires(desk.timeline, ahead)),
        "supersedes": [notice_id(one.standing.version, audience.id) for one in asking[:-1]],
        "group": _in_group(desk, voice, audience, group) if group else None,
        "lang": voice.locale,
        "dir": direction(voice.locale),
        "title": notice_title(voice, newest.standing),
        "effect": effect(voice, newest.standing),
        "summaries": [*summaries(desk, voice, asking)],
        "actions": {**voice.actions(mode)},
        "changes_url": desk.absolute(changes_address(desk, voice.locale, revision, newest.standing)),
        "upcoming_url": desk.absolute(routes.upcoming(desk.policy, voice.locale)) if ahead else None,
        "text_url": desk.absolute(routes.version(desk.policy, version.label, voice.locale)),
        "contact": choices.contact or None,
        "if_refused": spoken(refused) if refusable and refused.text else None,
        "separate_consents": [*_consents(desk, voice, newest.standing)] if refusable else [],
    }


def _in_group(desk: Desk, voice: Voice, audience: Audience, group: str) -> Value:
    address = desk.absolute(routes.api_group(group, audience.id, voice.locale))
    return {"id": group, "title": group_title(voice), "url": address}


def kinds(line: Iterable[Owed], voice: Voice) -> list[Value]:
    """What the changes are about, each once, as a word for programs and one for the reader."""
    subjects = dict.fromkeys(kind for one in line for kind in one.kinds)
    return [{"kind": str(one), "label": worded_subject(one, voice.words)} for one in sorted(subjects)]


def expires(timeline: Timeline, ahead: Sequence[datetime]) -> datetime | None:
    """From when a notice has other words: when what is announced takes effect, or the next version comes."""
    coming = [one.version.release.effective for one in timeline.coming]
    retired = [timeline.policy.retired.on] if timeline.policy.retired else []
    return min([*ahead, *coming, *retired], default=None)


def summaries(desk: Desk, voice: Voice, line: Iterable[Owed]) -> Iterator[dict[str, Value]]:
    """One sentence for each change of each version, the oldest first."""
    for one in line:
        version, before = one.standing.version, one.standing.before
        address = routes.version(desk.policy, version.label, voice.locale)
        if before:
            address = routes.changes(desk.policy, before.label, version.label, voice.locale)
        for summary in one.summaries:
            yield {
                "version": version.label,
                "revision": version.revision,
                "change": summary.change or None,
                "level": str(one.level),
                "state": str(one.standing.state),
                "effective_at": instants.utc(version.release.effective),
                **spoken(voice.pick(summary.words, version)),
                "url": desk.absolute(address),
            }


def spoken(words: Spoken) -> dict[str, Value]:
    """Words with the language that they are in."""
    return {"text": words.text, "lang": words.lang, "dir": words.dir}


def changes_address(desk: Desk, locale: str, revision: int, newest: Standing) -> str:
    """Where the changes behind a revision are shown: since it, or what comes, or that version's own."""
    timeline, policy = desk.timeline, desk.policy
    bound = [one for one in timeline.standings if one.state in (State.IN_FORCE, State.SUPERSEDED)]
    known = [one for one in bound if one.version.revision <= revision]
    base = known[-1] if known else None
    now = timeline.in_force
    if base is None and bound[1:] and now:
        return routes.changes_since_older(policy, locale)
    if base and now and base.version.revision < now.version.revision:
        return routes.changes_since(policy, base.version.label, locale)
    if timeline.coming and newest == timeline.coming[0]:
        return routes.upcoming(policy, locale)
    if newest.before:
        return routes.changes(policy, newest.before.label, newest.version.label, locale)
    return routes.version(policy, newest.version.label, locale)


def _consents(desk: Desk, voice: Voice, newest: Standing) -> Iterator[Value]:
    """What is asked for by itself, with the places in the text that it is about."""
    version = newest.version
    page = routes.version(desk.policy, version.label, voice.locale)
    known = {section.id for section in version.governing.document.sections}
    for one in desk.timeline.policy.choices.separate_consents:
        yield {
            "id": one.id,
            **spoken(voice.pick(one.words, version)),
            "urls": [
                desk.absolute(f"{page}#{routes.section_anchor(section)}")
                for section in one.sections
                if section in known
            ],
        }


def corrections(timeline: Timeline) -> tuple[Standing, ...]:
    """What users may have been told otherwise: called off, or at another date, or taking effect after all."""
    return () if timeline.ended else (*cancelled(timeline), *timeline.coming)


def about(standing: Standing) -> str:
    """What a correction says, so that each one has a name of its own."""
    if standing.comes:
        return f"rescheduled {instants.utc(standing.version.release.effective)}"
    if standing.state is State.WITHDRAWN:
        return str(State.WITHDRAWN)
    # Overtaken once, let free and overtaken again is news each time.
    return f"{State.REPLACED} {standing.overtaken_by.revision if standing.overtaken_by else 0}"


def reason(voice: Voice, standing: Standing) -> Spoken:
    """Why, as the last amendment says it; empty where a later version simply overtook it."""
    release = standing.version.release
    said = [one.reason for one in release.amendments if isinstance(one.what, Reschedule) is standing.comes]
    overtaken = standing.state is not State.WITHDRAWN and not standing.comes
    return voice.pick({} if overtaken or not said else said[-1], standing.version)


def correction(desk: Desk, voice: Voice, audience: Audience, standing: Standing) -> dict[str, Value]:
    """What to tell users who were told of a version that will not come so."""
    version = standing.version
    title, text = correction_words(voice, standing)
    why = reason(voice, standing)
    address = routes.upcoming(desk.policy, voice.locale) if standing.comes else routes.policy(desk.policy, voice.locale)
    return {
        "id": notice_id(version, audience.id, about(standing)),
        "version": version.label,
        "revision": version.revision,
        "state": about(standing).split(" ")[0],
        "effective_at": instants.utc(version.release.effective) if standing.comes else None,
        "lang": voice.locale,
        "dir": direction(voice.locale),
        "title": title,
        "text": text,
        "reason": spoken(why) if why.text else None,
        "actions": {**voice.actions(Mode.INFORM)},
        "url": desk.absolute(address),
    }
