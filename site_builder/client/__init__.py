"""What a back end needs to tell its users, once: the logic of `policy-notice.js` in Python (docs/app.md).

It knows nothing of the program that builds the site, only its public files.
"""

from site_builder.client.events import Cursor, Happening, UnknownKindError, read_events
from site_builder.client.rules import (
    Decision,
    Promise,
    Prompt,
    Standing,
    accept,
    begin,
    decide,
    language,
    prompt,
    refuse,
    show,
)
from site_builder.client.site import Answer, Fetch, Kept, Site, http_fetch

__all__ = [
    "Answer",
    "Cursor",
    "Decision",
    "Fetch",
    "Happening",
    "Kept",
    "Promise",
    "Prompt",
    "Site",
    "Standing",
    "UnknownKindError",
    "accept",
    "begin",
    "decide",
    "http_fetch",
    "language",
    "prompt",
    "read_events",
    "refuse",
    "show",
]
