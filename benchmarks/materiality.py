"""Judge labelled pairs of versions, and print how often the rules and the people who labelled them agree.

``python -m benchmarks.materiality --gold ../shared/gold/dev.jsonl`` reads the pairs from git bundles in
``../shared/corpora`` (or ``--corpora``), which it unpacks into a temporary folder.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from site_builder.compare import compare_outlines
from site_builder.content.loose import outline
from site_builder.materiality import judge
from site_builder.model.finding import Judgement

LEVELS = ("editorial", "clarifying", "material")
Pair = Mapping[str, Any]
Judged = tuple[Pair, Judgement]


class Bundles:
    """The texts of the corpora by blob id: each is a git bundle or a repository in one folder."""

    def __init__(self, folder: Path, scratch: Path) -> None:
        self.folder = folder
        self.scratch = scratch
        self.opened: dict[str, Path] = {}

    def text(self, corpus: str, blob: str) -> str:
        """The text of a blob."""
        command = ["git", "-C", str(self._open(corpus)), "cat-file", "blob", blob]
        return subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8", "replace")

    def _open(self, corpus: str) -> Path:
        if corpus not in self.opened:
            found = next(path for path in sorted(self.folder.iterdir()) if path.stem.split(".")[0] == corpus)
            target = found
            if found.is_file():
                target = self.scratch / corpus
                subprocess.run(["git", "clone", "--quiet", "--mirror", str(found), str(target)], check=True)
            self.opened[corpus] = target
        return self.opened[corpus]


def judged(pairs: Iterable[Pair], bundles: Bundles) -> list[Judged]:
    """Every pair with what the rules say about it."""
    found = []
    for pair in pairs:
        before, after = (outline(bundles.text(pair["corpus"], pair[f"{side}_blob"])) for side in ("before", "after"))
        found.append((pair, judge(compare_outlines(before, after))))
    return found


def table(title: str, results: Iterable[Judged]) -> None:
    """Print what was labelled in rows, what was judged in columns, and the share that agrees."""
    counted = Counter((pair["label"], str(judgement.level)) for pair, judgement in results)
    if not counted:
        return
    agreed = sum(counted[level, level] for level in LEVELS)
    print(f"\n{title}: {agreed} of {counted.total()} agree, {agreed / counted.total():.1%}")
    print(f"{'labelled':>12}" + "".join(f"{level:>12}" for level in LEVELS))
    for label in LEVELS:
        print(f"{label:>12}" + "".join(f"{counted[label, level]:>12}" for level in LEVELS))


def by(results: Iterable[Judged], key: Callable[[Pair], str]) -> dict[str, list[Judged]]:
    """The results in groups."""
    groups: dict[str, list[Judged]] = {}
    for pair, judgement in results:
        groups.setdefault(key(pair), []).append((pair, judgement))
    return dict(sorted(groups.items()))


def subjects(results: Iterable[Judged]) -> None:
    """Print how often what a material change is about was found, and how much was said beside it."""
    hit = told = labelled = 0
    for pair, judgement in results:
        if pair["label"] != "material" or str(judgement.level) != "material":
            continue
        found = {str(one) for finding in judgement.findings for one in finding.subjects}
        hit += len(found & set(pair["kinds"]))
        told += len(found)
        labelled += len(pair["kinds"])
    if labelled and told:
        print(f"\nsubjects of material changes: {hit / labelled:.0%} found, {hit / told:.0%} of the found are labelled")


def main() -> None:
    """Print the confusion tables: all, by language, confidence and corpus, and noise apart."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--gold", type=Path, required=True, help="labelled pairs, one JSON object a line")
    parser.add_argument("--corpora", type=Path, help="folder of the bundles; default: beside the folder of --gold")
    parser.add_argument("--errors", action="store_true", help="also list every pair on which they differ")
    options = parser.parse_args()
    pairs = [json.loads(line) for line in options.gold.read_text("utf-8").splitlines() if line.strip()]
    corpora = options.corpora or options.gold.resolve().parents[1] / "corpora"
    with tempfile.TemporaryDirectory() as scratch:
        results = judged(pairs, Bundles(corpora, Path(scratch)))
    clean = [(pair, found) for pair, found in results if not pair.get("noise")]
    table("All but noise", clean)
    for name in ("language", "confidence", "corpus"):
        for value, group in by(clean, lambda pair, name=name: str(pair[name])).items():  # type: ignore[misc]
            table(f"{name} {value}", group)
    table("Noise (the service changed nothing, its extraction did)", [one for one in results if one[0].get("noise")])
    subjects(clean)
    if options.errors:
        print()
        for pair, found in clean:
            if pair["label"] != str(found.level):
                rules = ", ".join(sorted({one.rule for one in found.findings if one.level is found.level}))
                print(f"{pair['id']:8} {pair['label']:>10} judged {found.level!s:10} by {rules}")


if __name__ == "__main__":
    main()
