"""How long reading a history of tens of thousands of commits takes, and in how much memory.

    python -m benchmarks.history 40000

The repository is made with `git fast-import`: one policy of eleven sections and a translation of it. Each
commit rewrites a paragraph of one section, or every tenth commit a translated one; every thousandth declares
a version, whose text is the one of that commit.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from site_builder import versions
from site_builder.content import read_section
from site_builder.doors.git import open_repository
from site_builder.meaning import says_the_same
from site_builder.model.prose import Document, Numbering, Section
from site_builder.publisher import read_publisher
from site_builder.text import digest, section_digest

SECTIONS = [f"section-{number}" for number in range(1, 12)]
POLICY = f"""id: privacy
terms_type: Privacy Policy
governing: en
locales: [en, de]
sections: [{", ".join(SECTIONS)}]
"""
SITE = "title: {en: P}\nbase_url: https://p.example\ntime_zone: UTC\nlocales: [en, de]\n"
FIRST = datetime(2000, 1, 1, tzinfo=UTC)
EVERY = 1000


def text(name: str, number: int) -> str:
    """A section of three paragraphs, of which the second is rewritten."""
    return (
        f"# {name.title()}\n\nWe keep what you give us in this part, and nothing else.\n\n"
        f"In edit {number} we say that data is kept for {number % 97} days and backups for {number % 89}.\n\n"
        "- you may ask for a copy;\n- you may ask us to delete it.\n"
    )


def stream(commits: int) -> Iterator[bytes]:
    """The commands for `git fast-import`."""
    current = {name: text(name, 0) for name in SECTIONS}
    yield from _commit({"content/site.yaml": SITE, "content/privacy/policy.yaml": POLICY, **_english(current)}, 0)
    for number in range(1, commits):
        name = SECTIONS[number % len(SECTIONS)]
        if number % 10 == 0:
            prose = read_section(current[name].encode(), path="x.md")
            of = section_digest(Section(id=name, title=prose.title, blocks=prose.blocks))
            files = {f"content/privacy/de/{name}.md": f"---\ntranslates: {of}\n---\n# T {number}\n\nWort.\n"}
        else:
            current[name] = text(name, number)
            files = {f"content/privacy/en/{name}.md": current[name]}
        if number % EVERY == 0:
            day = (FIRST + timedelta(days=number // EVERY)).date()
            release = f"revision: {number // EVERY}\ntext: {digest(_document(current))}\npublished: {day}\n"
            release += f"effective: {day}\nlevel: editorial\nsummary: {{en: Edit.}}\n"
            files[f"content/privacy/releases/r{number}.yaml"] = release
        yield from _commit(files, number)


def _english(current: dict[str, str]) -> dict[str, str]:
    return {"content/privacy/en/index.md": "# P\n"} | {f"content/privacy/en/{n}.md": t for n, t in current.items()}


def _document(current: dict[str, str]) -> Document:
    read = {name: read_section(body.encode(), path="x.md") for name, body in current.items()}
    sections = tuple(Section(id=name, title=one.title, blocks=one.blocks) for name, one in read.items())
    return Document(
        policy="privacy", locale="en", title="P", preamble=(), sections=sections, numbering=Numbering.DECIMAL
    )


def _commit(files: dict[str, str], number: int) -> Iterator[bytes]:
    yield f"commit refs/heads/main\ncommitter L <l@x> {number} +0000\ndata 1\nx\n".encode()
    for path, body in files.items():
        data = body.encode()
        yield f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n"


def make(folder: Path, commits: int) -> None:
    """Write the repository."""
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", folder], check=True)
    command = ["git", "-C", str(folder), "fast-import", "--quiet"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        if process.stdin is None:
            raise AssertionError
        for part in stream(commits):
            process.stdin.write(part)
        process.stdin.close()
        process.wait()


def main() -> None:
    """Make a repository of so many commits and read it."""
    commits = int(sys.argv[1]) if len(sys.argv) > 1 else 40_000
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder), commits)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.perf_counter()
        cpu = time.process_time()
        found = open_repository(Path(folder))
        publisher = read_publisher(found, found.tree())
        releases = [one.release for one in publisher.releases["privacy"]]
        archive = versions.read_archive(found, publisher.zone)
        made = [one for _, one in versions.make_versions(archive, releases, publisher.site, says_the_same) if one]
        seconds, busy = time.perf_counter() - start, time.process_time() - cpu
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{commits:,} commits, {len(made)} of {len(releases)} versions")
    print(f"{seconds:.1f} s ({busy:.1f} s of our own CPU, {commits / seconds:,.0f} commits a second)")
    print(f"memory: {after // 1024} MiB at most, {before // 1024} MiB before")


if __name__ == "__main__":
    main()
