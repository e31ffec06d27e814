"""A policy's sections in its governing locale."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from site_builder import markup, routes
from site_builder.content.files import MAX_SECTION, check_limits, decode, split_front_matter
from site_builder.markup import Reference
from site_builder.model.policy import Policy
from site_builder.model.prose import Blocks, Document, Heading, Section, Text
from site_builder.problems import Place, Problem, ProblemError
from site_builder.reuse import reusing

INDEX = "index"
_ENDING = ".md"
_SCHEMES = ("https:", "mailto:", "tel:")
# A host and nothing that a browser would read as another one: no user, no backslash, no missing slash.
_TARGET = re.compile(
    r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?([/?#][^\s\\]*)?|mailto:[^\s@\\]+@[^\s@\\]+|tel:\+?[0-9(). -]+"
)


@dataclass(frozen=True, slots=True)
class Folder:
    """A policy's folder at one moment: the path of its ``policy.yaml``'s folder, and its files below it."""

    path: str
    files: Mapping[str, bytes]

    def below(self, locale: str) -> dict[str, bytes]:
        """The Markdown files of a locale by their stems."""
        start = f"{locale}/"
        names = (name for name in self.files if name.startswith(start) and name.endswith(_ENDING))
        return {name.removeprefix(start).removesuffix(_ENDING): self.files[name] for name in sorted(names)}


@dataclass(frozen=True, slots=True)
class Prose:
    """One file's title and text, its front matter where it has some, what it refers to, and each block's line."""

    title: str
    blocks: Blocks
    front_matter: str | None
    references: tuple[Reference, ...]
    lines: tuple[int, ...] = ()


def read_document(policy: Policy, folder: Folder) -> Document:
    """The governing document.

    Raises:
        ProblemError: with everything that is wrong in its files.
    """
    files = folder.below(policy.governing)
    where = f"{folder.path}/{policy.governing}"
    problems: list[Problem] = []
    prose: dict[str, Prose] = {}
    for stem in (INDEX, *policy.sections):
        path = f"{where}/{stem}{_ENDING}"
        if stem not in files:
            problems.append(_missing(policy, folder, stem, path))
            continue
        try:
            prose[stem] = read_section(files[stem], path=path)
        except ProblemError as error:
            problems += error.problems
            problems += check_references(policy, _references(files[stem], path=path), path=path)
            continue
        if prose[stem].front_matter is not None:
            problems.append(_needless(path))
    problems += (_unlisted(stem, f"{where}/{stem}{_ENDING}") for stem in _strangers(policy, files))
    for stem, one in prose.items():
        problems += check_references(policy, one.references, path=f"{where}/{stem}{_ENDING}")
    if problems:
        raise ProblemError(problems)
    return Document(
        policy=policy.id,
        locale=policy.governing,
        title=prose[INDEX].title,
        preamble=prose[INDEX].blocks,
        sections=tuple(section_of(prose[stem], stem) for stem in policy.sections),
        numbering=policy.numbering,
    )


@reusing(8_192)
def section_of(prose: Prose, stem: str) -> Section:
    """The section that a file is: one object for all versions that have it."""
    return Section(id=stem, title=prose.title, blocks=prose.blocks)


def _strangers(policy: Policy, files: Mapping[str, bytes]) -> Iterable[str]:
    return (stem for stem in files if stem not in policy.sections and stem != INDEX)


def _references(data: bytes, *, path: str) -> Iterable[Reference]:
    """What a file that is faulty otherwise refers to, so that everything is told at once."""
    if len(data) > MAX_SECTION:
        return ()
    try:
        _, body, first_line = split_front_matter(decode(data, path=path), path=path)
    except ProblemError:
        return ()
    return markup.parse(body, path=path, first_line=first_line).references


def read_section(data: bytes, *, path: str) -> Prose:
    """One file: `# Title`, then text.

    Raises:
        ProblemError: with everything that is wrong with it.
    """
    try:
        return _read(data)
    except (ProblemError, AssertionError):
        return _read_at(data, path)  # which says where


@lru_cache(maxsize=4096)
def _read(data: bytes) -> Prose:
    """What is without fault says the same wherever it stands."""
    return _read_at(data, "")


def _read_at(data: bytes, path: str) -> Prose:
    text = decode(data, path=path)
    too_large = tuple(check_limits(text, path=path))
    if too_large:
        raise ProblemError(too_large)
    front_matter, body, first_line = split_front_matter(text, path=path)
    parsed = markup.parse(body, path=path, first_line=first_line)
    problems = list(parsed.problems)
    title = ""
    match parsed.blocks:
        case [Heading(1, [Text(title)]), *_]:
            pass
        case [Heading(1, [_, *_]), *_]:
            hint = "the title of a section is plain words; emphasis, code and links belong into its text"
            problems.append(_problem("PS-151", "the title has markup", Place(path, parsed.lines[0]), hint))
        case _:
            hint = "start the file with `# ` and the title of the section"
            problems.append(_problem("PS-150", "the file has no title", Place(path, first_line), hint))
    for block, line in zip(parsed.blocks[1:], parsed.lines[1:], strict=True):
        if isinstance(block, Heading) and block.level == 1:
            hint = "make it `## `, or move it and what follows into a file of its own"
            problems.append(_problem("PS-152", "a second title", Place(path, line), hint))
    if problems:
        raise ProblemError(problems)
    return Prose(title, parsed.blocks[1:], front_matter, parsed.references, parsed.lines[1:])


def check_references(policy: Policy, references: Iterable[Reference], *, path: str) -> Iterable[Problem]:
    """What is wrong with the targets of a file's links and images."""
    for reference in references:
        place = Place(path, reference.line)
        target = reference.target
        if target.startswith("#"):
            if target[1:] not in policy.sections:
                near = difflib.get_close_matches(target[1:], policy.sections, n=1)
                hint = f"did you mean #{near[0]}?" if near else "the ids of the sections stand in policy.yaml"
                yield _problem("PS-140", f"there is no section `{target[1:]}`", place, hint)
        elif reference.image:
            hint = "say it in words; a picture cannot be compared, translated or read aloud"
            yield _problem("PS-142", f"an image ({target})", place, hint)
        elif not _is_allowed(target):
            hint = "links lead to https:, mailto: or tel:, to #section, or to another policy as ../terms/"
            if target.startswith("http://"):
                hint = f"write https://{target.removeprefix('http://')}"
            yield _problem("PS-141", f"a link to `{target}`", place, hint)


