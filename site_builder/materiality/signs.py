"""The signs between words that stayed: which of them may be set otherwise without saying anything else.

The words of both texts are laid side by side, and what stands between two neighbours in one text is compared with
what stands there in the other. Quotes say nothing, and dashes are one dash. A comma, bracket or stop is proved to
say nothing only where it is far from the words whose reach it marks: "No, data is shared" and "No data is shared"
are the same words. A sign that is attached to a figure is part of the figure.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from site_builder.materiality.edits import Clause, Edit
from site_builder.materiality.lexicon import Lexicon, Terms
from site_builder.materiality.tokens import Sort, Token


class Weight(Enum):
    """What a sign that came, went or was exchanged can say."""

    SPACE = auto()
    NOTHING = auto()
    PERHAPS = auto()
    REACH = auto()
    FIGURE = auto()


@dataclass(frozen=True, slots=True)
class Sign:
    """Signs that differ between two neighbouring words; ``before`` and ``after`` have the words as well."""

    weight: Weight
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Gap:
    """What stands between two neighbours: ``left`` and ``right`` are their tokens, None at an end of the text.

    ``behind`` is the right one as it is written; ``spaced`` says that only spaces differ.
    """

    old: str
    new: str
    left: Token | None
    right: Token | None
    behind: str
    spaced: bool
    was: str
    now: str


_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»‹›「」『』", '"') | dict.fromkeys("‘’‚‛ʼ`´", "'"))
_DASHES = re.compile(r"--+|[‐‑‒–—―−﹘﹣]")
_MARKS = frozenset("✓✔☑✅✗✘☒❌✕✖☐⬜⬛●○◯◉★☆👍👎~")
_PAUSES = frozenset(",;:-()[]、")
_ENDINGS = frozenset(".,;:!。…)]*")
# Signs at the beginning of a line that only mark it: bullets and the stars of footnotes.
_MARKERS = frozenset("*•·‣▪-–()[]_.:#>")
_ABBREVIATED = frozenset(
    {
        *("inc", "ltd", "llc", "corp", "co", "etc", "vs", "mr", "mrs", "ms", "dr", "st", "jr", "eg", "ie", "e"),
        *("g", "i"),
        *("u", "s", "k", "a", "p", "no", "art", "sec", "para", "cf", "al", "approx", "dept", "est", "gmbh", "plc"),
    }
)
_ENTITIES = frozenset({"inc", "ltd", "llc", "corp", "corporation", "limited", "gmbh", "plc", "co", "sa", "ag", "bv"})
# Behind a pause these begin words that qualify what stands before them, all of it or only the last of it.
_RELATIVES = frozenset({"who", "whom", "whose", "which", "that", "where", "because", "as", "since", "so", "though"})
_PREPOSITIONS = frozenset(
    {*("in", "on", "at", "by", "for", "from", "to", "of", "with", "under", "over", "through", "via", "about"), "into"}
)
_JOINING = frozenset({"and", "or", "but", "nor"})
_JOINED = re.compile(r"\b(?:and|or)\b", re.IGNORECASE)
_STRONG = frozenset(".;:()")
_PAUSE = re.compile(r"[,;:()]")
# Behind these a comma opens a parenthesis: "If, at that time, …".
_OPENING = frozenset({"if", "when", "unless", "while", "where"})


def signs(clause: Clause, words: Lexicon | None, proved: Collection[Edit] = ()) -> Iterator[Sign]:
    """The signs that differ in a sentence, in order; beside an edit only where it is ``proved`` to be editorial."""
    gaps = [gap for gap in _gaps(clause, proved) if gap.old != gap.new]
    joined = {_is_joint(gap.old) for gap in gaps if _is_hyphened(gap)}
    for gap in gaps:
        weight = _weight(gap, clause, words)
        if weight is Weight.NOTHING and _is_hyphened(gap) and len(joined) > 1:
            weight = Weight.PERHAPS  # "man-eating shark" and "man eating-shark" are two things
        yield Sign(weight, gap.was, gap.now)


def _gaps(clause: Clause, proved: Collection[Edit]) -> Iterator[_Gap]:
    i = j = -1  # the words on the left of the next gap
    end = Edit(len(clause.one), len(clause.one), len(clause.two), len(clause.two))
    for edit in (*clause.edits, end):
        while i + 1 < edit.a:
            yield _gap(clause, (i, i + 1), (j, j + 1))
            i, j = i + 1, j + 1
        if edit is end:
            if i < edit.a:  # otherwise the last word is another one
                yield _gap(clause, (i, edit.b), (j, edit.d))
        elif edit not in proved:
            i, j = edit.b, edit.d
        elif edit.a < edit.b and edit.c < edit.d:
            yield _gap(clause, (i, edit.a), (j, edit.c))
            i, j = edit.b - 1, edit.d - 1
        else:
            yield _gap(clause, (i, edit.b), (j, edit.d), drop=True)
            i, j = edit.b, edit.d


def _gap(clause: Clause, one: tuple[int, int], two: tuple[int, int], *, drop: bool = False) -> _Gap:
    was, left, right = _between(clause.old, clause.one, *one, drop=drop)
    now, also, other = _between(clause.new, clause.two, *two, drop=drop)
    return _Gap(
        old=_plain(was),
        new=_plain(now),
        left=left or also,
        right=right or other,
        behind=_raw(clause.old, right) or _raw(clause.new, other),
        spaced="".join(was.split()) == "".join(now.split()),
        was=_cut(clause.old, left, right),
        now=_cut(clause.new, also, other),
    )


def _raw(text: str, word: Token | None) -> str:
    return text[word.start : word.end] if word else ""


def _between(
    text: str, words: tuple[Token, ...], start: int, end: int, *, drop: bool
) -> tuple[str, Token | None, Token | None]:
    """The signs between two words of a text, those around dropped words together."""
    left = words[start] if 0 <= start < len(words) else None
    right = words[end] if end < len(words) else None
    at, parts = left.end if left else 0, []
    for word in words[start + 1 : end] if drop else ():
        parts.append(text[at : word.start])
        at = word.end
    parts.append(text[at : right.start if right else len(text)])
    return "".join(parts), left, right


def _cut(text: str, left: Token | None, right: Token | None) -> str:
    return " ".join(text[left.start if left else 0 : right.end if right else len(text)].split())


def _plain(gap: str) -> str:
    """Signs with their width, the kind of quote and of dash, and the number of spaces taken away."""
    wide = "".join(chr(ord(one) - 0xFEE0) if "！" <= one <= "～" else one for one in gap)
    flat = _DASHES.sub("-", wide.translate(_QUOTES)).replace("。", ".").replace("…", "...").replace("．", ".")
    return " ".join(flat.replace("\u00a0", " ").split(" ")) if flat.strip() else flat[:1].replace("\u00a0", " ")


def _weight(gap: _Gap, clause: Clause, words: Lexicon | None) -> Weight:
    if gap.old.split() == gap.new.split():
        if _touches_figure(gap) and _of_figure(gap) is Weight.FIGURE:
            return Weight.FIGURE
        return Weight.SPACE if gap.spaced else Weight.NOTHING
    if _touches_figure(gap) and _of_figure(gap) is Weight.FIGURE:
        return Weight.FIGURE
    one, two = (_said(text, gap, words) for text in (gap.old, gap.new))
    if any(word.sort is Sort.MARKUP for word in (*clause.one, *clause.two)):
        one, two = (text.strip("[]") for text in (one, two))  # what is left of a link that was written wrong
    if one == two:
        return Weight.NOTHING
    if gap.left is None:
        return Weight.NOTHING if set(one + two) <= _MARKERS else Weight.PERHAPS
    if gap.right is None:
        return Weight.NOTHING if set(one + two) <= _ENDINGS else Weight.PERHAPS
    if words is None:
        return Weight.PERHAPS
    return _inside(one, two, gap, clause, words)


def _said(gap: str, place: _Gap, words: Lexicon | None) -> str:
    """The signs of a gap that may say something: no spaces, no quotes, and no hyphen that only joins."""
    bare = "".join(one for one in gap if not one.isspace() and one not in "\"'")
    if _is_number(place.left):
        bare = bare.removeprefix(")")  # "thirty (30) days": what the bracket says of a figure is asked for itself
    if words is not None and bare == "-" and _is_joint(gap) and _is_word(place.left) and _is_word(place.right):
        return ""
    return bare


def _inside(one: str, two: str, gap: _Gap, clause: Clause, words: Lexicon) -> Weight:
    """What signs between two words of a sentence say."""
    if not set(one + two) <= _PAUSES | {"."}:
        return Weight.REACH if "/" in one + two else Weight.PERHAPS
    if {one, two} == {".", ""} and gap.left is not None and gap.left.key in _ABBREVIATED:
        return Weight.NOTHING
    if {one, two} <= {",", ""} and gap.right is not None and gap.right.key in _ENTITIES and gap.behind[:1].isupper():
        return Weight.NOTHING
    if gap.left is None or gap.right is None:
        return Weight.NOTHING
    turning = [words.forces["negation"], words.forces["condition"]]
    if words.language == "zh":
        denied, conditional = (any(one.within(text) for text in (clause.old, clause.new)) for one in turning)
        return Weight.REACH if denied else Weight.PERHAPS if conditional and not (one and two) else Weight.NOTHING
    before = clause.old[: gap.left.end] if gap.left in clause.one else clause.new[: gap.left.end]
    if _marks_reach(before[gap.left.start :].casefold(), gap.behind.casefold(), before, turning):
        return Weight.REACH
    if gap.right.key in _RELATIVES or (gap.right.key in _PREPOSITIONS and _JOINED.search(_PAUSE.split(before)[-1])):
        return Weight.PERHAPS
    # A full stop, semicolon, colon or bracket parts more than a comma does.
    return Weight.PERHAPS if set(one) & _STRONG != set(two) & _STRONG else Weight.NOTHING


def _marks_reach(left: str, right: str, before: str, turning: Collection[Terms]) -> bool:
    """Whether a pause between two words says how far "not", "if" or "only" reach."""
    if "only" in (left, right) or any(terms.within(right) for terms in turning):
        return True
    if right in _JOINING and any(terms.within(before) for terms in turning):
        return True
    return any(terms.within(left) and left not in _OPENING for terms in turning)


def _touches_figure(gap: _Gap) -> bool:
    return _is_figure(gap.left) or _is_figure(gap.right)


def _of_figure(gap: _Gap) -> Weight:
    """Whether what is attached to a figure changed: a point, a minus, a sign between two figures."""
    one, two = gap.old, gap.new
    if _is_number(gap.left) and _is_number(gap.right):
        same = _bare(one) == _bare(two)
        return Weight.SPACE if same else Weight.FIGURE
    if _is_figure(gap.right) and one.endswith("(") != two.endswith("("):
        return Weight.FIGURE  # in brackets, a sum is a loss
    if _is_number(gap.right) and _prefix(one, gap.left) != _prefix(two, gap.left):
        return Weight.FIGURE
    if _is_number(gap.left) and _suffix(one) != _suffix(two):
        return Weight.FIGURE
    return Weight.SPACE


def _bare(gap: str) -> str:
    return re.sub(r"[\s()\[\]]", "", gap) or " "


def _prefix(gap: str, left: Token | None) -> str:
    """What stands before a figure without a space; a hyphen behind a word only joins the two."""
    if gap == "-" and _is_word(left):
        return ""
    attached = re.split(r"\s", gap)[-1]
    return re.sub(r"[\"'(\[{:,;]", "", attached) if gap else ""


def _suffix(gap: str) -> str:
    """What stands behind a figure without a space, and is neither the end of a sentence nor a joining hyphen."""
    attached = re.split(r"\s", gap)[0]
    return re.sub(r"[.,;:!)\]}*]+|-$", "", attached)


def _is_hyphened(gap: _Gap) -> bool:
    return _is_joint(gap.old) != _is_joint(gap.new) and _is_word(gap.left) and _is_word(gap.right)


def _is_joint(gap: str) -> bool:
    return gap == "-"


def _is_word(token: Token | None) -> bool:
    return token is not None and token.sort in (Sort.WORD, Sort.NUMBER)


def _is_number(token: Token | None) -> bool:
    return token is not None and token.sort is Sort.NUMBER


def _is_figure(token: Token | None) -> bool:
    return token is not None and token.sort in (Sort.NUMBER, Sort.SYMBOL)


def is_mark(word: Token, text: str) -> bool:
    """Whether a symbol says something by itself, as a tick, a cross or a strike does."""
    return word.sort is Sort.SYMBOL and text[word.start] in _MARKS
