"""Why a release or an amendment is held back, and what its author can do about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from site_builder.model.policy import Audience
from site_builder.model.release import Amendment, Release
from site_builder.problems import Place, Problem, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class TooShort:
    """An audience would have less than its days between the publication and the effect."""

    audience: Audience
    days: int
    earliest: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """It would change who was bound by what, or what was public: ``hidden`` would never have been."""

    earliest: datetime
    hidden: Release | None = None


@dataclass(frozen=True, slots=True)
class TooLate:
    """An amendment of what is in force."""


@dataclass(frozen=True, slots=True)
class Behind:
    """A higher revision was announced before it."""

    revision: int


@dataclass(frozen=True, slots=True)
class Waits:
    """A release before it, or an amendment of that, is held back."""

    release: Release


Why = TooShort | Past | TooLate | Behind | Waits


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A release that is held back, or one of its amendments."""

    release: Release
    amendment: Amendment | None = None
    why: Why

    def problem(self, place: Place) -> Problem:
        """What to say of it."""
        name = f"version {self.release.label} of {self.release.policy}"
        what = f"an amendment of {name}" if self.amendment else name
        why, hint = self._words()
        return Problem(
            code="PS-322" if self.amendment else "PS-321",
            message=f"{what} is held back: {why}",
            place=place,
            hint=hint,
            severity=Severity.HELD,
        )

    def _words(self) -> tuple[str, str]:
        match self.why:
            case TooShort(audience=audience, days=days, earliest=earliest):
                why = (
                    f"{self.release.level} changes need {days} days of notice (audience {audience.id}), "
                    "counted from the build that first publishes them"
                )
                return why, f"{_first(earliest)}; or say with `short_notice` why it cannot wait"
            case Past(hidden=Release(label=label), earliest=earliest):
                why = f"it would have taken effect before version {label} was published, which has been public"
                return why, _first(earliest)
            case Past(earliest=earliest) if self.amendment:
                return "it would take effect before what has been in force since", _first(earliest)
            case Past(earliest=earliest):
                why = "it would have been in force before it was public, and before what has been in force since"
                return why, _first(earliest)
            case TooLate():
                return "it comes after the version took effect", "take the amendment back and release a new version"
            case Behind(revision=revision):
                why = f"revision {revision} was announced before it, and who was told of that would never hear of it"
                return why, "give it the next free revision"
            case Waits(release=Release(label=label)):
                why = f"what it changes is said against version {label}, of which something is held back"
                return why, f"mend {label} first, or take out what is held back"


def _first(earliest: datetime) -> str:
    return f"the earliest possible date is {earliest.date()}, if that is published today"
