"""Names of files: they become addresses, and must mean the same on every system."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from site_builder import routes
from site_builder.content.sections import INDEX
from site_builder.model.policy import Policy
from site_builder.model.revision import Entry
from site_builder.problems import Place, Problem, Severity

MAX_PATH = 180

_NAME = re.compile(r"[A-Za-z0-9_.][A-Za-z0-9_.-]*")
# What Windows keeps for itself, with or without an ending [1], and what git takes for its own folder.
# [1] https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_GIT = (".git", "git~1")
_KINDS = {"120000": "a symbolic link", "160000": "a submodule", "010000": "a pipe", "060000": "a device"}
_FILES = ("100644", "100755")
_FOLDERS = {"changes": ".yaml", "releases": ".yaml"}
_HINT = "use the letters a to z, digits and hyphens; a section's file is called by its id, such as scope.md"


def check_names(tree: Mapping[str, Entry]) -> Iterator[Problem]:
    """What is wrong with the paths below `content/`, whatever is in the files."""
    seen: dict[str, str] = {}
    told: set[tuple[str, str]] = set()
    for path, entry in tree.items():
        if not path.startswith("content/"):
            continue
        if entry.mode not in _FILES:
            hint = "put the file itself there: content is what this repository says, and nothing else"
            message = f"this is {_KINDS.get(entry.mode, 'no plain file')} and not a file"
            yield _problem("PS-160", message, path, hint)
        parts = path.split("/")
        for depth in range(1, len(parts) + 1):
            whole = "/".join(parts[:depth])
            other = seen.setdefault(_folded(whole), whole)
            if other != whole and (other, whole) not in told:
                told.add((other, whole))
                message = f"on Windows and macOS, {other} and {whole} are one file"
                yield _problem("PS-161", message, whole, "rename one of them")
        yield from _check_parts(path, parts)


def _check_parts(path: str, parts: Iterable[str]) -> Iterator[Problem]:
    for part in parts:
        if _DEVICES.fullmatch(part) or part.lower() in _GIT:
            hint = "choose another: con, prn, aux, nul, com1, lpt1 and .git are taken by Windows and git"
            yield _problem("PS-162", f"no file can be called `{part}` on every system", path, hint)
        elif not _NAME.fullmatch(part) or part.endswith("."):
            yield _problem("PS-162", f"`{part}` cannot be the name of a file", path, _HINT)
    if len(path) > MAX_PATH:
        message = f"the path has {len(path)} characters; it has at most {MAX_PATH}"
        yield _problem("PS-162", message, path, "choose shorter names: some systems cut long paths off")


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def check_strays(policies: Mapping[str, Policy | None], tree: Iterable[str]) -> Iterator[Problem]:
    """Files below `content/` that nothing reads.

    ``policies`` are known by the paths of their folders; one that cannot be read is None, and nothing is said
    of its files.
    """
    for path in tree:
        name = posixpath.basename(path)
        if not path.startswith("content/") or name.startswith((".", "README")) or path == "content/site.yaml":
            continue
        folder = next((one for one in policies if path.startswith(f"{one}/")), None)
        if folder is None:
            why = _outside(name)
        else:
            policy = policies[folder]
            why = _stray(policy, path[len(folder) + 1 :]) if policy else ""
        if why:
            yield Problem(
                code="PS-163",
                message="nothing reads this file",
                place=Place(path),
                hint=why,
                severity=Severity.WARNING,
            )


def _outside(name: str) -> str:
    if name in ("policy.yaml", "site.yaml"):
        return "" if name == "policy.yaml" else "there is one site.yaml, in content/"
    if name.endswith((".yml", ".yaml")):
        return "settings are called site.yaml and policy.yaml"
    return "it is in no policy's folder: a policy is a folder with a policy.yaml"


def _stray(policy: Policy, inside: str) -> str:
    """Why nothing reads a file of a policy's folder, or nothing where something does."""
    if inside == "policy.yaml":
        return ""
    folder, _, name = inside.rpartition("/")
    stem, ending = posixpath.splitext(name)
    if folder in _FOLDERS:
        return "" if ending == _FOLDERS[folder] else f"files in {folder} end with {_FOLDERS[folder]}"
    if folder in policy.locales:
        if ending != ".md":
            return "sections end with .md"
        known = stem in policy.sections or stem == INDEX
        # A stranger in the governing language is an error of its own.
        if known or folder == policy.governing or not routes.is_id(stem):
            return ""
        return f"the policy has no section `{stem}`; translations are called as the section is"
    return f"it belongs into one of {', '.join([*policy.locales, *_FOLDERS])}"


def _problem(code: str, message: str, path: str, hint: str) -> Problem:
    return Problem(code=code, message=message, place=Place(path), hint=hint)