def _is_allowed(target: str) -> bool:
    if target.startswith(_SCHEMES):
        return _TARGET.fullmatch(target) is not None
    # A relative link leads from the policy's own address to another policy of the same site.
    parts = target.partition("#")[0].removeprefix("../").removesuffix("/")
    return target.startswith("../") and routes.is_id(parts)


def _missing(policy: Policy, folder: Folder, stem: str, path: str) -> Problem:
    what = "the policy's title" if stem == INDEX else f"the section `{stem}`"
    place = Place(f"{folder.path}/policy.yaml")
    return _problem("PS-153", f"{what} has no file for {policy.governing}", place, f"add {path}")


def _unlisted(stem: str, path: str) -> Problem:
    hint = f"add `{stem}` to `sections` in policy.yaml where it belongs, or remove the file"
    if not routes.is_id(stem):
        hint = "call the file by the section's id, in small letters a to z, digits and hyphens, or remove it"
    return _problem("PS-154", "this section is not in the policy", Place(path), hint)


def _needless(path: str) -> Problem:
    hint = "remove it: a section in the governing locale is its title and its text"
    return _problem("PS-122", "front matter in the governing locale", Place(path, 1), hint)


def _problem(code: str, message: str, place: Place, hint: str) -> Problem:
    return Problem(code=code, message=message, place=place, hint=hint)
