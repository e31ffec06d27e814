"""Findings as words in the reader's language: "Retention: 30 days → 90 days".

A finding carries a rule, subjects and the words that prove it. What a reader sees is made here, from the
catalogues: one label and what was, what is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from site_builder.markup import Html
from site_builder.model.finding import Finding, Judgement, Subject
from site_builder.model.policy import Level
from site_builder.reuse import reusing

Value = str | None | list["Value"] | dict[str, "Value"]

# Rules about words that say something only in their sentence.
_TURNING = frozenset({"negation", "modality", "quantifier", "condition", "quality", "sign"})
# Longer than this, the words are cut: the redline has them whole.
_LONGEST = 120


class Say(Protocol):
    """Whatever knows the sentences of one language: ``theme.Words``."""

    def gettext(self, message: str, /, **values: str) -> str:
        """The sentence in that language, each ``{name}`` replaced."""

    def html(self, message: str, /, **values: object) -> Html:
        """The same as HTML; a value that is HTML stays so."""


def N_(message: str) -> str:  # noqa: N802 - the name by which translators' tools find a message
    """Mark a message for translators; it is looked up when it is shown."""
    return message


_SUBJECTS: Mapping[Subject, str] = {
    Subject.DATA_CATEGORY: N_("Data collected"),
    Subject.PURPOSE: N_("Purposes"),
    Subject.LEGAL_BASIS: N_("Legal basis"),
    Subject.RECIPIENT: N_("Recipients"),
    Subject.SALE_SHARING: N_("Sale of data"),
    Subject.TRANSFER: N_("International transfers"),
    Subject.RETENTION: N_("Retention"),
    Subject.RIGHTS: N_("Your rights"),
    Subject.CONSENT: N_("Consent"),
    Subject.CONTROLLER: N_("Who is responsible"),
    Subject.CONTACT: N_("Contact"),
    Subject.AGE: N_("Age"),
    Subject.AUTOMATED_DECISION: N_("Automated decisions"),
    Subject.SECURITY: N_("Security"),
    Subject.OBLIGATION: N_("Obligations"),
    Subject.PROHIBITED_CONDUCT: N_("Prohibited conduct"),
    Subject.FEE: N_("Fees"),
    Subject.TERMINATION: N_("Termination"),
    Subject.LIABILITY: N_("Liability"),
    Subject.DISPUTE: N_("Disputes"),
    Subject.GOVERNING_LAW: N_("Governing law"),
    Subject.AMENDMENT: N_("Changes to the policy"),
    Subject.LICENCE: N_("Licence"),
    Subject.SCOPE: N_("Scope"),
    Subject.AVAILABILITY: N_("Availability"),
    Subject.OTHER: N_("Other"),
}

_RULES: Mapping[str, str] = {
    "agreement": N_("Grammar corrected"),
    "article": N_("Grammar corrected"),
    "banner": N_("Announcement"),
    "capitals": N_("Capital letters"),
    "compound": N_("Spelling corrected"),
    "contact": N_("Contact"),
    "cross-reference": N_("Reference to a section"),
    "reference": N_("Reference to a section"),
    "date-line": N_("Date of the text"),
    "effective-date": N_("Effective date"),
    "example": N_("Example"),
    "grammar": N_("Grammar corrected"),
    "heading": N_("Heading"),
    "invisible": N_("No visible change"),
    "link": N_("Link repaired"),
    "list-connective": N_("Punctuation"),
    "markup": N_("Formatting"),
    "moved": N_("Text moved"),
    "moved-item": N_("Text moved"),
    "sign": N_("Punctuation that changes the meaning"),
    "number-form": N_("Number written differently"),
    "order": N_("Order"),
    "pointer": N_("Where to read more"),
    "punctuation": N_("Punctuation"),
    "rename": N_("New name"),
    "renumbering": N_("Numbering"),
    "repeated-word": N_("Repeated word removed"),
    "spelling": N_("Spelling corrected"),
    "template": N_("Formatting"),
    "unproved": N_("Reworded"),
    "unread-language": N_("Reworded"),
    "white-space": N_("Formatting"),
    "word-order": N_("Text moved"),
}


def worded_subject(subject: Subject, words: Say) -> str:
    """What a change is about, in the reader's language."""
    return words.gettext(_SUBJECTS[subject])


