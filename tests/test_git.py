"""git as it is found in the world (rows E of the fault catalogue): what is read, what is refused, what never runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from site_builder import versions
from site_builder.build import Work, build
from site_builder.doors.disk import shipped
from site_builder.doors.git import GitRepository, open_repository
from site_builder.meaning import says_the_same
from site_builder.model.artifact import Artifact
from site_builder.problems import ExitCode, Problem, ProblemError, Severity, exit_code
from site_builder.publisher import read_publisher
from tests import publisher as p
from tests.publisher import FOLDER, Publisher

NOW = datetime(2026, 6, 1, tzinfo=UTC)
ROOT = Path(__file__).parents[1]


@pytest.fixture
def repository(tmp_path: Path) -> Publisher:
    made = Publisher(tmp_path / "repository")
    made.commit(p.simple_files())
    return made


def site_of(repository: GitRepository) -> dict[str, bytes]:
    made = list(build(Work(repository=repository, shipped=shipped(), as_of=NOW, previous=None)))
    problems = [one for one in made if isinstance(one, Problem) and one.severity is not Severity.NOTE]
    if problems:
        raise ProblemError(problems)
    return {one.path: one.body for one in made if isinstance(one, Artifact)}


def refused(path: Path, ref: str = "HEAD") -> ProblemError:
    with pytest.raises(ProblemError) as caught:
        site_of(open_repository(path, ref))
    return caught.value


def run(*arguments: str | Path, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """The real command."""
    return subprocess.run(
        [sys.executable, "-m", "site_builder", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


# --- what a repository configures never runs (E15, E16, E17)

_SIGNED = """tree {tree}
author Legal <legal@policies.example> 1767225600 +0000
committer Legal <legal@policies.example> 1767225600 +0000
gpgsig -----BEGIN PGP SIGNATURE-----
 
 none
 -----END PGP SIGNATURE-----

