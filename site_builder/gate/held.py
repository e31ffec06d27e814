"""Why something is kept from being public, and what a build says of it."""

from __future__ import annotations

from dataclasses import dataclass

from site_builder import schedule
from site_builder.model.release import Amendment, Release
from site_builder.model.review import Judged
from site_builder.model.version import Version
from site_builder.problems import Place, Problem, Severity


@dataclass(frozen=True, slots=True)
class Waits:
    """A release before it, or an amendment of that, is held back."""

    release: Release


@dataclass(frozen=True, slots=True, kw_only=True)
class TooLow:
    """Its level is below what the rules find since a version that it supersedes, and it does not say why."""

    old: Version
    judged: Judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Untranslated:
    """It is not whole in languages that its policy requires."""

    version: Version
    locales: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Silences:
    """An amendment by which an announced release would change more than it told, for it would follow ``old``.

    ``binds`` says that the release binds new users already, so that it cannot be withdrawn.
    """

    hidden: Release
    old: Version
    judged: Judged
    binds: bool


Why = schedule.Why | Waits | TooLow | Untranslated | Silences


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A release that is held back, or one of its amendments; ``release`` is then as it stands without it."""

    release: Release
    amendment: Amendment | None = None
    why: Why

    def problem(self, place: Place) -> Problem:
        """What to say of it."""
        name = f"version {self.release.label} of {self.release.policy}"
        what = f"an amendment of {name}" if self.amendment else name
        code, why, hint = self._words()
        return Problem(
            code=code or ("PS-322" if self.amendment else "PS-321"),
            message=f"{what} is held back: {why}",
            place=place,
            hint=hint,
            severity=Severity.HELD,
        )

    def _words(self) -> tuple[str, str, str]:
        """The code where it is no matter of dates, the reason, and what to do."""
        match self.why:
            case TooLow(old=old, judged=judged):
                level = judged.judgement.level
                why = f"it says {self.release.level}, and the rules find {level} changes since {old.label}"
                return "PS-324", why, f"{level_lines(level)}; then build again"
            case Untranslated(locales=locales):
                why = f"it has no whole translation in {', '.join(locales)}, which policy.yaml requires"
                return "PS-325", why, f"{without_lines(locales[0])}; then build again"
            case Silences(hidden=hidden, old=old, judged=judged):
                why = (
                    f"with it, {hidden.label} would follow {old.label} and change more than its level, "
                    f"{hidden.level}, says: the rules find {judged.judgement.level} changes"
                )
                return "PS-326", why, self._unsilenced(self.why)
            case Waits(release=release):
                why = f"what it changes is said against version {release.label}, of which something is held back"
                return "", why, f"mend {release.label} first, or take out what is held back"
            case _:
                return ("", *self._dates(self.why))

    def _unsilenced(self, why: Silences) -> str:
        if why.binds:
            return f"take this amendment back: {why.hidden.label} binds new users already, and cannot be withdrawn"
        if why.hidden.revision == self.release.revision:
            return "take this amendment back, and release its text anew with the level that it has then"
        return f"withdraw {why.hidden.label} as well, and release its text anew with the level that it has then"

    def _dates(self, why: schedule.Why) -> tuple[str, str]:
        match why:
            case schedule.TooShort(audience=audience, days=days):
                words = (
                    f"{self.release.level} changes need {days} days of notice (audience {audience.id}), "
                    "counted from the build that first publishes them"
                )
                return words, f"{_first(why)}; or say with `short_notice` why it cannot wait"
            case schedule.Past(hidden=Release(label=label)):
                words = f"it would have taken effect before version {label} was published, which has been public"
                return words, _first(why)
            case schedule.Past() if self.amendment:
                return "it would take effect before what has been in force since", _first(why)
            case schedule.Past():
                words = "it would have been in force before it was public, and before what has been in force since"
                return words, _first(why)
            case schedule.TooLate():
                return "it comes after the version took effect", "take the amendment back and release a new version"
            case schedule.Behind(revision=revision):
                words = f"revision {revision} was announced before it, and who was told of that would never hear of it"
                return words, "give it the next free revision"


def level_lines(level: object) -> str:
    """What to write where a level is too low."""
    return f"write `level: {level}`, or say why not: `override: {{reason: …}}`"


def without_lines(locale: str) -> str:
    """What to write where a translation is missing."""
    return f"translate it, or say why it goes out without: `without: {{{locale}: …}}`"


def _first(why: schedule.TooShort | schedule.Past) -> str:
    return f"the earliest possible date is {why.earliest.date()}, if that is published today"
