"""What app developers take: the client for web pages, types for TypeScript, the description of the API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources

from site_builder import routes
from site_builder.model.artifact import Artifact

_SOURCE = "policy-notice.js"
_COMMENTS = re.compile(r"^ */\*\*.*?\*/\n|^ *//[^\n]*\n", re.MULTILINE | re.DOTALL)
_MARGIN = re.compile(r"^ +|^\n", re.MULTILINE)
# Spaces around signs mean nothing in JavaScript or CSS; the source has none of them inside of a string.
_SPACES = re.compile(r" ?(=>|===?|!==|&&|\|\||[=,{};?:<>]) ?")
_HEAD = "// policy-notice.js of policy-site-builder: Apache-2.0, https://www.apache.org/licenses/LICENSE-2.0\n"


def app_files() -> Iterator[Artifact]:
    """The files for app developers; they depend on this program alone."""
    yield Artifact(path=routes.file_of(routes.CLIENT), body=client().encode())


def client() -> str:
    """The module as it is served: its source without comments and spare spaces, because it is fetched often."""
    source = resources.files(__name__).joinpath(_SOURCE).read_text("utf-8")
    return _HEAD + _SPACES.sub(r"\1", _MARGIN.sub("", _COMMENTS.sub("", source)))
