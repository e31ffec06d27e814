"""Cases of broken sites as documents; README.md in this folder says how one is written.

``python -m tests.faults.cases accept`` writes what the program says into every case whose expectation is
empty (``accept --all``: into every case), and ``… docs`` writes docs/reference/problems.md.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from site_builder.build import Work, build
from site_builder.check import Inspection, check
from site_builder.doors.disk import shipped
from site_builder.doors.report import Format, written
from site_builder.doors.worktree import FOLDERS, read_worktree
from site_builder.model.revision import Entry, Revision
from site_builder.overlay import NoHistory, Overlay
from site_builder.problems import Problem, exit_code

HERE = Path(__file__).parent
BASE = HERE / "base"
AS_OF = datetime(2026, 6, 1, tzinfo=UTC)
VERBS = ("write", "escaped", "replace", "remove", "link", "pipe", "commit", "run", "good", "expect", "made")
_ESCAPE = re.compile(r"\\(?:u\{([0-9A-Fa-f]+)\}|x\{([0-9A-Fa-f ]+)\}|\*\{(\d+):((?:[^}\\]|\\.)*)\}|(.))", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Step:
    """One ``@@`` part of a case: its verb, what follows the verb, and its lines."""

    verb: str
    argument: str
    body: str


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it is written: ``title`` is its first line, ``story`` what stands before the first step."""

    path: Path
    title: str
    story: str
    steps: tuple[Step, ...]

    @property
    def expected(self) -> str:
        """What the program must say, with the exit status in the last line."""
        return "".join(step.body for step in self.steps if step.verb == "expect")

    @property
    def made_by(self) -> str:
        """The name of the test that makes what a file cannot describe, or nothing."""
        return next((step.argument for step in self.steps if step.verb == "made"), "")

    @property
    def codes(self) -> frozenset[str]:
        """The codes that are expected."""
        return frozenset(re.findall(r"\[(PS-\d+)\]", self.expected))


def read_case(path: Path) -> Case:
    """A case from its file; raises ValueError where it is not written as README.md says."""
    head, *parts = re.split(r"^@@ ", path.read_bytes().decode("utf-8"), flags=re.MULTILINE)
    title, _, story = head.partition("\n")
    steps = []
    for part in parts:
        line, _, body = part.partition("\n")
        verb, _, argument = line.strip().partition(" ")
        if verb not in VERBS:
            raise ValueError(f"{path.name}: there is no `@@ {verb}`; known are {', '.join(VERBS)}")
        steps.append(Step(verb, argument.strip(), body.rstrip("\n") + "\n" if body.strip("\n") else ""))
    return Case(path, title.strip(), story.strip(), tuple(steps))


def all_cases() -> list[Case]:
    """Every case of the folder."""
    return [read_case(path) for path in sorted(HERE.glob("*.case"))]


@dataclass(slots=True)
class MemoryRepository:
    """Commits as values (``model.revision.Repository``)."""

    commits: list[Revision] = field(default_factory=list)
    blobs: dict[str, bytes] = field(default_factory=dict)

    @property
    def commit(self) -> str:
        """The id of the last commit."""
        return self.commits[-1].id if self.commits else ""

    def add(self, files: Mapping[str, bytes]) -> None:
        """Commit exactly these files."""
        before = self.tree()
        entries = {path: Entry("100644", blob_of(data)) for path, data in files.items()}
        self.blobs |= {blob_of(data): data for data in files.values()}
        changes: dict[str, Entry | None] = {p: e for p, e in entries.items() if before.get(p) != e}
        changes |= dict.fromkeys(before.keys() - entries.keys())
        self.commits.append(Revision(f"{len(self.commits) + 1:040x}", changes, self.commit))

    def tree(self) -> dict[str, Entry]:
        """The files of the last commit."""
        files: dict[str, Entry | None] = {}
        for revision in self.commits:
            files.update(revision.changes)
        return {path: entry for path, entry in sorted(files.items()) if entry is not None}

    def revisions(self) -> Iterable[Revision]:
        """All commits."""
        return tuple(self.commits)

    def all_revisions(self) -> Iterable[Revision]:
        """All commits."""
        return tuple(self.commits)

    def first_parents(self) -> Iterable[str]:
        """Each commit has the one before as its parent."""
        return ("", *(one.id for one in self.commits[:-1]))

    def read(self, blobs: Iterable[str]) -> Mapping[str, bytes]:
        """The bytes of blobs."""
        return {blob: self.blobs[blob] for blob in blobs}


def blob_of(data: bytes) -> str:
    """The name that git gives to bytes."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def files_below(folder: Path) -> dict[str, bytes]:
    """The plain files of a folder by their paths in it."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def run_case(case: Case, folder: Path, *, good: bool = False) -> str:
    """What the program says of the case's site, which is made in an empty folder; with ``good``, of the right one."""
    repository = MemoryRepository()
    make(folder, files_below(BASE))
    repository.add(files_below(folder))
    command = "check"
    for step in case.steps:
        if step.verb == "commit":
            repository.add(files_below(folder))
        elif step.verb == "run":
            command = step.argument
        elif not (good and step.verb in ("write", "escaped") and _is_replaced(case, step)):
            apply(step, folder, good=good)
    problems = _checked(folder, repository, command) if command != "build" else _built(folder, repository)
    return without_sizes(f"{written(problems, Format.TEXT)}exit {int(exit_code(problems))}\n")