Signed
"""  # noqa: W293 - an empty line of a signature begins with a space


class Canaries:
    """Programs in every place from which git starts some; each writes its name into one file."""

    def __init__(self, made: Publisher, folder: Path) -> None:
        self.made = made
        self.sung = folder / "sung"
        self.folder = folder
        config = {
            "core.fsmonitor": self.program("fsmonitor"),
            "core.pager": self.program("pager"),
            "core.sshCommand": self.program("ssh"),
            "core.gitProxy": self.program("proxy"),
            "core.alternateRefsCommand": self.program("alternates"),
            "core.editor": self.program("editor"),
            "credential.helper": f"!{self.program('credential')}",
            "diff.external": self.program("extdiff"),
            "diff.canary.textconv": self.program("textconv"),
            "diff.canary.command": self.program("command"),
            "filter.canary.smudge": self.program("smudge"),
            "filter.canary.clean": self.program("clean"),
            "filter.canary.process": self.program("process"),
            "gpg.program": self.program("gpg"),
            "gpg.ssh.program": self.program("gpg-ssh"),
            "log.showSignature": "true",
            "alias.rev-list": f"!{self.program('alias')}",
            "alias.sing": f"!{self.program('alias')}",
            "uploadpack.packObjectsHook": self.program("upload"),
            "sequence.editor": self.program("sequence"),
            "interactive.diffFilter": self.program("difffilter"),
            "pager.rev-list": self.program("pager"),
            "pager.diff-tree": self.program("pager"),
        }
        for key, value in config.items():
            made.git("config", key, value)
        hooks = made.path / ".git" / "hooks"
        for hook in ("pre-commit", "post-commit", "post-checkout", "reference-transaction", "post-index-change"):
            shutil.copy(self.program(f"hook-{hook}"), hooks / hook)
        attributes = "* diff=canary filter=canary ident export-subst text eol=crlf working-tree-encoding=UTF-16\n"
        (made.path / ".git" / "info" / "attributes").write_text(attributes)

    def program(self, name: str) -> str:
        path = self.folder / name
        path.write_text(f"#!/bin/sh\necho {name} >> {self.sung}\ncat >/dev/null 2>&1 </dev/null\nexit 1\n")
        path.chmod(0o755)
        return str(path)

    def heard(self) -> set[str]:
        heard = set(self.sung.read_text().split()) if self.sung.exists() else set()
        self.sung.unlink(missing_ok=True)
        return heard


@pytest.fixture
def canaries(repository: Publisher, tmp_path: Path) -> Canaries:
    """A repository with a signed last commit, a second release, and canaries."""
    text = p.document(scope=p.SCOPE, retention="# Retention\n\nNever.\n")
    repository.commit(
        {
            f"{FOLDER}/en/retention.md": "# Retention\n\nNever.\n",
            f"{FOLDER}/releases/2026-04-01.yaml": p.release(2, text, "2026-03-01", "2026-04-01"),
            ".gitattributes": "* diff=canary filter=canary\n",
        }
    )
    tree = repository.git("rev-parse", "HEAD^{tree}")
    raw = _SIGNED.format(tree=tree).replace("\nauthor", f"\nparent {repository.git('rev-parse', 'HEAD')}\nauthor")
    (tmp_path / "commit").write_text(raw)
    signed = repository.git("hash-object", "-t", "commit", "-w", str(tmp_path / "commit"))
    repository.git("update-ref", "refs/heads/main", signed)
    folder = tmp_path / "canaries"
    folder.mkdir()
    return Canaries(repository, folder)


def test_the_canaries_sing_when_git_is_used_as_people_use_it(canaries: Canaries) -> None:
    """Without this, the next test would prove nothing."""
    path = canaries.made.path
    (path / "content/site.yaml").write_text("changed: yes\n")
    for command in (
        ["status"],
        ["diff"],
        ["log", "-p", "-1"],
        ["diff", "--ext-diff", "main~2", "main~1"],
        ["diff", "--no-ext-diff", "--textconv", "main~2", "main~1"],
        ["hook", "run", "pre-commit"],
        ["add", "content/site.yaml"],
        ["sing"],
        ["-c", "core.fsmonitor=false", "commit", "--allow-empty", "--message", "x"],
        ["checkout", "HEAD~1"],
        ["--paginate", "log", "-1"],
        ["ls-remote", "ssh://nowhere.invalid/x"],
        ["credential", "fill"],
    ):
        environment = {"PATH": os.environ["PATH"], "HOME": str(canaries.folder), "GIT_TERMINAL_PROMPT": "0"}
        environment |= dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "Legal")
        environment |= dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "legal@policies.example")
        subprocess.run(
            ["git", "-C", path, *command],
            env=environment,
            input=b"protocol=https\nhost=nowhere.invalid\n\n",
            capture_output=True,
            check=False,
        )
    expected = {"fsmonitor", "process", "alias", "hook-pre-commit", "gpg", "ssh", "credential"}
    assert expected <= canaries.heard()


def test_nothing_of_a_repository_runs_when_it_is_read(canaries: Canaries, tmp_path: Path) -> None:
    """`build`, `digest` and `diff` start no program of the repository's, whatever its configuration says."""
    path = canaries.made.path
    calls: list[tuple[str | Path, ...]] = [
        ("build", "--repo", path, "--out", tmp_path / "site", "--as-of", "2026-06-01T00:00:00Z"),
        ("digest", "privacy", "--repo", path),
        ("digest", "privacy", "--sections", "--repo", path),
        ("diff", "2026-01-28", "2026-04-01", "--policy", "privacy", "--repo", path),
        ("diff", "HEAD~1", "draft", "--policy", "privacy", "--repo", path),
    ]
    for call in calls:
        done = run(*call, cwd=path)
        assert done.returncode == 0, done.stdout + done.stderr
        assert canaries.heard() == set(), call[0]


def test_attributes_change_no_byte(repository: Publisher, tmp_path: Path) -> None:
    """E17: ident, line ends and export-subst are for work trees; blobs are read as they are."""
    before = site_of(open_repository(repository.path))
    rules = "* ident eol=crlf text export-subst\n"
    repository.commit({".gitattributes": rules})
    clone = tmp_path / "clone"
    repository.git("clone", "--quiet", "--config", "core.autocrlf=true", str(repository.path), str(clone))
    assert site_of(open_repository(clone)) == before


