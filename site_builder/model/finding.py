"""What a change amounts to: opinions, each with the rule that holds it and the words that prove it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from site_builder.model.change import Head
from site_builder.model.policy import Level


class Subject(StrEnum):
    """What a change is about. The values are those of the JSON."""

    DATA_CATEGORY = "data-category"
    PURPOSE = "purpose"
    LEGAL_BASIS = "legal-basis"
    RECIPIENT = "recipient"
    SALE_SHARING = "sale-sharing"
    TRANSFER = "transfer"
    RETENTION = "retention"
    RIGHTS = "rights"
    CONSENT = "consent"
    CONTROLLER = "controller"
    CONTACT = "contact"
    AGE = "age"
    AUTOMATED_DECISION = "automated-decision"
    SECURITY = "security"
    OBLIGATION = "obligation"
    PROHIBITED_CONDUCT = "prohibited-conduct"
    FEE = "fee"
    TERMINATION = "termination"
    LIABILITY = "liability"
    DISPUTE = "dispute"
    GOVERNING_LAW = "governing-law"
    AMENDMENT = "amendment"
    LICENCE = "licence"
    SCOPE = "scope"
    AVAILABILITY = "availability"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words that prove a finding, exactly as they stand in the two texts.

    ``before`` and ``after`` are the words that the rule looked at, either may be empty; ``was`` and ``now``
    are the sentences that they stand in. ``section`` is None for what concerns the document as a whole.
    """

    section: Head | None
    before: str = ""
    after: str = ""
    was: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """An opinion about a change. ``rule`` is the id of the rule that holds it, never a sentence."""

    rule: str
    level: Level
    evidence: Evidence
    subjects: tuple[Subject, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """All findings of a comparison in reading order, and the highest of their levels.

    Two texts that a reader cannot tell apart are ``editorial`` without a finding.
    """

    level: Level
    findings: tuple[Finding, ...] = ()