def without_sizes(said: str) -> str:
    """What was said, without how large the site is: every page of the theme would change that."""
    return re.sub(r"(\[PS-330\]) [\d,]+ files, [\d,]+ bytes", r"\1 <n> files, <n> bytes", said)


def _is_replaced(case: Case, step: Step) -> bool:
    return any(one.verb == "good" and one.argument == step.argument for one in case.steps)


def _checked(folder: Path, repository: MemoryRepository, command: str) -> list[Problem]:
    # Most cases are about files, so the draft itself is not remarked on: `run check` asks for all notes.
    committed = {path: one for path, one in repository.tree().items() if path.partition("/")[0] in FOLDERS}
    tree = read_worktree(folder, committed)
    base = NoHistory() if command == "check without history" else repository
    overlay = Overlay(base=base, work=tree, committed=committed)
    ships = shipped()
    asked: dict[str, Any] = {}
    if command == "check change":
        asked = {"base": MemoryRepository(repository.commits[:1], repository.blobs), "named": True}
    elif command == "check last":
        asked = {"base": repository}
    work = Inspection(overlay=overlay, theme=ships.theme, catalogues=ships.catalogues, as_of=AS_OF, **asked)
    notes = () if command == "check all" else ("PS-600", "PS-601", "PS-604")
    return [one for one in check(work) if isinstance(one, Problem) and one.code not in notes]


def _built(folder: Path, repository: MemoryRepository) -> list[Problem]:
    repository.add(files_below(folder))
    work = Work(repository=repository, shipped=shipped(), as_of=AS_OF, previous=None)
    return [one for one in build(work) if isinstance(one, Problem)]


def make(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def apply(step: Step, folder: Path, *, good: bool) -> None:
    """Change the site as a step says."""
    path = folder / unescaped(step.argument.partition(" -> ")[0]).decode()
    path.parent.mkdir(parents=True, exist_ok=True)
    match step.verb:
        case "write":
            path.write_text(step.body, "utf-8", newline="")
        case "escaped":
            path.write_bytes(unescaped(step.body))
        case "good" if good:
            path.write_text(step.body, "utf-8", newline="")
        case "replace" if not good:
            path.write_text(replaced(path.read_text("utf-8"), step.body), "utf-8", newline="")
        case "remove" if not good:
            path.unlink()
        case "link" if not good:
            path.unlink(missing_ok=True)
            path.symlink_to(step.argument.partition(" -> ")[2])
        case "pipe" if not good:
            path.unlink(missing_ok=True)
            os.mkfifo(path)


def replaced(text: str, body: str) -> str:
    """The text with the lines behind ``-`` replaced by those behind ``+``, group by group."""
    groups = re.findall(r"((?:^-.*\n)+)((?:^\+.*\n)*)", body, flags=re.MULTILINE)
    for old, new in groups:
        before, after = (re.sub(r"^[-+] ?", "", part, flags=re.MULTILINE) for part in (old, new))
        if text.count(before) != 1:
            raise ValueError(f"the base site has these lines {text.count(before)} times: {before}")
        text = text.replace(before, after)
    return text


def unescaped(body: str) -> bytes:
    r"""The bytes of an ``escaped`` step: ``\u{200B}``, ``\x{ff fe}``, ``\r``, ``\*{3:ab}`` and ``\\``.

    A line end that follows ``\r`` belongs to it; ``\0`` at the end of a line takes the line end away.
    """
    out = bytearray()
    at = 0
    for found in _ESCAPE.finditer(body):
        out += body[at : found.start()].encode()
        code, raw, times, what, letter = found.groups()
        if code:
            out += chr(int(code, 16)).encode("utf-8", "surrogatepass")
        elif raw:
            out += bytes.fromhex(raw)
        elif times:
            out += unescaped(what) * int(times)
        else:
            out += {"r": b"\r", "n": b"\n", "t": b"\t", "\\": b"\\", "\n": b""}[letter]
        at = found.end()
    return bytes(out + body[at:].encode())


def accept(case: Case, said: str) -> None:
    """Write what the program says into a case."""
    text = case.path.read_text("utf-8")
    head = text[: text.index("@@ expect")]
    case.path.write_text(f"{head}@@ expect\n{said}", "utf-8")


def _main(arguments: list[str]) -> Iterator[str]:
    import tempfile  # noqa: PLC0415 - for this command only

    from tests.faults import environments, reference  # noqa: PLC0415 - they import this module

    if arguments[:1] == ["docs"]:
        reference.PAGE.parent.mkdir(parents=True, exist_ok=True)
        reference.PAGE.write_text(reference.page(all_cases()), "utf-8")
        yield str(reference.PAGE)
        return
    for case in all_cases():
        if case.expected and "--all" not in arguments:
            continue
        with tempfile.TemporaryDirectory() as folder:
            said = environments.run(case, Path(folder)) if case.made_by else run_case(case, Path(folder))
        if said != case.expected:
            accept(case, said)
            yield f"== {case.path.name}\n{said}"


if __name__ == "__main__":
    for line in _main(sys.argv[1:]):
        print(line)  # noqa: T201 - this is a command