def test_an_embedded_repository_is_refused(repository: Publisher) -> None:
    """E16: git would take such a folder for a repository and run what its configuration names."""
    evil = {"HEAD": "ref: refs/heads/main\n", "config": "[core]\n\tfsmonitor = x\n", "objects/x": "x", "refs/x": "x"}
    repository.commit({f"content/evil/{name}": body for name, body in evil.items()})
    problems = refused(repository.path).problems
    assert [(one.code, one.place.path) for one in problems] == [("PS-165", "content/evil")]


# --- what is no whole repository (E1, E2, E12, E13, E14)


def test_what_is_no_repository_is_said_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert refused(tmp_path / "empty").problems[0].code == "PS-501"
    assert refused(tmp_path / "nothing").problems[0].code == "PS-501"
    Publisher(tmp_path / "young")
    assert refused(tmp_path / "young").problems[0].code == "PS-502"
    done = run("build", "--repo", tmp_path / "young", "--out", tmp_path / "site")
    assert done.returncode == ExitCode.ENVIRONMENT
    assert "Traceback" not in done.stderr


def test_a_machine_without_git_is_told_so(repository: Publisher, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "env").symlink_to(str(shutil.which("env")))
    done = run("build", "--repo", repository.path, "--out", tmp_path / "site", PATH=str(tmp_path / "bin"))
    assert done.returncode == ExitCode.ENVIRONMENT, done.stderr
    assert "Traceback" not in done.stderr
    assert "git" in done.stderr


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_a_shallow_clone_is_refused_with_the_command_that_mends_it(
    repository: Publisher, tmp_path: Path, depth: int
) -> None:
    for number in range(3):
        repository.commit({"notes.txt": f"{number}\n"})
    clone = tmp_path / "clone"
    repository.git("clone", "--quiet", f"--depth={depth}", f"file://{repository.path}", str(clone))
    problem = refused(clone).problems[0]
    assert problem.code == "PS-503"
    assert "git fetch --unshallow" in problem.hint
    assert "fetch-depth: 0" in problem.hint
    assert exit_code([problem]) is ExitCode.ENVIRONMENT


def test_a_partial_clone_is_refused_without_network_and_without_waiting(repository: Publisher, tmp_path: Path) -> None:
    repository.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    url = f"file://{repository.path}"
    repository.git("clone", "--quiet", "--bare", "--filter=blob:none", url, str(clone))
    shutil.move(repository.path, tmp_path / "gone")
    problem = refused(clone).problems[0]
    assert problem.code == "PS-505"
    assert "--filter" in problem.hint
    assert exit_code([problem]) is ExitCode.ENVIRONMENT


def texts_of(path: Path) -> list[str]:
    """Everything that the builder reads of a repository, without making pages of it."""
    found = open_repository(path)
    publisher = read_publisher(found, found.tree())
    releases = [one.release for one in publisher.releases["privacy"]]
    archive = versions.read_archive(found, publisher.zone)
    digests: list[str] = []
    for release, version in versions.make_versions(archive, releases, publisher.site, says_the_same):
        if version is None:
            raise ProblemError([versions.missing_text(release, publisher.places[release.policy, release.label])])
        digests += [edition.digest for edition in version.editions.values()]
    return digests


