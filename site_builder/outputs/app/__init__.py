"""What app developers take: the client for web pages, types for TypeScript, the description of the API."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import resources

from site_builder import __version__, routes, yamlfile
from site_builder.model.artifact import Artifact
from site_builder.model.policy import Site
from site_builder.outputs.app.openapi import openapi
from site_builder.outputs.app.types import declarations

_SOURCE = "policy-notice.js"
_COMMENTS = re.compile(r"^ */\*\*.*?\*/\n|^ *//[^\n]*\n", re.MULTILINE | re.DOTALL)
_MARGIN = re.compile(r"^ +|^\n", re.MULTILINE)
# Spaces around signs mean nothing in JavaScript or CSS; the source has none of them inside of a string.
_SPACES = re.compile(r" ?(=>|===?|!==|&&|\|\||[=,{};?:<>]) ?")
_HEAD = "// policy-site-builder, Apache-2.0\n"


# What apps read; the other schemas are of what authors write.
READ = (
    "current",
    "index",
    "notice",
    "messages",
    "group",
    "versions",
    "version",
    "changes",
    "locales",
    "record",
    "events",
    "text",
    "manifest",
)


def app_files(site: Site) -> Iterator[Artifact]:
    """The files for app developers."""
    yield Artifact(path=routes.file_of(routes.CLIENT), body=client().encode())
    yield Artifact(path=routes.file_of(routes.TYPES), body=types().encode())
    body = json.dumps(openapi(site.base_url, __version__), ensure_ascii=False, indent=1) + "\n"
    yield Artifact(path=routes.file_of(routes.OPENAPI), body=body.encode())


def types() -> str:
    """TypeScript types of everything that apps read."""
    return declarations((name, json.loads(yamlfile.schema_bytes(name))) for name in READ)


def client() -> str:
    """The module as it is served: its source without comments and spare spaces, because it is fetched often."""
    source = resources.files(__name__).joinpath(_SOURCE).read_text("utf-8")
    return _HEAD + _SPACES.sub(r"\1", _MARGIN.sub("", _COMMENTS.sub("", source)))
