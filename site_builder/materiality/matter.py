"""What is left of a change when everything proved editorial is taken away: the matter that rules judge."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from site_builder.materiality.edits import Clause, Edit
from site_builder.materiality.lexicon import Hit, Lexicon, Terms
from site_builder.materiality.prior import subjects_of
from site_builder.materiality.sentences import NOT_SAID
from site_builder.materiality.tokens import Sort, Token
from site_builder.materiality.world import World
from site_builder.model.change import Kind
from site_builder.model.finding import Evidence, Finding, Subject
from site_builder.model.policy import Level

# A cell of a few words is shown whole: "yes" became "no".
_SHORT_CELL = 40


@dataclass(frozen=True)
class Matter:
    """A clause with those of its edits that nothing proved editorial."""

    clause: Clause
    edits: tuple[Edit, ...]
    world: World

    @property
    def both(self) -> bool:
        """Whether the sentence stands in both texts, so that words were exchanged in it."""
        return self.clause.both

    @cached_property
    def gone(self) -> tuple[Token, ...]:
        """The old words that nothing proved editorial."""
        return tuple(word for edit in self.edits for word in self.clause.removed(edit))

    @cached_property
    def come(self) -> tuple[Token, ...]:
        """The new words that nothing proved editorial."""
        return tuple(word for edit in self.edits for word in self.clause.added(edit))

    @cached_property
    def _said_gone(self) -> _Places:
        return _Places(self.gone)

    @cached_property
    def _said_come(self) -> _Places:
        return _Places(self.come)

    @cached_property
    def present(self) -> AbstractSet[Terms]:
        """The terms of the lexicon that stand in either text; of sixty, a sentence has a few."""
        words = self.world.words
        return words.present(self.clause.old) | words.present(self.clause.new) if words is not None else frozenset()

    @property
    def text(self) -> str:
        """The sentence, the new one where there are two."""
        return self.clause.new or self.clause.old

    def touched(self, terms: Terms) -> tuple[list[Hit], list[Hit]]:
        """Terms with a changed word in them that one side has more often than the other."""
        if terms not in self.present:
            return [], []
        gone = self._said_gone.over(terms.find(self.clause.old))
        come = self._said_come.over(terms.find(self.clause.new))
        if not gone and not come:
            return gone, come
        one, two = Counter(hit.term for hit in gone), Counter(hit.term for hit in come)
        return _surplus(gone, one - two), _surplus(come, two - one)

    def finding(
        self,
        rule: str,
        level: Level,
        subjects: Iterable[Subject] = (),
        *,
        before: Sequence[Hit] = (),
        after: Sequence[Hit] = (),
    ) -> Finding:
        """A finding about this matter; its words are the hits, or else all that changed."""
        clause = self.clause
        one = ", ".join(dict.fromkeys(clause.old[hit.start : hit.end] for hit in before))
        two = ", ".join(dict.fromkeys(clause.new[hit.start : hit.end] for hit in after))
        if not before and not after:
            one, two = self.words()
        if clause.line.kind is Kind.CELL and max(len(clause.old), len(clause.new)) <= _SHORT_CELL:
            one, two = clause.old, clause.new
        about = tuple(dict.fromkeys(subjects))
        if not about and level is Level.MATERIAL:
            about = self.about()
        return Finding(
            rule=rule,
            level=level,
            subjects=about,
            evidence=Evidence(section=clause.line.section, before=one, after=two, was=clause.old, now=clause.new),
        )

    def about(self) -> tuple[Subject, ...]:
        """What the sentence is about: its commonest subjects, data last, else those of its section, at most two."""
        lexicon = self.world.words
        if lexicon is None:
            return (Subject.OTHER,)
        counted: Counter[Subject] = Counter()
        for subject, terms in lexicon.subjects.values():
            counted[subject] += len(terms.find(self.clause.old)) + len(terms.find(self.clause.new))
        # Nearly every sentence of a policy names data; what else it is about says more.
        named = sorted(counted, key=lambda one: (one is Subject.DATA_CATEGORY, -counted[one]))
        found = [subject for subject in named if counted[subject]][:2]
        return tuple(found or subjects_of(self.clause.line, self.world)[:2]) or (Subject.OTHER,)

    def words(self) -> tuple[str, str]:
        """All words that changed, an ellipsis between those that stand apart."""
        pairs = [self.clause.words(edit) for edit in self.edits]
        return " … ".join(one for one, _ in pairs if one), " … ".join(two for _, two in pairs if two)


Rule = Callable[[Matter, Lexicon], Iterator[Finding]]


class _Places:
    """Where words stand that changed and are said; they are in order, so that a place among them is found at once."""

    __slots__ = ("ends", "starts")

    def __init__(self, changed: Iterable[Token]) -> None:
        said = [word for word in changed if word.sort not in NOT_SAID and word.sort is not Sort.EMAIL]
        self.starts = [word.start for word in said]
        self.ends = [word.end for word in said]

    def over(self, hits: Iterable[Hit]) -> list[Hit]:
        """The hits that have any of the words in them."""
        return [hit for hit in hits if self._any_in(hit)]

    def _any_in(self, hit: Hit) -> bool:
        first = bisect_right(self.ends, hit.start)
        return first < len(self.starts) and self.starts[first] < hit.end


def _surplus(hits: Sequence[Hit], more: Counter[str]) -> list[Hit]:
    left = more.copy()
    out: list[Hit] = []
    for hit in hits:
        if left[hit.term] > 0:
            left[hit.term] -= 1
            out.append(hit)
    return out


def says_something(words: Sequence[Token]) -> bool:
    """Whether there is a word among them, and not only addresses and variables."""
    return any(word.sort not in NOT_SAID for word in words)
