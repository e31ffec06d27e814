"""Asking a site: the newest good answer is kept, whatever comes in between.

An answer that is cut off, an error page, the page of a hotel's network: none of them is one of ours, and what
was known before stays.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from site_builder.client.rules import Decision, Json, Prompt, prompt

# No file that a client reads is larger; whatever is, is not ours.
_MOST = 4 * 1024 * 1024
_SECONDS = 20
_CURRENT: Mapping[str, type | tuple[type, ...]] = {
    "policy": str,
    "stream": str,
    "entry": int,
    "timeline": list,
    "cancelled": list,
    "audiences": dict,
    "oldest_notice_revision": int,
    "locales": dict,
}
_NOTICE: Mapping[str, type | tuple[type, ...]] = {
    "policy": str,
    "audience": str,
    "stream": str,
    "entry": int,
    "notice": (dict, type(None)),
    "corrections": list,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: the status (0 where nothing did), the entity tag, and the bytes."""

    status: int
    etag: str = ""
    body: bytes = b""


# Asks for an address, with the entity tag of the answer that is known.
Fetch = Callable[[str, str], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The last good answer of an address. Keep it with the users' standings."""

    etag: str
    value: Json


class Site:
    """A built site at ``base_url``. ``fetch`` is how to ask; `http_fetch` asks over the network."""

    def __init__(self, base_url: str, fetch: Fetch) -> None:
        self.base_url = base_url.rstrip("/")
        self.fetch = fetch

    def current(self, policy: str, kept: Kept | None = None) -> Kept | None:
        """`current.json` of a policy: the new answer where it is a good one, else the one that was kept."""
        answer = self.fetch(f"{self.base_url}/api/v1/{policy}/current.json", kept.etag if kept else "")
        value = _read(answer, _CURRENT)
        if value is None or value["policy"] != policy or "default" not in value["audiences"]:
            return kept
        return Kept(etag=answer.etag, value=value)

    def prompt(self, decision: Decision, locale: str) -> Prompt | None:
        """What to show a user of whom something is due, or None for now: then ask again later."""
        if not decision.due:
            return None
        address = f"/api/v1/{decision.policy}/notices/{decision.audience}/{decision.base}/{locale}.json"
        value = _read(self.fetch(f"{self.base_url}{address}", ""), _NOTICE)
        return None if value is None else prompt(decision, value)


def _read(answer: Answer, shape: Mapping[str, type | tuple[type, ...]]) -> dict[str, Any] | None:
    """The JSON of an answer, or None where it is not what was asked for."""
    if answer.status != 200:
        return None
    try:
        value = json.loads(answer.body)
    except ValueError:
        return None
    if not isinstance(value, dict) or any(not isinstance(value.get(key), kind) for key, kind in shape.items()):
        return None
    return value


def http_fetch(url: str, etag: str) -> Answer:
    """Ask over the network. What fails is an answer with the status 0."""
    request = urllib.request.Request(url, headers={"If-None-Match": etag} if etag else {})  # noqa: S310 - below
    if request.type not in ("http", "https"):
        raise ValueError(f"{url} is no address of a site")
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 - checked above
            body = answer.read(_MOST + 1)
            status = answer.status if len(body) <= _MOST else 0
            return Answer(status=status, etag=answer.headers.get("ETag") or "", body=body)
    except urllib.error.HTTPError as error:
        error.close()
        return Answer(status=error.code)
    except (OSError, ValueError, EOFError):
        return Answer(status=0)
