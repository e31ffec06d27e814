"""The look and the words of a site: templates, assets and catalogues. The only room that knows Jinja2.

A theme is trusted code, and yet nothing that an author wrote can become markup through it: everything is
escaped, in every template, and the ways around that (the filter ``safe``, ``autoescape`` blocks) do not
exist. Only what has ``__html__``, which ``markup`` makes, is taken as it is. Content is never a template.
"""

from __future__ import annotations

import base64
import hashlib
import traceback
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import PurePosixPath
from types import CodeType, MappingProxyType
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    nodes,
)

from site_builder import routes
from site_builder.fingerprints import fingerprint
from site_builder.locales import PLACEHOLDER, Catalogue, best, read_catalogue
from site_builder.markup import Html
from site_builder.markup.html import escape, join
from site_builder.model.artifact import Artifact
from site_builder.press import NOTHING, Memory
from site_builder.problems import Place, Problem, ProblemError

STYLE = "style.css"
# What makes markup of text, or differs from build to build.
_FORBIDDEN_FILTERS = ("safe", "urlize", "xmlattr", "tojson", "striptags", "random", "pprint", "forceescape")
_FORBIDDEN_NODES = (nodes.ScopedEvalContextModifier, nodes.EvalContextModifier, nodes.MarkSafe)


# Two are never compared: what is made of their words is known by which they are.
@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Words:
    """The theme's sentences for readers of one language; English where nobody has translated one."""

    catalogue: Catalogue | None
    _read: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False, repr=False)

    def gettext(self, message: str, /, **values: str) -> str:
        """The sentence as text, each ``{name}`` replaced by the value of that name."""
        return "".join(map(str, filled(self.parts(message), values)))

    def parts(self, message: str) -> tuple[str, ...]:
        """The sentence in parts, every second one the name of a value: what ``filled`` makes a sentence of."""
        known = self._read.get(message)
        if known is None:
            known = self._read[message] = _parts(self._one(message))
        return known

    def html(self, message: str, /, **values: object) -> Html:
        """The sentence as HTML; values that are HTML already (a ``<time>``, a link) stay so."""
        return join(map(_html, filled(self.parts(message), values)))

    def html_of_many(self, singular: str, plural: str, count: int, /, **values: object) -> Html:
        """The sentence about that many of something; ``{count}`` is the number."""
        text = self.catalogue.plural(singular, count) if self.catalogue else None
        if text is None:
            text = singular if count == 1 else plural
        return join(map(_html, filled(_parts(text), {"count": count, **values})))

    def _one(self, message: str) -> str:
        return (self.catalogue.singular(message) if self.catalogue else None) or message


@lru_cache(maxsize=4096)
def _parts(text: str) -> tuple[str, ...]:
    return tuple(PLACEHOLDER.split(text))


def filled(parts: tuple[str, ...], values: Mapping[str, object]) -> list[object]:
    """A sentence with each placeholder replaced; what stands in a value is not looked at again."""
    if len(parts) == 1:
        return [*parts]
    return [values[part] if index % 2 else part for index, part in enumerate(parts)]


def _html(part: object) -> Html:
    return Html(part.__html__()) if hasattr(part, "__html__") else Html(escape(str(part)))


