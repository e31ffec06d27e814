"""Rules for what a change is about: one for each subject.

All look for words of their subject that one of the two texts has more often than the other, among the words that
nothing proved editorial. A sentence that came or went whole is looked at in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from site_builder.materiality.lexicon import Lexicon
from site_builder.materiality.matter import Matter, Rule
from site_builder.model.finding import Finding
from site_builder.model.policy import Level


def _touched(matter: Matter, words: Lexicon, rule: str) -> Iterator[Finding]:
    subject, terms = words.subjects[rule]
    gone, come = matter.touched(terms)
    if gone or come:
        yield matter.finding(rule, Level.MATERIAL, (subject,), before=gone, after=come)


def data_category(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """A kind of personal data came into the text, left it or was exchanged.

    Source: GDPR Art. 14(1)(d); PIPL Art. 17(1)(2) (kinds of personal information); Colorado 4 CCR 904-3 Rule 6.04
    (a change of the categories of personal data is material).
    """
    return _touched(matter, words, "data-category")


def collection(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """What is done to get hold of data changed: collect, record, infer, track.

    Source: PIPL Art. 17(1)(2) (manner of handling); Colorado Rule 6.04; FTC, In re Gateway Learning (2004).
    """
    return _touched(matter, words, "collection")


def purpose(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """What data is used for changed.

    Source: GDPR Art. 6(4), 13(3): a further purpose has to be told before; PIPL Art. 14(2): a changed purpose
    asks for consent anew; Colorado Rule 6.04 (processing purposes).
    """
    return _touched(matter, words, "purpose")


def legal_basis(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """The ground in law for using data changed.

    Source: GDPR Art. 13(1)(c) and (d); PIPL Art. 13.
    """
    return _touched(matter, words, "legal-basis")


def recipient(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """Who receives data changed, or the act of handing it on.

    Source: GDPR Art. 13(1)(e); PIPL Art. 23; Colorado Rule 6.04 (third parties with whom data is shared).
    """
    return _touched(matter, words, "recipient")


def sale_sharing(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """Selling data, or sharing it for advertising elsewhere, came, went or changed.

    Source: Colorado Rule 6.04 (sale, targeted advertising); Cal. Civ. Code §1798.100(a), §1798.120; FTC, In re Gateway
    Learning (2004).
    """
    return _touched(matter, words, "sale-sharing")


def transfer(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """Where data goes, or what protects it there, changed.

    Source: GDPR Art. 13(1)(f), 46; PIPL Art. 38–39.
    """
    return _touched(matter, words, "transfer")


def retention(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """How long data is kept, or what ends its keeping, changed.

    Source: GDPR Art. 13(2)(a); PIPL Art. 17(1)(2), 19; Colorado Rule 6.04.
    """
    return _touched(matter, words, "retention")


def rights(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """A right, a choice, or how it is exercised changed.

    Source: GDPR Art. 12(2), 13(2)(b)–(d); PIPL Art. 17(1)(3), 50; WP260 rev.01 ¶29 (how rights can be exercised).
    """
    return _touched(matter, words, "rights")


def consent(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """What counts as consent, or what it is asked for, changed.

    Source: PIPL Art. 14; GDPR Art. 4(11), 7.
    """
    return _touched(matter, words, "consent")


def controller(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """Who answers for the data, or for the contract, changed.

    Source: GDPR Art. 13(1)(a) and (b); PIPL Art. 17(1)(1); WP260 rev.01 ¶29 (identity of the controller).
    """
    return _touched(matter, words, "controller")


def age(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """The age from which people may take part, or what protects children, changed.

    Source: GDPR Art. 8; PIPL Art. 31; 16 CFR 312.4 (COPPA notice).
    """
    return _touched(matter, words, "age")


def automated_decision(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """Decisions by machines, profiling, or training of models came, went or changed.

    Source: GDPR Art. 13(2)(f), 22; PIPL Art. 24; Colorado 4 CCR 904-3 Rule 9.03 (profiling).
    """
    return _touched(matter, words, "automated-decision")


def security(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """How data is protected, or who can see it, changed.

    Source: GDPR Art. 32, 34; PIPL Art. 51, 57; FTC Act §5 (a promise of security taken back).
    """
    return _touched(matter, words, "security")


def obligation(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """What the user or the publisher has to do changed.

    Source: EU P2B Regulation 2019/1150 Art. 3(2); Directive 93/13/EEC Annex 1(j).
    """
    return _touched(matter, words, "obligation")


def prohibited_conduct(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """What users must not do, or may now do, changed.

    Source: EU P2B Regulation Art. 3(1)(c) (grounds for restriction); Digital Services Act Art. 14(1) and (2).
    """
    return _touched(matter, words, "prohibited-conduct")


def fee(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """What is paid, when, or what comes back changed.

    Source: EU P2B Regulation Art. 3(2); Directive 2011/83/EU Art. 6(1)(e) and (o); Directive 93/13/EEC Annex 1(l).
    """
    return _touched(matter, words, "fee")


def termination(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """When and how the service, or an account, is suspended or ended changed.

    Source: EU P2B Regulation Art. 3(1)(c), 4; Directive 93/13/EEC Annex 1(g).
    """
    return _touched(matter, words, "termination")


def liability(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """Who bears a loss, or what is warranted, changed.

    Source: Directive 93/13/EEC Annex 1(a) and (b); EU P2B Regulation Art. 3(2).
    """
    return _touched(matter, words, "liability")


def dispute(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """How and where disputes are settled changed.

    Source: Directive 93/13/EEC Annex 1(q); GDPR Art. 13(2)(d); EU P2B Regulation Art. 11–12.
    """
    return _touched(matter, words, "dispute")


def governing_law(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """Which law or which courts decide changed.

    Source: Regulation (EC) 593/2008 Art. 6; EU P2B Regulation Art. 3(2).
    """
    return _touched(matter, words, "governing-law")


def amendment(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """How the text itself may be changed, or how users are told, changed.

    Source: EU P2B Regulation Art. 3(2) and (4); WP260 rev.01 ¶29–30; Directive 93/13/EEC Annex 1(j) and (k).
    """
    return _touched(matter, words, "amendment")


def licence(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """Who may use or owns content changed.

    Source: EU P2B Regulation Art. 3(1)(e) (intellectual property); Directive 93/13/EEC Art. 3.
    """
    return _touched(matter, words, "licence")


def scope(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """To whom or to what the text applies changed.

    Source: EU P2B Regulation Art. 3(1)(a); WP260 rev.01 ¶29.
    """
    return _touched(matter, words, "scope")


def availability(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """What service is promised, and how well, changed.

    Source: Directive (EU) 2019/770 Art. 19 (modification of a digital service).
    """
    return _touched(matter, words, "availability")


SUBJECT_RULES: Mapping[str, Rule] = {
    "data-category": data_category,
    "collection": collection,
    "purpose": purpose,
    "legal-basis": legal_basis,
    "recipient": recipient,
    "sale-sharing": sale_sharing,
    "transfer": transfer,
    "retention": retention,
    "rights": rights,
    "consent": consent,
    "controller": controller,
    "age": age,
    "automated-decision": automated_decision,
    "security": security,
    "obligation": obligation,
    "prohibited-conduct": prohibited_conduct,
    "fee": fee,
    "termination": termination,
    "liability": liability,
    "dispute": dispute,
    "governing-law": governing_law,
    "amendment": amendment,
    "licence": licence,
    "scope": scope,
    "availability": availability,
}
