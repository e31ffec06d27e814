"""A part as the runs of words that a translator works on, and which of them are to be done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from site_builder import content
from site_builder.exchange.standing import Part, State
from site_builder.markup import leaves, write_inlines
from site_builder.model.prose import Section

TITLE = "title"
# Runs are paired where they share so much, and where there are few enough for every pair to be tried.
_ALIKE, _MOST = 0.6, 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A run of words as Markdown. ``context`` names it for ever: ``privacy/retention#2_1``.

    ``previous`` is what the run said in the text that ``target`` translates; both are empty for a new one.
    """

    context: str
    number: str
    source: str
    previous: str = ""
    target: str = ""


def units(part: Part, *, everything: bool = False) -> tuple[Unit, ...]:
    """What is to be translated of a part: nothing of a current one, and of an outdated one what has changed.

    With ``everything`` the runs that have not changed are there too, with their translations.
    """
    if part.state is State.CURRENT and not everything:
        return ()
    done = kept(part)
    old = _pairs(part)
    found: list[Unit] = []
    for number, source in runs(part.original).items():
        if number in done and not everything:
            continue
        previous, target = (source, done[number]) if number in done else old.get(number, ("", ""))
        context = f"{part.policy.id}/{part.part}#{number}"
        found.append(Unit(context=context, number=number, source=source, previous=previous, target=target))
    return tuple(found)


def runs(section: Section) -> dict[str, str]:
    """The title and each run of words of a text as Markdown, by number."""
    return {TITLE: section.title, **{number: write_inlines(words) for number, words in leaves(section.blocks)}}


def kept(part: Part) -> dict[str, str]:
    """The translations of the runs that say what they said in the text that the file translates, by number."""
    before, translated = _matching(part)
    return {
        number: translated[old]
        for number, old in _aligned(before, runs(part.original))
        if old in translated and old in before
    }


def _matching(part: Part) -> tuple[dict[str, str], dict[str, str]]:
    """The text that the file translates and the file's own, run by run; empty where they do not fit together."""
    if part.translated is None:
        return {}, {}
    own = part.translated.prose
    before = part.before or (part.original if part.translated.translates == part.digest else None)
    if before is None or any(
        one.aspect in ("blocks", "items") for one in content.differences(before.blocks, own.blocks)
    ):
        return {}, {}
    return runs(before), runs(Section(id="", title=own.title, blocks=own.blocks))


def _aligned(before: Mapping[str, str], now: Mapping[str, str]) -> list[tuple[str, str]]:
    """Pairs of numbers, the new one first, whose runs are the same; the title only with itself."""
    same = [(TITLE, TITLE)] if before.get(TITLE) == now.get(TITLE) and before else []
    old_numbers, new_numbers = ([number for number in runs if number != TITLE] for runs in (before, now))
    matcher = SequenceMatcher(
        None, [before[number] for number in old_numbers], [now[number] for number in new_numbers], autojunk=False
    )
    for block in matcher.get_matching_blocks():
        same += [(new_numbers[block.b + n], old_numbers[block.a + n]) for n in range(block.size)]
    return same


def _pairs(part: Part) -> dict[str, tuple[str, str]]:
    """For runs that were reworded where they stand: what they said, and the translation of that."""
    before, translated = _matching(part)
    now = runs(part.original)
    if not before:
        return {}
    old_numbers, new_numbers = ([number for number in runs if number != TITLE] for runs in (before, now))
    matcher = SequenceMatcher(
        None, [before[number] for number in old_numbers], [now[number] for number in new_numbers], autojunk=False
    )
    found = {TITLE: (before[TITLE], translated[TITLE])}
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "replace":
            for new, old in _nearest(
                {n: now[n] for n in new_numbers[start:end]}, {n: before[n] for n in old_numbers[first:last]}
            ):
                found[new] = (before[old], translated[old])
    return found


def _nearest(new: Mapping[str, str], old: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Which of the old runs each new one was made of: the most alike, each old one once, where any is alike."""
    if len(new) == len(old):
        yield from zip(new, old, strict=True)
        return
    left = dict(old) if len(new) * len(old) <= _MOST else {}
    for number, words in new.items():
        alike = {o: SequenceMatcher(None, source, words, autojunk=False).quick_ratio() for o, source in left.items()}
        best = max(alike, key=lambda o: alike[o], default="")
        if best and alike[best] >= _ALIKE:
            del left[best]
            yield number, best