class Theme:
    """A loaded theme. Two that were loaded from the same bytes write the same pages; it can be pickled."""

    def __init__(
        self,
        *,
        environment: Environment,
        catalogues: Mapping[str, Catalogue],
        assets_by_name: Mapping[str, bytes],
        sources: tuple[Mapping[str, bytes], Mapping[str, bytes], str],
    ) -> None:
        self._environment = environment
        self._catalogues = catalogues
        self._sources = sources
        self.assets_by_name = assets_by_name
        # The stylesheet for pages that must stand alone, and how the policy of such a page allows it: `'sha256-…'`.
        self.style = Html(assets_by_name[STYLE].decode())
        digest = base64.b64encode(hashlib.sha256(assets_by_name[STYLE]).digest())
        self.style_hash = f"'sha256-{digest.decode()}'"
        # Every page asks for these.
        self._addresses = {
            name: routes.asset(name, hashlib.sha256(body).hexdigest()) for name, body in assets_by_name.items()
        }
        self._words: dict[str, Words] = {}

    @classmethod
    def load(
        cls,
        files: Mapping[str, bytes],
        catalogues: Mapping[str, bytes],
        *,
        folder: str = "themes/default",
        memory: Memory = NOTHING,
    ) -> Theme:
        """A theme from its files (by path in its folder) and PO files (by locale).

        ``*.html`` are templates; the stylesheets become one, ``style.css`` first; all else is an asset.
        Raises ProblemError with everything that is wrong in any of them. ``folder`` is for problems, and ``memory``
        knows the templates that were found to be without fault.
        """
        problems: list[Problem] = []
        templates: dict[str, str] = {}
        for name, body in sorted(files.items()):
            if name.endswith((".html", ".css")):
                try:
                    templates[name] = body.decode("utf-8-sig").replace("\r\n", "\n")
                except UnicodeDecodeError as error:
                    problems.append(_fault("PS-411", f"this is not UTF-8 (byte {error.start})", folder, name))
        styles = [templates.pop(name) for name in sorted(templates, key=_style_first) if _is_style(name)]
        style = "\n".join(styles)
        if not style:
            problems.append(_fault("PS-412", "the theme has no stylesheet", folder, STYLE))
        if "</" in style:
            problems.append(_fault("PS-413", "`</` ends a stylesheet that stands inside a page", folder, STYLE))
        ordered = tuple(templates.items())
        name = fingerprint("theme", ordered)
        if memory.get(name) is None:
            problems.extend(_faults(ordered, folder))
        read: dict[str, Catalogue] = {}
        for locale, body in sorted(catalogues.items()):
            try:
                path = f"translations/{locale}/LC_MESSAGES/messages.po"
                read[locale] = _catalogue(body, locale=locale, path=path)
            except ProblemError as error:
                problems.extend(error.problems)
        if problems:
            raise ProblemError(problems)
        memory.put(name, True)  # noqa: FBT003 - a theme without faults
        assets = {name: body for name, body in sorted(files.items()) if not name.endswith((".html", ".css"))}
        return cls(
            environment=_loaded(ordered),
            catalogues=MappingProxyType(read),
            assets_by_name=MappingProxyType({STYLE: style.encode(), **assets}),
            sources=(dict(files), dict(catalogues), folder),
        )

    def __reduce__(self) -> tuple[Callable[..., Theme], tuple[Mapping[str, bytes], Mapping[str, bytes], str]]:
        """Templates are compiled again where the theme arrives."""
        return _load, self._sources

    @property
    def locales(self) -> frozenset[str]:
        """The locales that have a catalogue; English needs none."""
        return frozenset(self._catalogues)

    @cached_property
    def digest(self) -> str:
        """The name of all that the theme was loaded from."""
        return fingerprint(self._sources)

    def words(self, locale: str) -> Words:
        """The theme's sentences for readers of a locale."""
        if locale not in self._words:
            nearest = best(locale, self._catalogues)
            self._words[locale] = Words(catalogue=self._catalogues[nearest] if nearest else None)
        return self._words[locale]

    def asset(self, name: str) -> str:
        """The address of a file of the theme; raises KeyError where there is none."""
        return self._addresses[name]

    def has(self, template: str) -> bool:
        """Whether there is a template of that name: a theme from before it came need not have it."""
        return template in self._sources[0]

    def assets(self) -> Iterator[Artifact]:
        """The files of the theme, named by their digests."""
        for name, body in self.assets_by_name.items():
            yield Artifact(path=routes.file_of(self.asset(name)), body=body)

    def render(self, template: str, view: object, *, locale: str, link: Callable[[str], str]) -> bytes:
        """The bytes of a page.

        The template sees ``view``, the words of the locale as ``_`` and ``ngettext``, and ``asset(name)``,
        the address of a file of the theme as ``link`` makes it usable in the page. Raises ProblemError
        where the template asks for what is not there.
        """
        words = self.words(locale)
        try:
            page = self._environment.get_template(template).render(
                view=view,
                _=words.html,
                ngettext=words.html_of_many,
                asset=lambda name: link(self.asset(name)),
            )
        except Exception as error:
            # A template can fail in any way that Python can; its author needs the place and not our stack.
            raise ProblemError([self._failure(template, error)]) from error
        return page.encode()

    def _failure(self, template: str, error: Exception) -> Problem:
        frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename in self._sources[0]]
        name, line = (frames[-1].filename, frames[-1].lineno or 0) if frames else (template, 0)
        return _fault("PS-416", f"the template fails: {type(error).__name__}: {error}", self._sources[2], name, line)