DAMAGE = {
    "emptied": lambda _data, _inside: b"",
    "cut short": lambda data, _inside: data[: len(data) // 2],
    "another byte inside": lambda _data, inside: zlib.compress(inside[:-1] + bytes([inside[-1] ^ 1])),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_object_is_told_or_was_not_needed(
    repository: Publisher, damage: Callable[[bytes, bytes], bytes]
) -> None:
    """Every object of the repository in turn: no other text is ever taken for the one that was published."""
    whole = texts_of(repository.path)
    told = 0
    for path in sorted((repository.path / ".git" / "objects").glob("??/*")):
        name = path.parent.name + path.name
        data = path.read_bytes()
        path.chmod(0o644)
        inside = zlib.decompress(data)
        path.write_bytes(damage(data, inside))
        problems: tuple[Problem, ...] = ()
        made: list[str] = []
        try:
            made = texts_of(repository.path)
        except ProblemError as error:
            problems = error.problems
        path.chmod(0o644)
        path.write_bytes(data)
        if problems:
            told += 1
            assert exit_code(problems) in (ExitCode.INTEGRITY, ExitCode.ENVIRONMENT)
            # A changed folder or commit names an object that was never there.
            if problems[0].code == "PS-402" and inside.startswith(b"blob"):
                assert name in problems[0].message
        else:
            assert made == whole
    assert told > 10


def test_a_repository_of_another_user_is_refused_with_the_exact_command(repository: Publisher, tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    for path in (repository.path, *repository.path.rglob("*")):
        os.chown(path, 65534, 65534, follow_symlinks=False)
    done = run("build", "--repo", repository.path, "--out", tmp_path / "site", HOME=str(tmp_path))
    assert done.returncode == ExitCode.ENVIRONMENT
    assert f"git config --global --add safe.directory {repository.path}" in done.stderr
    assert not (tmp_path / ".gitconfig").exists(), "it never allows that by itself"


# --- shapes of repositories (E3, E8, E11, E18 to E25)


def sha256(made: Publisher, tmp_path: Path) -> Path:
    other = Publisher.__new__(Publisher)
    other.path, other.commits = tmp_path / "sha256", 0
    other.path.mkdir()
    other.git("init", "--quiet", "--initial-branch=main", "--object-format=sha256")
    other.commit(p.simple_files())
    assert len(other.git("rev-parse", "HEAD")) == 64
    del made
    return other.path


def detached(made: Publisher, tmp_path: Path) -> Path:
    del tmp_path
    made.git("checkout", "--quiet", "--detach")
    return made.path


def bare(made: Publisher, tmp_path: Path) -> Path:
    made.git("clone", "--quiet", "--bare", str(made.path), str(tmp_path / "bare.git"))
    return tmp_path / "bare.git"


def worktree(made: Publisher, tmp_path: Path) -> Path:
    made.git("worktree", "add", "--quiet", str(tmp_path / "tree"))
    return tmp_path / "tree"


def git_file(made: Publisher, tmp_path: Path) -> Path:
    clone = tmp_path / "clone"
    made.git("clone", "--quiet", "--separate-git-dir", str(tmp_path / "elsewhere"), str(made.path), str(clone))
    assert (clone / ".git").is_file()
    return clone


def below(made: Publisher, tmp_path: Path) -> Path:
    del tmp_path
    return made.path / "content" / "privacy"


def packed(made: Publisher, tmp_path: Path) -> Path:
    del tmp_path
    made.git("gc", "--quiet", "--aggressive", "--prune=now")
    return made.path


def locked(made: Publisher, tmp_path: Path) -> Path:
    del tmp_path
    (made.path / ".git" / "index.lock").touch()
    return made.path


def dirty(made: Publisher, tmp_path: Path) -> Path:
    del tmp_path
    (made.path / "content/site.yaml").write_text("broken: [\n")
    (made.path / "content/privacy/releases/2027-01-01.yaml").write_text("untracked\n")
    (made.path / "content/privacy/en/scope.md").write_text("# Staged\n\nThis was not committed.\n")
    made.git("add", "content/privacy/en/scope.md")
    made.git("update-index", "--assume-unchanged", "content/site.yaml")
    return made.path


SHAPES = [sha256, detached, bare, worktree, git_file, below, packed, locked, dirty]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_every_kind_of_repository_makes_the_same_site(shape: object, repository: Publisher, tmp_path: Path) -> None:
    expected = site_of(open_repository(repository.path))
    assert callable(shape)
    assert site_of(open_repository(shape(repository, tmp_path))) == expected


def test_replaced_and_grafted_history_is_reported_and_not_heeded(repository: Publisher) -> None:
    before = repository.git("rev-parse", "HEAD")
    expected = site_of(open_repository(repository.path))
    evil = repository.commit({f"{FOLDER}/en/scope.md": "# Scope\n\nEverything.\n"})
    repository.git("reset", "--quiet", "--hard", before)
    assert list(open_repository(repository.path).remarks()) == []
    repository.git("replace", before, evil)
    (repository.path / ".git" / "info" / "grafts").write_text(f"{before} {evil}\n")
    opened = open_repository(repository.path)
    assert site_of(opened) == expected
    assert [(one.code, one.severity) for one in opened.remarks()] == [("PS-506", Severity.WARNING)] * 2


NAMES = ["-x", "--upload-pack=touch x", "ümlaut", "a b", "@{-1}", "HEAD~", "x^{/y", "a..b", "a\nb", "\x1b[2J", "", " "]


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_of_a_revision_is_a_name(repository: Publisher, name: str, tmp_path: Path) -> None:
    """It resolves or it does not; it is never an option, and never runs anything."""
    refs = repository.path / ".git" / "refs" / "heads"
    if name and "\n" not in name and "^" not in name:
        (refs / name).write_text(repository.git("rev-parse", "HEAD") + "\n")
    commit = said = code = ""
    try:
        commit = open_repository(repository.path, name).commit
    except ProblemError as error:
        code, said = error.problems[0].code, str(error.problems[0])
    assert (commit, code) in ((repository.git("rev-parse", "HEAD"), ""), ("", "PS-502"))
    assert "\x1b" not in said
    assert said.count("\n") <= 1
    assert not (tmp_path / "x").exists()


DATES = {
    "far in the future": "99999999999 +0000",
    "before 1970": "-1 +0000",
    "too large for anything": "100000000000000000000 +0000",
    "an impossible zone": "1767225600 +9999",
    "no date": "",
    "a date of words": "tomorrow",
}


@pytest.mark.parametrize("date", DATES.values(), ids=DATES.keys())
def test_the_dates_of_commits_do_not_matter(repository: Publisher, tmp_path: Path, date: str) -> None:
    """E19, E20: dates come from the release files; commits are ordered by their parents."""
    expected = site_of(open_repository(repository.path))
    parent = repository.git("rev-parse", "HEAD")
    tree = repository.git("rev-parse", "HEAD^{tree}")
    raw = f"tree {tree}\nparent {parent}\nauthor L <l@x> {date}\ncommitter L <l@x> {date}\n\nx\n"
    (tmp_path / "raw").write_text(raw)
    commit = repository.git("hash-object", "-t", "commit", "-w", "--literally", str(tmp_path / "raw"))
    repository.git("update-ref", "refs/heads/main", commit)
    assert site_of(open_repository(repository.path)) == expected


def test_messages_and_names_of_commits_are_nowhere(repository: Publisher, tmp_path: Path) -> None:
    """E27: what somebody writes into a commit is not content."""
    tree, parent = repository.git("rev-parse", "HEAD^{tree}"), repository.git("rev-parse", "HEAD")
    who = "<script>alert(1)</script> <x@evil.example> 1 +0000"
    raw = f"tree {tree}\nparent {parent}\nauthor {who}\ncommitter {who}\n\n\u202e<img src=x onerror=alert(1)>\n"
    (tmp_path / "raw").write_text(raw)
    commit = repository.git("hash-object", "-t", "commit", "-w", "--literally", str(tmp_path / "raw"))
    repository.git("update-ref", "refs/heads/main", commit)
    whole = b"".join(site_of(open_repository(repository.path)).values())
    for word in (b"onerror", b"evil.example", b"<script>alert"):
        assert word not in whole


def tree_with(repository: Publisher, mode: str, kind: str, name: bytes, body: bytes) -> None:
    """Commit an entry that no file system could hold, as an attacker would."""
    environment = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": "/dev/null"}

    def git(*arguments: str, data: bytes = b"") -> bytes:
        command = ["git", "-C", str(repository.path), *arguments]
        return subprocess.run(command, input=data, env=environment, capture_output=True, check=True).stdout.strip()

    blob = git("hash-object", "-w", "--stdin", data=body).decode()
    target = repository.git("rev-parse", "HEAD") if kind == "commit" else blob
    privacy = git("ls-tree", "-z", "HEAD:content/privacy") + f"{mode} {kind} {target}\t".encode() + name + b"\0"
    below = git("mktree", "-z", "--missing", data=privacy).decode()
    content = git("ls-tree", "HEAD:content").decode().splitlines()
    lines = [line if not line.endswith("\tprivacy") else f"040000 tree {below}\tprivacy" for line in content]
    folder = git("mktree", data="\n".join(lines).encode()).decode()
    root = git("mktree", data=f"040000 tree {folder}\tcontent".encode()).decode()
    who, parent = "L <l@x> 1 +0000", repository.git("rev-parse", "HEAD")
    raw = f"tree {root}\nparent {parent}\nauthor {who}\ncommitter {who}\n\nx\n"
    commit = git("hash-object", "-t", "commit", "-w", "--stdin", data=raw.encode()).decode()
    repository.git("update-ref", "refs/heads/main", commit)


ENTRIES = {
    "a symbolic link": ("120000", "blob", b"link.md", b"/etc/passwd", "PS-160"),
    "a submodule": ("160000", "commit", b"module", b"x", "PS-160"),
    "a name that is not UTF-8": ("100644", "blob", b"\xff\xfe.md", b"# X\n", "PS-162"),
    "a pointer of Git LFS": (
        "100644",
        "blob",
        b"big.md",
        b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
        "PS-127",
    ),
}


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES.keys())
def test_content_is_plain_text_of_this_repository(
    repository: Publisher, entry: tuple[str, str, bytes, bytes, str]
) -> None:
    mode, kind, name, body, code = entry
    tree_with(repository, mode, kind, name, body)
    problems = refused(repository.path).problems
    assert code in {one.code for one in problems}
    for one in problems:
        str(one).encode("utf-8")


def test_names_outside_of_the_content_do_not_matter(repository: Publisher) -> None:
    """Very long, quoted, or of bytes that are no text: what is not content is not looked at."""
    expected = site_of(open_repository(repository.path))
    odd = {'we "quote".txt': "x", "tab\there.txt": "x", "n" * 250: "x", "ü/日本語.txt": "x"}
    repository.commit(odd)
    path = os.fsencode(repository.path) + b"/\xff\xfe.txt"
    Path(os.fsdecode(path)).write_text("x")
    repository.commit({})
    assert site_of(open_repository(repository.path)) == expected


def test_a_build_reads_the_commit_at_which_it_began(repository: Publisher) -> None:
    """E23: others go on committing while it works."""
    opened = open_repository(repository.path)
    expected = site_of(opened)
    stop = threading.Event()

    def others() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            repository.commit({f"{FOLDER}/en/scope.md": f"# Scope\n\nDraft {number}.\n"})

    thread = threading.Thread(target=others)
    thread.start()
    try:
        for _ in range(3):
            assert site_of(opened) == expected
    finally:
        stop.set()
        thread.join()
    assert repository.git("rev-parse", "HEAD") != opened.commit


def test_a_rewritten_history_without_the_text_is_an_integrity_fault(repository: Publisher) -> None:
    """E4: the digest that was looked for is named."""
    release = p.simple_files()[f"{FOLDER}/releases/2026-01-28.yaml"]
    digest = next(line.split()[1] for line in release.splitlines() if line.startswith("text:"))
    repository.git("checkout", "--quiet", "--orphan", "rewritten")
    repository.commit({f"{FOLDER}/en/scope.md": "# Scope\n\nRewritten.\n"})
    problems = refused(repository.path).problems
    assert [one.code for one in problems] == ["PS-401"]
    assert digest in problems[0].message
    assert exit_code(problems) is ExitCode.INTEGRITY


def test_a_text_edited_after_its_release_is_a_draft(repository: Publisher) -> None:
    """E5: the site goes on showing what was released."""
    expected = site_of(open_repository(repository.path))
    repository.commit({f"{FOLDER}/en/scope.md": "# Scope\n\nAnother text.\n"})
    assert site_of(open_repository(repository.path)) == expected


@pytest.fixture(autouse=True)
def _no_configuration_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The user's own settings would let a repository of another user pass."""
    home = tmp_path / "home"
    home.mkdir()
    settings: Mapping[str, str] = {"HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
