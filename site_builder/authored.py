"""A policy as its authors have it in a commit or a work tree: settings, text, change records."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo

from site_builder import config, content
from site_builder.content import Folder
from site_builder.model.policy import Policy
from site_builder.model.prose import Document
from site_builder.model.release import ChangeRecord
from site_builder.model.revision import Entry, Repository
from site_builder.problems import Problem, ProblemError, gather

_PLAIN = ("100644", "100755")


@dataclass(frozen=True, slots=True, kw_only=True)
class Authored:
    """A policy whose settings can be read; ``document`` is None where its text cannot, or was not read yet."""

    policy: Policy
    folder: Folder
    document: Document | None
    changes: tuple[ChangeRecord, ...]


def read_files(repository: Repository, tree: Mapping[str, Entry]) -> dict[str, bytes]:
    """The plain files of a tree with their bytes."""
    plain = {path: entry.blob for path, entry in tree.items() if entry.mode in _PLAIN}
    blobs = repository.read(plain.values())
    return {path: blobs[blob] for path, blob in plain.items()}


def policy_files(files: Iterable[str]) -> Iterator[str]:
    """The paths of the files with the settings of policies."""
    return (path for path in files if path.startswith("content/") and path.endswith(f"/{config.POLICY_FILE}"))


def folders(files: Mapping[str, bytes]) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Each file with the settings of a policy, and the files of its folder with their bytes."""
    paths = sorted(files)
    for path in policy_files(paths):
        at = path.removesuffix(f"/{config.POLICY_FILE}")
        # What begins with the folder's name and a slash stands together; the character behind the slash is a zero.
        start, end = bisect_left(paths, f"{at}/"), bisect_left(paths, f"{at}0")
        yield path, {one: files[one] for one in paths[start:end]}


def with_text(settings: Authored, problems: list[Problem]) -> Authored:
    """The policy with its text, as far as it can be read. What is wrong is noted."""
    return replace(settings, document=_document(settings.policy, settings.folder, problems))


def read_settings(path: str, files: Mapping[str, bytes], zone: tzinfo, problems: list[Problem]) -> Authored | None:
    """The policy with that file of settings; None where they cannot be read. What is wrong is noted.

    Its text is not read yet, which costs far more than all else.
    """
    at = path.removesuffix(f"/{config.POLICY_FILE}")
    folder = Folder(at, {p[len(at) + 1 :]: data for p, data in files.items() if p.startswith(f"{at}/")})
    try:
        policy = config.read_policy(content.decode(files[path], path=path), path=path, zone=zone)
    except ProblemError as error:
        problems += error.problems
        # Without settings no language governs; each section is read by itself.
        for name, data in folder.files.items():
            if name.endswith(".md") and not name.startswith("README"):
                with gather(problems):
                    content.read_section(data, path=f"{at}/{name}")
        return None
    return Authored(policy=policy, folder=folder, document=None, changes=tuple(_changes(policy, folder, problems)))


def _document(policy: Policy, folder: Folder, problems: list[Problem]) -> Document | None:
    try:
        return content.read_document(policy, folder)
    except ProblemError as error:
        problems += error.problems
        return None


def _changes(policy: Policy, folder: Folder, problems: list[Problem]) -> Iterator[ChangeRecord]:
    start = f"{config.CHANGES}/"
    for name, data in folder.files.items():
        if not (name.startswith(start) and name.endswith(".yaml")):
            continue
        path = f"{folder.path}/{name}"
        slug = name.removeprefix(start).removesuffix(".yaml")
        with gather(problems):
            text = content.decode(data, path=path)
            yield config.read_change(text, path=path, policy=policy.id, slug=slug)