def _load(files: Mapping[str, bytes], catalogues: Mapping[str, bytes], folder: str) -> Theme:
    return Theme.load(files, catalogues, folder=folder)


def _is_style(name: str) -> bool:
    return PurePosixPath(name).suffix == ".css"


def _style_first(name: str) -> tuple[bool, str]:
    return name != STYLE, name


_catalogue = lru_cache(maxsize=64)(read_catalogue)


# Compiling costs more than making the pages of a small site; who builds again, as the preview does, has it done.
@lru_cache(maxsize=4)
def _loaded(templates: tuple[tuple[str, str], ...]) -> Environment:
    """Templates by name, each compiled once, when it is first used."""
    return _environment(dict(templates))


@lru_cache(maxsize=4)
def _faults(templates: tuple[tuple[str, str], ...], folder: str) -> tuple[Problem, ...]:
    """What is wrong in templates."""
    environment = _environment({})
    problems: list[Problem] = []
    for name, source in templates:
        try:
            tree = environment.parse(source, name, name)
            forbidden = [node.lineno for node in tree.find_all(_FORBIDDEN_NODES)]
            environment.compile(tree, name, name)
        except TemplateSyntaxError as error:
            message = f"the template cannot be read: {error.message}"
            problems.append(_fault("PS-414", message, folder, name, error.lineno))
            continue
        switch = "a template may not switch escaping off"
        problems += (_fault("PS-415", switch, folder, name, line) for line in forbidden)
    return tuple(problems)


class _Compiled(BaseLoader):
    """Gives out templates under their names, so that a failure has a place."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._sources = sources
        self._compiled: dict[str, CodeType] = {}

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002
    ) -> Template:
        """The template of that name."""
        if name not in self._sources:
            raise TemplateNotFound(name)
        if name not in self._compiled:
            self._compiled[name] = environment.compile(self._sources[name], name, name)
        return environment.template_class.from_code(environment, self._compiled[name], globals or {})


def _environment(sources: Mapping[str, str]) -> Environment:
    environment = Environment(
        loader=_Compiled(sources),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    for name in _FORBIDDEN_FILTERS:
        environment.filters.pop(name, None)
    environment.globals.clear()
    return environment


def _shown(value: object) -> object:
    """Only words, numbers and markup can be shown; `None` on a page is a mistake that nobody sees."""
    if isinstance(value, Undefined):
        return value  # it says itself what is not there, as soon as it is written
    if (isinstance(value, str | int) and not isinstance(value, bool)) or hasattr(value, "__html__"):
        return value
    raise TypeError(f"a template shows a value of type {type(value).__name__}")


_HINTS = {
    "PS-411": "save the file as UTF-8",
    "PS-412": f"add {STYLE}; an empty rule is enough",
    "PS-413": "write it as `<\\/`, or leave the comment out that has it",
    "PS-414": "see the template language: https://jinja.palletsprojects.com/templates/",
    "PS-415": "take the `autoescape` block out; finished markup is recognised by its type",
    "PS-416": "ask only for fields that the view has (site_builder/outputs/pages/views.py)",
}


def _fault(code: str, message: str, folder: str, name: str, line: int = 0) -> Problem:
    return Problem(code=code, message=message, place=Place(f"{folder}/{name}", line), hint=_HINTS[code])
