"""What a notice says, in the reader's language: plain text, one line each, nothing but the change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from site_builder.locales import best, direction, instant
from site_builder.model.policy import Mode, Site
from site_builder.model.timeline import Standing, State
from site_builder.model.version import Version
from site_builder.outputs.theme import Words
from site_builder.outputs.wording import N_
from site_builder.text import isolated, one_line

_RTL = "rtl"
# What a notice calls its buttons, by what they do.
_ACTIONS: Mapping[str, str] = {
    "read": N_("Read what changes"),
    "dismiss": N_("Close"),
    "acknowledge": N_("I have read this"),
    "accept": N_("I agree"),
    "refuse": N_("I do not agree"),
    "later": N_("Not now"),
}
_OF_MODE: Mapping[Mode, tuple[str, ...]] = {
    Mode.SILENT: (),
    Mode.INFORM: ("read", "dismiss"),
    Mode.ACKNOWLEDGE: ("read", "acknowledge", "later"),
    Mode.CONSENT: ("read", "accept", "refuse", "later"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Words with the language that they are really in."""

    text: str
    lang: str

    @property
    def dir(self) -> str:
        """Where their lines start."""
        return direction(self.lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who speaks: a site to readers of a locale, with the theme's words."""

    site: Site
    locale: str
    words: Words

    def say(self, message: str, /, **values: str) -> str:
        """A sentence, each value kept apart where it runs the other way."""
        rtl = direction(self.locale) == _RTL
        safe = {name: isolated(one_line(value), right_to_left=rtl) for name, value in values.items()}
        return self.words.gettext(message, **safe)

    def day(self, standing: Standing) -> str:
        """When a version takes effect."""
        return instant(standing.version.release.effective, self.locale, self.site.time_zone)

    def pick(self, words: Mapping[str, str], version: Version) -> Spoken:
        """Words that are written for some locales: the nearest to the reader's, else the governing ones."""
        spoken = best(self.locale, words) or best(version.policy.governing, words) or next(iter(sorted(words)), "")
        return Spoken(text=one_line(words.get(spoken, "")), lang=spoken or self.locale)

    def titled(self, version: Version) -> str:
        """What the policy is called."""
        return one_line(version.editions[self.locale].document.title)

    def actions(self, mode: Mode) -> dict[str, str]:
        """The buttons of a notice, by what they do, in their order."""
        return {name: self.words.gettext(_ACTIONS[name]) for name in _OF_MODE[mode]}


def notice_title(voice: Voice, standing: Standing) -> str:
    """The headline of what a version changes."""
    policy = voice.titled(standing.version)
    if standing.state is not State.ANNOUNCED:
        return voice.say(N_("{policy} has changed"), policy=policy)
    if "effective" in standing.version.release.inferred:
        return voice.say(N_("{policy} will change"), policy=policy)
    return voice.say(N_("{policy} will change on {date}"), policy=policy, date=voice.day(standing))


def group_title(voice: Voice) -> str:
    """The headline of several policies that change together."""
    return voice.say(N_("Our policies are changing"))


def effect(voice: Voice, standing: Standing) -> str:
    """Since when a version counts, as a sentence; nothing where nobody declared it or the headline says it."""
    if standing.state is State.ANNOUNCED or "effective" in standing.version.release.inferred:
        return ""
    return voice.say(N_("In force since {date}"), date=voice.day(standing))


def correction_words(voice: Voice, standing: Standing) -> tuple[str, str]:
    """Headline and sentence for users who were told of something that will not happen so."""
    policy = voice.titled(standing.version)
    if standing.comes:
        title = voice.say(N_("{policy}: another date"), policy=policy)
        return title, voice.say(N_("The announced change now takes effect on {date}."), date=voice.day(standing))
    title = voice.say(N_("{policy}: the announced change will not happen"), policy=policy)
    if standing.state is State.WITHDRAWN:
        return title, voice.say(N_("The change that was announced has been withdrawn."))
    return title, voice.say(N_("Another version takes the place of the one that was announced."))
