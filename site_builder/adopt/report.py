"""What an adoption did, file by file, as a page that people read once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from site_builder.adopt.making import History
from site_builder.adopt.steps import Step
from site_builder.problems import Problem

_SOURCES = {
    "the line": "a line of the text",
    "the commit": "the commit",
    "the name": "the name of the file",
}


def written(histories: Sequence[History], passed: Mapping[str, str], problems: Iterable[Problem]) -> str:
    """The report as Markdown. ``passed`` has the files that were left alone, with the reason."""
    return "".join(f"{line}\n" for line in _lines(histories, passed, problems))


def _lines(histories: Sequence[History], passed: Mapping[str, str], problems: Iterable[Problem]) -> Iterator[str]:
    versions = sum(len(history.lines) for history in histories)
    yield "# What was adopted"
    yield ""
    yield f"{_count(len(histories), 'policy', 'policies')}, {_count(versions, 'version')}."
    for problem in problems:
        yield ""
        yield f"**{_cell(str(problem))}**"
    yield ""
    yield "| policy | files | versions | from | to | sections now | commits that changed nothing for readers |"
    yield "|---|---|---:|---|---|---:|---:|"
    for history in histories:
        if history.lines:
            first, last = history.lines[0], history.lines[-1]
            paths = ", ".join(f"`{_cell(path)}`" for path in history.trail.paths)
            ended = f" (ended {history.ended.date()})" if history.ended else ""
            yield (
                f"| {history.name} | {paths} | {len(history.lines)} | {first.label} | {last.label}{ended} "
                f"| {last.sections} | {history.unchanged} |"
            )
    yield from _steps(histories)
    yield from _policies(histories)
    yield from _passed(passed)


def _steps(histories: Sequence[History]) -> Iterator[str]:
    yield ""
    yield "## Steps"
    yield ""
    yield "Nothing else was done to a text. Words that a step took out are named with it."
    yield ""
    taken = {step for history in histories for step in history.notes.taken}
    for step in Step:
        if step in taken:
            yield f"- **{step.word}**: {step.meaning}."


def _policies(histories: Sequence[History]) -> Iterator[str]:
    for history in histories:
        yield ""
        yield f"## {history.name}"
        yield ""
        by = Counter(_kind(line.dates.effective_by) for line in history.lines)
        known = ", ".join(f"{count} from {kind}" for kind, count in sorted(by.items()))
        levels = Counter(str(line.level) for line in history.lines[1:])
        yield f"Language {history.locale}. Dates: {known or 'none'}."
        if levels:
            yield (
                "Levels after the first version: "
                + ", ".join(f"{n} {word}" for word, n in sorted(levels.items()))
                + "."
            )
        if history.unread:
            yield f"No text at {', '.join(one[:12] for one in history.unread)}."
        if history.notes.taken:
            yield ""
            yield "| step | times | for example |"
            yield "|---|---:|---|"
            for step in Step:
                one = history.notes.taken.get(step)
                if one:
                    examples = "; ".join(f"`{_cell(example)}`" for example in one.examples)
                    yield f"| {step.word} | {one.times} | {examples} |"


def _passed(passed: Mapping[str, str]) -> Iterator[str]:
    if not passed:
        return
    yield ""
    yield "## Left alone"
    yield ""
    reasons = sorted(set(passed.values()))
    for reason in reasons:
        paths = sorted(path for path, why in passed.items() if why == reason)
        shown = ", ".join(f"`{_cell(path)}`" for path in paths[:20])
        more = f" and {len(paths) - 20} more" if len(paths) > 20 else ""
        yield f"- {reason}: {shown}{more}"


def _kind(source: str) -> str:
    """What kind of source a date was taken from."""
    return next((words for start, words in _SOURCES.items() if source.startswith(start)), source)


def _cell(words: str) -> str:
    return words.replace("`", "'").replace("|", "\\|").replace("\n", " ")


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
