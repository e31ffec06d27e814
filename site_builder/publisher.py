"""A publisher's repository at one commit: the settings of the site, its policies and their releases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, tzinfo

from site_builder import config, content, instants
from site_builder.fingerprints import fingerprint
from site_builder.model.policy import Policy, Site
from site_builder.model.release import ChangeRecord, Release
from site_builder.model.revision import Entry, Repository
from site_builder.press import NOTHING, Memory
from site_builder.problems import Place, Problem, ProblemError, gather

_REGULAR = ("100644", "100755")
_YAML = ".yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A release and the place of its file."""

    release: Release
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """What the commit settles. ``policies`` is sorted by id; the releases of each by revision.

    ``changes`` has the change records of each policy by slug. One that cannot be read is not there: `check`
    tells of it, and a fault in what explains a text must not keep the text from being published.
    """

    site: Site
    zone: tzinfo
    policies: tuple[Policy, ...]
    releases: Mapping[str, tuple[Declared, ...]]
    changes: Mapping[str, Mapping[str, ChangeRecord]]

    @property
    def places(self) -> dict[tuple[str, str], Place]:
        """The files of the releases, by policy and label."""
        return {(policy, one.release.label): one.place for policy in self.releases for one in self.releases[policy]}


def read_publisher(repository: Repository, tree: Mapping[str, Entry], memory: Memory = NOTHING) -> Publisher:
    """Read the settings from the files of a commit.

    ``memory`` has the settings of policies that were read before.

    Raises:
        ProblemError: with everything that is wrong in any of them.
    """
    problems: list[Problem] = []
    wanted = _wanted(tree, problems)
    if config.SITE_FILE not in wanted:
        raise ProblemError([*problems, _no_site()])
    site = _site(repository.read([wanted[config.SITE_FILE]])[wanted[config.SITE_FILE]], problems)
    # Where the site cannot be read, the rest is read all the same, so that every problem is told at once.
    zone = instants.zone(site.time_zone) if site is not None else UTC
    policies: dict[str, Policy] = {}
    paths: dict[str, str] = {}
    releases: dict[str, tuple[Declared, ...]] = {}
    changes: dict[str, Mapping[str, ChangeRecord]] = {}
    homes = _Homes(repository, zone, memory, wanted, problems)
    for path in (path for path in wanted if path.endswith(f"/{config.POLICY_FILE}")):
        read = homes.read(path)
        if read is None:
            continue
        policy = read.policy
        with gather(problems):
            if site is not None:
                problems += _check_policy(site, policy, policies, Place(path))
            policies[policy.id], paths[policy.id] = policy, path
            problems += _check_releases(read.declared)
            releases[policy.id] = read.declared
            changes[policy.id] = read.changes
    homes.rest()
    if not problems:
        problems += _check_successors(policies, paths)
    if problems or site is None:
        raise ProblemError(problems)
    ordered = tuple(policies[name] for name in sorted(policies))
    return Publisher(site=site, zone=zone, policies=ordered, releases=releases, changes=changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Home:
    """What the folder of a policy settles."""

    policy: Policy
    declared: tuple[Declared, ...]
    changes: Mapping[str, ChangeRecord]


class _Homes:
    """Reads the folders of policies, each from its own files; what was read before in the very same files is known."""

    def __init__(
        self, repository: Repository, zone: tzinfo, memory: Memory, wanted: Mapping[str, str], problems: list[Problem]
    ) -> None:
        self.zone = zone
        self.memory = memory
        self.problems = problems
        homes = {path.removesuffix(config.POLICY_FILE) for path in wanted if path.endswith(f"/{config.POLICY_FILE}")}
        self.files: dict[str, dict[str, str]] = {}
        for path, blob in wanted.items():
            self.files.setdefault(_home_of(path, homes), {})[path] = blob
        self.names = {home: fingerprint(str(zone), files) for home, files in self.files.items()}
        known = {home: memory.get(name) for home, name in self.names.items()}
        self.known = {home: one for home, one in known.items() if isinstance(one, _Home)}
        new = [files for home, files in self.files.items() if home not in self.known]
        self.blobs = repository.read(blob for files in new for blob in files.values())

    def read(self, path: str) -> _Home | None:
        """The folder of a policy by the path of its settings; None where it cannot be read, which then is told."""
        home = path.removesuffix(config.POLICY_FILE)
        if home in self.known:
            return self.known[home]
        count = len(self.problems)
        files = self._files(home)
        found = []
        with gather(self.problems):
            policy = config.read_policy(content.decode(files[path], path=path), path=path, zone=self.zone)
            declared = tuple(_releases(policy.id, f"{home}{config.RELEASES}/", files, self.zone, self.problems))
            changes = dict(_changes(policy.id, f"{home}{config.CHANGES}/", files))
            found.append(_Home(policy=policy, declared=declared, changes=changes))
        for one in found:
            if len(self.problems) == count:
                self.memory.put(self.names[home], one)
            return one
        return None

    def rest(self) -> None:
        """Look at what belongs to no policy."""
        if "" in self.files and "" not in self.known:
            self._files("")

    def _files(self, home: str) -> dict[str, bytes]:
        files = {path: self.blobs[blob] for path, blob in self.files[home].items()}
        for path, data in files.items():
            if data.startswith(content.LFS):
                with gather(self.problems):
                    content.decode(data, path=path)
        return {path: data for path, data in files.items() if path.endswith(_YAML)}


def _home_of(path: str, homes: AbstractSet[str]) -> str:
    """The innermost folder of a policy that a file is in, or nothing."""
    folder = path
    while folder:
        folder = folder.rpartition("/")[0]
        if f"{folder}/" in homes:
            return f"{folder}/"
    return ""


def _site(data: bytes, problems: list[Problem]) -> Site | None:
    try:
        return config.read_site(content.decode(data, path=config.SITE_FILE))
    except ProblemError as error:
        problems += error.problems
        return None


def _wanted(tree: Mapping[str, Entry], problems: list[Problem]) -> dict[str, str]:
    """The YAML and Markdown files below `content/`; whatever is no plain file of text is refused."""
    problems += _embedded(tree)
    wanted: dict[str, str] = {}
    for path, entry in sorted(tree.items()):
        if not path.startswith("content/"):
            continue
        if not path.isascii() and path.encode(errors="replace") != path.encode(errors="surrogateescape"):
            shown = path.encode(errors="surrogateescape").decode(errors="backslashreplace")
            message = f"`{shown}` is not UTF-8 and cannot be the name of a file"
            hint = "give it another name: small letters, digits and hyphens"
            problems.append(Problem(code="PS-162", message=message, place=Place("content"), hint=hint))
        elif entry.mode not in _REGULAR:
            what = "a symbolic link" if entry.mode == "120000" else "a submodule"
            hint = "put the file itself there: content is what this repository says, and nothing else"
            problems.append(Problem(code="PS-160", message=f"{what}", place=Place(path), hint=hint))
        elif path.endswith((_YAML, ".md")):
            wanted[path] = entry.blob
    return wanted


def _embedded(tree: Mapping[str, Entry]) -> Iterator[Problem]:
    """Folders that git would take for repositories with a configuration of their own."""
    heads = sorted(path.removesuffix("HEAD") for path in tree if path.endswith("/HEAD"))
    for folder in heads:
        if all(any(path.startswith(f"{folder}{part}/") for path in tree) for part in ("objects", "refs")):
            hint = "remove it: git runs what its configuration names for whoever works in that folder"
            message = "a repository inside the repository"
            yield Problem(code="PS-165", message=message, place=Place(folder.rstrip("/")), hint=hint)


def _releases(
    policy: str, folder: str, files: Mapping[str, bytes], zone: tzinfo, problems: list[Problem]
) -> Iterator[Declared]:
    for path, data in files.items():
        label = path.removeprefix(folder).removesuffix(_YAML)
        if not path.startswith(folder):
            continue
        with gather(problems):
            source = content.decode(data, path=path)
            release = config.read_release(source, path=path, policy=policy, label=label, zone=zone)
            yield Declared(release=release, place=Place(path))


def _changes(policy: str, folder: str, files: Mapping[str, bytes]) -> Iterator[tuple[str, ChangeRecord]]:
    for path, data in files.items():
        if not path.startswith(folder):
            continue
        slug = path.removeprefix(folder).removesuffix(_YAML)
        with suppress(ProblemError):
            source = content.decode(data, path=path)
            yield slug, config.read_change(source, path=path, policy=policy, slug=slug)


def _check_policy(site: Site, policy: Policy, known: Mapping[str, Policy], place: Place) -> Iterator[Problem]:
    if policy.id in known:
        hint = "an id is the name of one policy; give this one another"
        yield Problem(code="PS-213", message=f"a second policy has the id `{policy.id}`", place=place, hint=hint)
    if policy.governing not in site.locales:
        hint = f"add {policy.governing} to `locales` in {config.SITE_FILE}"
        message = f"the site does not serve {policy.governing}, the locale that governs"
        yield Problem(code="PS-214", message=message, place=place, hint=hint)
    audiences = {one.id: one for one in site.audiences}
    for audience in sorted(policy.prevails.keys() - {"default"}):
        if audience not in audiences or not audiences[audience].name:
            what = "has no name there" if audience in audiences else "is not there"
            yield Problem(
                code="PS-219",
                message=f"a text prevails for the audience `{audience}`, which {what}",
                place=place,
                hint=f"readers must know who is meant: in {config.SITE_FILE}, give it one below "
                f"`audiences`, as `{audience}: {{name: {{{site.default_locale}: …}}}}`",
            )


def _check_successors(policies: Mapping[str, Policy], paths: Mapping[str, str]) -> Iterator[Problem]:
    """A policy that ends is followed by another one of this site, or by none."""
    for policy in policies.values():
        successor = policy.retired.successor if policy.retired else ""
        if successor and successor not in policies.keys() - {policy.id}:
            others = ", ".join(sorted(policies.keys() - {policy.id}))
            known = f"name one of: {others}; or " if others else ""
            yield Problem(
                code="PS-220",
                message=f"no other policy has the id `{successor}` that `retired` names",
                place=Place(paths[policy.id]),
                hint=f"{known}leave `successor` out",
            )


def _check_releases(declared: Iterable[Declared]) -> Iterator[Problem]:
    by_revision: dict[int, Declared] = {}
    for one in declared:
        other = by_revision.setdefault(one.release.revision, one)
        if other is not one:
            yield Problem(
                code="PS-310",
                message=f"revision {one.release.revision} is {other.release.label} already",
                place=one.place,
                hint=f"the next free one is {max(d.release.revision for d in declared) + 1}",
            )


def _no_site() -> Problem:
    return Problem(
        code="PS-200",
        message="there is no such file, and so no site",
        place=Place(config.SITE_FILE),
        hint=f"add {config.SITE_FILE} and commit it; `site-builder new` makes a complete example",
    )
