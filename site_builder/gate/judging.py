"""Texts compared and judged, each pair once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from site_builder import text
from site_builder.compare import compare
from site_builder.content import INDEX
from site_builder.materiality import judge
from site_builder.model.change import Aspect, Comparison, Fate, Head
from site_builder.model.finding import Finding
from site_builder.model.prose import Document
from site_builder.model.review import Judged


class Judge:
    """Compares and judges; a pair that was judged before is not judged again."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], Judged] = {}

    def between(self, old: Document, new: Document, formerly: Mapping[str, tuple[str, ...]]) -> Judged:
        """What differs, section by section, and how much it matters."""
        key = (new.locale, text.digest(old), text.digest(new), *sorted(formerly.items()))
        if key not in self._known:
            self._known[key] = judged(compare(old, new, formerly=formerly), new.locale, formerly)
        return self._known[key]


def judged(comparison: Comparison, locale: str, formerly: Mapping[str, tuple[str, ...]]) -> Judged:
    """A comparison with its judgement, by section."""
    judgement = judge(comparison, locale)
    findings: dict[str, list[Finding]] = {}
    for one in judgement.findings:
        findings.setdefault(_name(one.evidence.section), []).append(one)
    return Judged(
        comparison=comparison,
        judgement=judgement,
        changed=tuple(dict.fromkeys(_changed(comparison))),
        findings={name: tuple(found) for name, found in findings.items()},
        formerly=formerly,
    )


def _changed(comparison: Comparison) -> Iterator[str]:
    for section in comparison.sections:
        is_same = section.fate is Fate.KEPT or set(section.aspects) == {Aspect.RENUMBERED}
        if not is_same:
            yield _name(section.head)


def _name(head: Head | None) -> str:
    return head.id if head is not None else INDEX
