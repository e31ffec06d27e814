"""Why dates keep a release or an amendment from being public: facts, which ``gate`` puts into words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from site_builder.model.policy import Audience
from site_builder.model.release import Release


@dataclass(frozen=True, slots=True, kw_only=True)
class TooShort:
    """An audience would have less than its days between the publication and the effect."""

    audience: Audience
    days: int
    earliest: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """It would change who was bound by what, or what was public.

    ``since`` is in force already. ``hidden`` has been public and would never have been; one of the two is there.
    """

    earliest: datetime
    since: Release | None = None
    hidden: Release | None = None


@dataclass(frozen=True, slots=True)
class TooLate:
    """An amendment of what is in force."""


@dataclass(frozen=True, slots=True)
class Behind:
    """A higher revision was announced before it."""

    revision: int


Why = TooShort | Past | TooLate | Behind
