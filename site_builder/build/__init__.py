"""The order of work of a build, to be read aloud: settle, date, make, list.

`build` computes values from values. It reads no clock, no disk and no environment: the repository, the
files that ship with the program, the instant and the previous record are handed in by a door.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from site_builder import instants, schedule, versions
from site_builder.build.dating import Dated, gone, tasks
from site_builder.build.foreseeing import foresee
from site_builder.build.jobs import Job, Later, Order, Run, dates_of, files_of
from site_builder.build.making import Summary
from site_builder.build.manifest import with_manifest
from site_builder.build.sitewide import earlier_texts, site_files
from site_builder.build.work import Work
from site_builder.fingerprints import fingerprint
from site_builder.locales import best
from site_builder.model.artifact import File
from site_builder.model.policy import Site
from site_builder.model.record import Event, Record
from site_builder.model.revision import Entry, Repository
from site_builder.outputs import hosts
from site_builder.outputs.theme import Theme
from site_builder.press import Press
from site_builder.problems import Place, Problem, ProblemError
from site_builder.publisher import Publisher, read_publisher
from site_builder.stages import Stage, during, each

__all__ = ["Run", "Work", "build", "foresee"]

T = TypeVar("T")
# The texts of so many versions are kept between their dates and their pages; others are read twice. A version of a
# long policy is a megabyte.
_KEPT = 128
_CATALOGUE = "LC_MESSAGES/messages.po"


def build(work: Work) -> Iterator[File | Problem]:
    """Every file of the site, the manifest last, or the problems that keep it from being made.

    Where there is a problem worse than what is held back, what has been given out must not be published.
    """
    tally, progress = work.tally, work.progress
    try:
        progress.phase("reading history")
        with during(tally, Stage.SETTLE):
            tree = work.repository.tree()
            publisher = read_publisher(work.repository, tree, work.memory("settings"))
            theme = _theme(work, publisher.site, tree)
        with during(tally, Stage.FIND):
            archive = versions.read_archive(work.repository, publisher.zone, work.pasts)
        jobs = [
            Job(
                task=task,
                archive=archive,
                theme=theme,
                program=work.program,
                memory=work.memory,
                tally=tally,
            )
            for task in tasks(publisher, work.previous, work.as_of)
        ]
        still = work.memory("still")
        still.put("until", (_next_instant(jobs, work.as_of),))
        dated = yield from _dates(jobs, work)
        record = _record(publisher, jobs, dated, work)
        made = _make(publisher, jobs, dated, record, theme, work)
        yield from _counted(publisher.site, with_manifest(made, still))
    except ProblemError as error:
        yield from error.problems


def _next_instant(jobs: Iterable[Job], as_of: datetime) -> datetime | None:
    """From when on another site may follow from the same commit: until then, no declared instant passes."""
    return min((at for job in jobs for at in job.task.instants if at > as_of), default=None)


def _dates(jobs: Sequence[Job], work: Work) -> Generator[Problem, None, list[Dated]]:
    """The dates of every policy, and what is kept back of it."""
    work.progress.phase("dates of policies", len(jobs))
    dated: list[Dated] = []
    later = _given_out(work.run, dates_of, ((job, job.order()) for job in jobs if not job.known))
    kept = 0
    for job in jobs:
        with during(work.tally, Stage.DATE):
            if work.run is None or job.known:
                kept += 0 if job.known else len(job.task.declared)
                dated.append(job.dates(keep=kept <= _KEPT))
            else:
                dated.append(next(later)[1].result())
        work.tally.count(Stage.DATE, made=job.known is None, reused=job.known is not None)
        work.progress.step()
        yield from dated[-1].held
    return dated


def _given_out(
    run: Run | None, what: Callable[[Order], T], jobs: Iterator[tuple[Job, Order]]
) -> Iterator[tuple[Order, Later[T]]]:
    """The results of jobs in their order, as they come; not more of them are under way than the run is wide."""
    under_way: deque[tuple[Order, Later[T]]] = deque()
    for _, order in jobs if run is not None else ():
        if run is not None:
            under_way.append((order, run.submit(what, order)))
            if len(under_way) >= run.width:
                yield under_way.popleft()
    yield from under_way


def _record(publisher: Publisher, jobs: Sequence[Job], dated: Sequence[Dated], work: Work) -> Record:
    """The record goes on, where nothing speaks against it."""
    faults = [*schedule.record_faults(work.previous, work.as_of)] if work.previous else []
    if faults:
        raise ProblemError(faults)
    refused = [problem for one in dated for problem in one.refused]
    refused += gone(publisher, work.previous) if work.previous else ()
    if refused:
        raise ProblemError(refused)
    if not any(job.is_public(one) for job, one in zip(jobs, dated, strict=True)):
        raise ProblemError([_nothing_public(publisher, dated)])
    happened = [event for one in dated for event in one.happened]
    translated = [event for one in dated for event in one.translated]
    return schedule.go_on(work.previous, happened, translated, work.as_of)


def _make(
    publisher: Publisher, jobs: Sequence[Job], dated: Sequence[Dated], record: Record, theme: Theme, work: Work
) -> Iterator[File | Problem]:
    """The files of each policy, then those of the whole site."""
    summaries: list[Summary] = []
    texts: set[str] = set()
    work.progress.phase("pages of policies", len(jobs))
    for one in _of_policies(jobs, dated, record, work):
        if isinstance(one, Summary):
            summaries.append(one)
            work.progress.step()
        elif isinstance(one, Problem) or one.schema != "text":
            yield one
        elif one.path not in texts:  # two policies can have the same words
            texts.add(one.path)
            yield one
    press = Press(work.memory("site"), fingerprint(work.program, publisher.site, theme.digest))
    work.progress.phase("pages of the whole site")
    yield from each(work.tally, Stage.SITE, site_files(publisher.site, theme, summaries, record, press))
    yield from each(work.tally, Stage.SITE, earlier_texts(record, texts, work.earlier_text))
    work.progress.phase("writing")


def _of_policies(
    jobs: Sequence[Job], dated: Sequence[Dated], record: Record, work: Work
) -> Iterator[File | Problem | Summary]:
    """The files and the summary of each policy that has anything to see, in their order."""
    events: dict[str, list[Event]] = {}
    for event in record.events:
        events.setdefault(event.policy, []).append(event)
    public = [(job, one) for job, one in zip(jobs, dated, strict=True) if job.is_public(one)]
    orders = (
        (job, job.order(events[job.task.policy.id], record.stream)) for job, _ in public if not job.known and work.run
    )
    later = _given_out(work.run, files_of, orders)
    for job, one in public:
        if job.known or work.run is None:
            yield from job.files(events[job.task.policy.id], record.stream)
        else:
            order, result = next(later)
            yield from job.received(result, one, order)


def _theme(work: Work, site: Site, tree: Mapping[str, Entry]) -> Theme:
    """The theme of the built commit, where it has one, else the one that ships; catalogues likewise.

    Of the catalogues only those are read that a locale of the site needs.
    """
    folder = f"themes/{site.theme}"
    own = _below(work.repository, tree, f"{folder}/")
    words = _below(work.repository, tree, "translations/")
    catalogues = {
        path.removesuffix(f"/{_CATALOGUE}"): body for path, body in words.items() if path.endswith(_CATALOGUE)
    }
    known = {**work.shipped.catalogues, **catalogues}
    needed = {name for locale in site.locales if (name := best(locale, known))}
    return Theme.load(
        own or work.shipped.theme, {name: known[name] for name in needed}, folder=folder, memory=work.memory("theme")
    )


def _below(repository: Repository, tree: Mapping[str, Entry], start: str) -> dict[str, bytes]:
    blobs = {path.removeprefix(start): entry.blob for path, entry in tree.items() if path.startswith(start)}
    read = repository.read(blobs.values())
    return {path: read[blob] for path, blob in blobs.items()}


def _counted(site: Site, artifacts: Iterable[File | Problem]) -> Iterator[File | Problem]:
    """The artifacts, and behind them what they come to for the host that the site names."""
    files = size = 0
    for artifact in artifacts:
        if not isinstance(artifact, Problem):
            files, size = files + 1, size + artifact.size
        yield artifact
    yield hosts.compare_with_limits(site.host, files, size)


def _nothing_public(publisher: Publisher, dated: Iterable[Dated]) -> Problem:
    coming = [one.ahead for one in dated if one.ahead]
    hint = "add a release file; `site-builder check` prints its `text:` line"
    if coming:
        first = instants.with_zone(min(coming).astimezone(publisher.zone))
        hint = f"the first release is published at {first}; build again then"
    return Problem(code="PS-320", message="no version is public yet", place=Place("content"), hint=hint)