@reusing(8_192)
def worded(finding: Finding, words: Say) -> str:
    """A finding in one line: what it is about, what was, what is."""
    message, quoted = _sentence(finding)
    return words.gettext(message, label=words.gettext(_label(finding)), **quoted)


def worded_html(finding: Finding, words: Say, quote: Callable[[str], Html]) -> Html:
    """The same for a page; ``quote`` sets apart the words of the text, which may be in another language."""
    message, quoted = _sentence(finding)
    return words.html(
        message, label=words.gettext(_label(finding)), **{name: quote(text) for name, text in quoted.items()}
    )


def ranked(findings: Iterable[Finding], *, least: Level = Level.EDITORIAL) -> tuple[Finding, ...]:
    """The findings of a level or a higher one, the gravest first; of those that read alike, one."""
    return _ranked(findings if isinstance(findings, tuple) else tuple(findings), least)


# Each version's findings are told in every language on every page and in every feed that lists it.
@reusing(2_048)
def _ranked(findings: tuple[Finding, ...], least: Level) -> tuple[Finding, ...]:
    lines: dict[tuple[str, str, tuple[str, ...]], Finding] = {}
    for one in sorted((one for one in findings if one.level >= least), key=lambda one: -one.level):
        message, quoted = _sentence(one)
        lines.setdefault((_label(one), message, tuple(quoted.values())), one)
    return tuple(lines.values())


def worded_all(findings: Iterable[Finding], words: Say, *, least: Level = Level.EDITORIAL) -> tuple[str, ...]:
    """The findings of a level or a higher one as lines, the gravest first, each line once."""
    return tuple(dict.fromkeys(worded(one, words) for one in ranked(findings, least=least)))


def judgement_json(judgement: Judgement) -> dict[str, Value]:
    """``level`` and ``findings`` of ``schemas/diff.schema.json``."""
    return {"level": str(judgement.level), "findings": [finding_json(one) for one in judgement.findings]}


def finding_json(finding: Finding) -> dict[str, Value]:
    """A finding as ``schemas/diff.schema.json`` has it."""
    evidence, section = finding.evidence, finding.evidence.section
    where: Value = None
    if section is not None:
        where = {"id": section.id or None, "path": [*section.path], "title": section.title}
    return {
        "rule": finding.rule,
        "level": str(finding.level),
        "subjects": [str(one) for one in finding.subjects],
        "section": where,
        "before": evidence.before,
        "after": evidence.after,
        "was": evidence.was,
        "now": evidence.now,
    }


def _label(finding: Finding) -> str:
    if finding.subjects:
        return _SUBJECTS[finding.subjects[0]]
    return _RULES.get(finding.rule, _SUBJECTS[Subject.OTHER])


@reusing(8_192)
def _sentence(finding: Finding) -> tuple[str, dict[str, str]]:
    """The sentence of a finding for translators, and the words of the text that it quotes."""
    evidence = finding.evidence
    before, after = _short(evidence.before), _short(evidence.after)
    if finding.rule == "moved-item":
        moved = N_("{label}: “{words}” stood under “{before}”, now under “{after}”")
        return moved, {"words": _whole(finding), "before": before or "…", "after": after or "…"}
    if finding.rule in _TURNING and bool(before) != bool(after) and evidence.was and evidence.now:
        before, after = _short(evidence.was), _short(evidence.now)  # "not" alone says nothing
    if before and after:
        return N_("{label}: {before} → {after}"), {"before": before, "after": after}
    if after:
        return N_("{label}: added “{words}”"), {"words": after}
    if before:
        return N_("{label}: removed “{words}”"), {"words": before}
    if whole := _whole(finding):
        return N_("{label}: “{words}”"), {"words": whole}
    return "{label}", {}


def _whole(finding: Finding) -> str:
    return _short(finding.evidence.now or finding.evidence.was)


def _short(text: str) -> str:
    """The words on one line, cut between two of them where they are many."""
    flat = " ".join(text.split())
    if len(flat) <= _LONGEST:
        return flat
    return flat[:_LONGEST].rsplit(" ", 1)[0].rstrip(" ,;") + " …"
