"""Parts of a review as blocks of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from site_builder import routes
from site_builder.characters import expose, visible
from site_builder.model.finding import Finding
from site_builder.model.policy import Level, Mode
from site_builder.model.release import ChangeRecord, level_for
from site_builder.model.review import Judged, Review
from site_builder.outputs.marked import words_in_markdown
from site_builder.outputs.theme import Words
from site_builder.outputs.wording import worded_all
from site_builder.problems import Problem, Severity

_ENGLISH = Words(catalogue=None)
_FINDINGS, _PROBLEMS, _LONGEST = 12, 40, 400
_MODES = {
    Mode.SILENT: "nobody is told; it stands in the history",
    Mode.INFORM: "users are told",
    Mode.ACKNOWLEDGE: "users are told and confirm that they saw it",
    Mode.CONSENT: "users are asked to agree",
}
# A redline has such a character itself, for those who copy it, and its number beside it; here the number is enough.
_NOTED = re.compile(r"<bdi>(?:.|&#x[0-9A-F]+;)</bdi>(?=<span class=\"redline-invisible\")", re.DOTALL)
# A name behind an at sign would call somebody, on GitHub.
_MENTION = re.compile(r"(?<!\w)@(?=\w)")
_TAG = re.compile(r"(<[^>]*>)")


def said(words: str) -> str:
    """Words inside a line."""
    short = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
    return uncalled(words_in_markdown(short))


def uncalled(markdown: str) -> str:
    """Markdown in which nobody is called by name; an address inside a tag is left as it is."""
    parts = _TAG.split(markdown)
    parts[::2] = [_MENTION.sub("@<!-- -->", part) for part in parts[::2]]
    return "".join(parts)


def shown(markdown: str) -> str:
    """Markdown of a redline with everything in it that cannot be seen written as its number."""
    runs = expose(_NOTED.sub("", markdown))
    return uncalled("".join(f"⟦U+{ord(run):04X}⟧" if unseen else run for run, unseen in runs))


def code(words: str) -> str:
    """Words set as code, whatever they are."""
    plain = visible(words).replace("\n", " ")
    ticks = "`" * (max((len(run) for run in re.findall(r"`+", plain)), default=0) + 1)
    pad = " " if plain.startswith("`") or plain.endswith("`") else ""
    # In the cell of a table a bar would end the cell, also in code.
    return f"{ticks}{pad}{plain}{pad}{ticks}".replace("|", r"\|")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; the cells are Markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def why(judged: Judged) -> Iterator[str]:
    """The findings that make a level what it is, each as readers would see it."""
    level = judged.judgement.level
    highest = [one for one in judged.judgement.findings if one.level is level]
    lines = worded_all(highest, _ENGLISH)
    yield "\n".join(f"- {said(line)}" for line in lines[:_FINDINGS])
    if len(lines) > _FINDINGS:
        yield f"… and {len(lines) - _FINDINGS} more; the redline has all of them."


def sections(review: Review) -> Iterator[str]:
    """What is touched, how much, and which record says so."""
    rows = [
        (
            code(one.section),
            str(one.level),
            ", ".join(code(record.slug) for record in one.records) or "none",
            _first(review.draft.findings.get(one.section, ()) if review.draft else ()),
        )
        for one in review.touched
    ]
    if rows:
        yield "### Sections"
        yield table(("section", "level", "change record", "what the rules see"), rows)


def _first(findings: Iterable[Finding]) -> str:
    lines = worded_all(findings, _ENGLISH)
    more = f" (+{len(lines) - 1})" if len(lines) > 1 else ""
    return f"{said(lines[0])}{more}" if lines else "–"


def audiences(review: Review) -> Iterator[str]:
    """Who would be told, how, and from when the change could count."""
    level = review.level
    yield "### Who would be told"
    rows = []
    for one in review.audiences:
        mine = _level_for(review, one.id)
        how = _MODES[one.modes[mine]] if mine is not None else "nobody is told; no change record concerns them"
        less = f", of what is {mine}" if mine is not None and mine < level else ""
        days = one.notice_days[level]
        rows.append((code(one.id), how + less, f"{days} days, {said(one.source(level))}"))
    yield table(("audience", "how", f"notice of a change that is {level}"), rows)
    yield f"Earliest effective date, if it were published now: **{review.earliest[level].date()}**."


def _level_for(review: Review, audience: str) -> Level | None:
    """What an audience would be told of, by the rules of notices: of the releases proposed, else of the draft."""
    known = [one.id for one in review.audiences]
    # Each is a level that may be declared, and the records of all that it covers, or none.
    told: list[tuple[Level, Sequence[ChangeRecord]]] = []
    by_slug = {one.slug: one for one in review.changes}
    for one in review.proposals:
        records = [by_slug[slug] for slug in one.release.changes if slug in by_slug]
        told.append((one.release.level, records if len(records) == len(one.release.changes) else ()))
    if not told:
        is_whole = all(one.records for one in review.touched if one.level > Level.EDITORIAL)
        records = list({record.slug: record for one in review.touched for record in one.records}.values())
        told.append((review.level, records if is_whole else ()))
    found = [level_for(audience, known, level, records) for level, records in told]
    return max((one for one in found if one is not None), default=None)


def proposals(review: Review) -> Iterator[str]:
    """The releases of the change, with their dates."""
    rows = [
        (
            code(one.release.label),
            str(one.release.revision),
            f"{one.release.level}" + (f" (rules: {one.level})" if one.level > one.release.level else ""),
            _when(one.release.published, one.earliest),
            _when(one.release.effective, one.earliest),
            f"{one.earliest.date()}" if not one.is_exempt else "–",
        )
        for one in review.proposals
    ]
    if rows:
        yield "### Releases"
        yield table(("release", "revision", "level", "published", "effective", "earliest"), rows)
    for one in review.proposals:
        if one.release.level > Level.EDITORIAL and one.release.revision > 1:
            page = routes.file_of(routes.notice_preview(review.policy.id, one.release.label))
            yield f"What users will see on each channel, in each language: {code(page)} in the preview of this change."


def _when(instant: datetime, local: datetime) -> str:
    return instant.astimezone(local.tzinfo).strftime("%Y-%m-%d %H:%M %Z").replace(" 00:00", "")


def dates(review: Review) -> Iterator[str]:
    """What happens to the dates of versions that are there already."""
    rows = [(code(one.label), said(one.before) or "new", said(one.after) or "gone") for one in review.dates]
    if rows:
        yield "### Dates"
        yield table(("version", "before", "with this change"), rows)


def translations(review: Review) -> Iterator[str]:
    """The languages that have no translation of the present text."""
    rows = [
        (code(locale), "required" if locale in review.policy.required_locales else "optional", _listed(parts))
        for locale, parts in review.incomplete.items()
    ]
    if rows:
        yield "### Translations that are missing or out of date"
        yield table(("language", "", "sections"), rows)


def _listed(parts: Sequence[str]) -> str:
    names = ", ".join(code(part) for part in parts[:8])
    return f"{names} and {len(parts) - 8} more" if parts[8:] else names


def problems(found: Sequence[Problem]) -> Iterator[str]:
    """What has to be mended, the worst first, with what to write."""
    grave = [one for one in found if one.severity <= Severity.WARNING]
    if not grave:
        yield "Nothing has to be mended."
        return
    yield "### To be mended"
    yield "\n".join(_problem(one) for one in grave[:_PROBLEMS])
    if len(grave) > _PROBLEMS:
        yield f"… and {len(grave) - _PROBLEMS} more."


def _problem(one: Problem) -> str:
    word = "warning" if one.severity is Severity.WARNING else "error"
    place = f"{code(str(one.place))} " if one.place.path else ""
    hint = f"  \n  {_hint(one.hint)}" if one.hint else ""
    return f"- **{word}** {place}{said(one.message)} ({one.code}){hint}"


def _hint(hint: str) -> str:
    """A hint whose lines to write, between backticks, stay code."""
    parts = hint.split("`")
    if len(parts) % 2 == 0:
        return said(hint)
    return "".join(code(part) if index % 2 else said(part) for index, part in enumerate(parts))


def level_of(level: Level) -> str:
    """A level as the head of a comment."""
    return {
        Level.EDITORIAL: "editorial: nobody could understand anything different",
        Level.CLARIFYING: "clarifying: users are informed",
        Level.MATERIAL: "material: users are told before it takes effect",
    }[level]
