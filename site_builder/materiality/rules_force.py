"""Rules for words that turn a sentence round: one such word makes a change material, whatever its subject.

They look at sentences that stand in both texts, and at the words exchanged in them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from site_builder.materiality.dates import dates
from site_builder.materiality.lexicon import Hit, Lexicon, Terms
from site_builder.materiality.matter import Matter, Rule
from site_builder.materiality.numbers import value
from site_builder.materiality.signs import is_mark
from site_builder.materiality.tokens import Sort, Token
from site_builder.model.finding import Finding, Subject
from site_builder.model.policy import Level

# Figures that count nothing: numbers of patents, registrations and telephones, and parts of an address.
_LONGEST_QUANTITY = 6
_PHONE = re.compile(r"(?:\+\s?)?\(?\d[\d\s().-]{6,}\d")
_POSTAL = re.compile(
    r"\b(?:street|st\.|avenue|ave\.|road|rd\.|boulevard|blvd|suite|floor|building|p\.?o\.? box|lane|drive|square|way)\b"
    r"|\b(?:zip|postcode)\b|[A-Z]{2}\s+\d{5}\b|\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b"
    r"|[街路]\s*\d+\s*号|邮编|号楼",
    re.IGNORECASE,
)


def quantity(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """A number, sum, share or period changed.

    Source: Colorado 4 CCR 904-3 Rule 6.04 (retention periods and their change); GDPR Art. 13(2)(a); WP260 rev.01
    ¶29 (what affects the reader); China PIPL Art. 17(1)(2) (storage period is a matter to be told).
    """
    if not matter.both or is_postal(matter):
        return
    classes = ("number", "period", "money")
    gone, come = _numbers(matter.clause.old, matter.gone), _numbers(matter.clause.new, matter.come)
    for name in classes:
        one, two = matter.touched(words.classes[name])
        if name == "number" and words.language == "zh":
            one, two = _counting(matter.clause.old, one), _counting(matter.clause.new, two)
        gone += one
        come += two
    if gone or come:
        period = words.classes["period"]
        around = any(period.within(_near(matter.clause.old, hit)) for hit in gone) or any(
            period.within(_near(matter.clause.new, hit)) for hit in come
        )
        money = any(words.classes["money"].within(_near(matter.clause.new, hit)) for hit in come)
        kind = Subject.AGE if _about_age(matter, words) else Subject.FEE if money and not around else None
        subjects = [kind] if kind else [Subject.RETENTION] if around and _about(matter, words, "retention") else []
        yield matter.finding(
            "quantity",
            Level.MATERIAL,
            subjects,
            before=_whole(gone, matter.clause.old, words),
            after=_whole(come, matter.clause.new, words),
        )


def _numbers(text: str, changed: tuple[Token, ...]) -> list[Hit]:
    phones = [found.span() for found in _PHONE.finditer(text) if not dates(found.group())]
    return [
        Hit(token.start, token.end, token.key)
        for token in changed
        if (token.sort is Sort.NUMBER and len(token.key) <= _LONGEST_QUANTITY)
        or (token.sort is Sort.SYMBOL and _counts(token, text))
        if not any(start <= token.start < end for start, end in phones)
    ]


def _counts(token: Token, text: str) -> bool:
    """Whether a symbol is one of money, of a share, or stands at a figure: "$", "%", "< 5"."""
    if unicodedata.category(text[token.start]) == "Sc" or text[token.start] in "%％‰":
        return True
    near = text[max(token.start - 2, 0) : token.start] + text[token.end : token.end + 2]
    return token.key != "and" and any(one.isdigit() for one in near)


def _counting(text: str, hits: list[Hit]) -> list[Hit]:
    """Of Chinese numerals those that count: 一 is in 一般, 一些 and 统一 as well."""
    unit = re.compile(
        r"[零一二三四五六七八九十百千万亿两半]*\s*(?:个|天|日|年|月|周|小时|分钟|元|岁|次|项|名|倍|种|条|份|工作日|季度|%|成)"
    )
    numeral = re.compile(r"[二三四五六七八九十百千万两]{2}")
    return [
        hit
        for hit in hits
        if unit.match(text, hit.start)
        or numeral.match(text, hit.start)
        or "百分之" in text[max(hit.start - 5, 0) : hit.start]
    ]


def _near(text: str, hit: Hit) -> str:
    return text[max(hit.start - 3, 0) : hit.end + 14]


def _whole(hits: list[Hit], text: str, words: Lexicon) -> list[Hit]:
    """Each number with the unit behind it: "30 days", "$5"."""
    out: list[Hit] = []
    for hit in sorted(hits, key=lambda one: one.start):
        end = hit.end
        for name in ("period", "money"):
            for unit in words.classes[name].find(text[hit.end : hit.end + 24]):
                gap = text[hit.end : hit.end + unit.start]
                if len(gap) <= 10 and re.fullmatch(
                    r"[\s()（）\d-]*(?:business|working|calendar|consecutive|个)?\s*", gap
                ):
                    end = max(end, hit.end + unit.end)
        start = hit.start - 1 if hit.start and re.match(r"[$€£¥]", text[hit.start - 1]) else hit.start
        if out and start < out[-1].end:
            continue
        out.append(Hit(start, end, text[start:end]))
    return out


def _about_age(matter: Matter, words: Lexicon) -> bool:
    return _about(matter, words, "age")


def _about(matter: Matter, words: Lexicon, subject: str) -> bool:
    terms = words.subjects[subject][1]
    return terms.within(matter.clause.old) or terms.within(matter.clause.new)


def is_postal(matter: Matter) -> bool:
    """Whether what changed is a postal address: its numbers count nothing."""
    if len(matter.gone) + len(matter.come) > 24 or not (_postal(matter.clause.old) or _postal(matter.clause.new)):
        return False
    numbers = any(word.sort is Sort.NUMBER for word in (*matter.gone, *matter.come))
    return numbers or _postal(" ".join(matter.words()))


@lru_cache(maxsize=4_096)
def _postal(text: str) -> bool:
    return _POSTAL.search(text) is not None


def is_phone(matter: Matter) -> bool:
    """Whether only the number of a telephone changed."""
    one = [found.group() for found in _PHONE.finditer(matter.clause.old)]
    two = [found.group() for found in _PHONE.finditer(matter.clause.new)]
    return one != two and all(word.sort in (Sort.NUMBER, Sort.SYMBOL) for word in (*matter.gone, *matter.come))


def _exchanged(matter: Matter, terms: Terms, rule: str, subjects: tuple[Subject, ...] = ()) -> Iterator[Finding]:
    gone, come = matter.touched(terms)
    if gone or come:
        yield matter.finding(rule, Level.MATERIAL, subjects, before=gone, after=come)


def negation(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """A "not", "no" or "never" came or went, or another took its place.

    Source: WP260 rev.01 ¶29: a change is substantive when it alters what the reader was told; a denial that falls
    or appears reverses it. FTC, In re Gateway Learning (2004): a promise taken back is a material change.
    """
    if matter.both:
        yield from _exchanged(matter, words.forces["negation"], "negation")


def modality(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """What may, must, shall or will be done changed its force.

    Source: EU P2B Regulation 2019/1150 Art. 3(1)(a) (plain and intelligible terms) with Art. 3(2): a duty made of a
    permission asks for adaptation and so for notice; WP260 rev.01 ¶13 on "may", "might", "some", "often".
    """
    if matter.both:
        yield from _exchanged(matter, words.forces["modality"], "modality")


def quantifier(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """How many, how much or how often changed: all, any, some, only, at least, always, indefinitely.

    Source: WP260 rev.01 ¶13 (words that leave open how much) and ¶29.
    """
    if matter.both:
        yield from _exchanged(matter, words.forces["quantifier"], "quantifier")


def connective(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """One of "and" and "or" took the other's place: conditions that all had to hold now suffice one by one.

    Source: EU P2B Regulation Art. 3(1)(c), which asks for grounds that can be foreseen; WP260 rev.01 ¶29.
    """
    gone, come = matter.touched(words.forces["connective"])
    if matter.both and gone and come:
        yield matter.finding("connective", Level.MATERIAL, before=gone, after=come)


def condition(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """A condition or exception came, went or changed: if, unless, except, until, before, subject to.

    Source: EU P2B Regulation Art. 3(1)(c); Colorado Rule 6.04(A) (material changes to what was disclosed).
    """
    if matter.both:
        yield from _exchanged(matter, words.forces["condition"], "condition")


def quality(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """A word on which a right or duty hangs changed: express, written, irrevocable, free, anonymous, encrypted.

    Source: GDPR Art. 4(11) and PIPL Art. 14 (explicit, separate, written consent); FTC policy on material changes.
    """
    if matter.both:
        yield from _exchanged(matter, words.forces["quality"], "quality")


def sign(matter: Matter, _: Lexicon) -> Iterator[Finding]:
    """A sign that says something changed: a tick, a cross, a strike, or a comma that marks how far a word reaches.

    A pause beside "not", "if" or "only" says what they deny or restrict: "No, data is shared", "No data is shared".

    Source: WP260 rev.01 ¶12–13 (unambiguous language) and ¶29; courts have read much out of a comma (O'Connor v.
    Oakhurst Dairy, 851 F.3d 69 (1st Cir. 2017)).
    """
    gone = [Hit(one.start, one.end, one.key) for one in matter.gone if is_mark(one, matter.clause.old)]
    come = [Hit(one.start, one.end, one.key) for one in matter.come if is_mark(one, matter.clause.new)]
    if gone or come:
        yield matter.finding("sign", Level.MATERIAL, before=gone, after=come)


def place(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """A country or region came or went.

    Source: GDPR Art. 13(1)(f); PIPL Art. 39 (the foreign recipient and where it is); Colorado Rule 6.04(A).
    """
    if matter.both and not is_postal(matter):
        yield from _exchanged(matter, words.classes["place"], "place", (Subject.TRANSFER, Subject.SCOPE))


def party(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """Who acts or is acted upon changed: we, you, the customer, either party.

    Source: GDPR Art. 13(1)(a) and (e); PIPL Art. 17(1)(1); EU P2B Regulation Art. 3(2).
    """
    if not matter.both or (value(tuple(word.key for word in matter.gone)) is not None):
        return
    gone, come = matter.touched(words.classes["party"])
    # A pronoun that joins a reworded sentence is no new party; one that takes another's place is.
    if gone and come:
        yield matter.finding("party", Level.MATERIAL, before=gone, after=come)


FORCE_RULES: Mapping[str, Rule] = {
    "quantity": quantity,
    "negation": negation,
    "modality": modality,
    "quantifier": quantifier,
    "connective": connective,
    "condition": condition,
    "quality": quality,
    "sign": sign,
    "place": place,
    "party": party,
}
