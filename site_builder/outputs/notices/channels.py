"""One message as every channel takes it: Apple and Google push, Web Push, e-mail, a banner in the app.

Push services refuse what is larger than 4,096 bytes; what a sender adds (a token, a channel) must fit as well,
so a payload here has at most ``LIMIT``. Text is cut between words, and the whole stands behind the link.

Sources, read in 2026: Apple "Generating a remote notification" and "Sending notification requests to APNs";
Firebase "REST Resource: projects.messages"; RFC 8030 (TTL, Topic, Urgency) and RFC 8291 for Web Push, with the
payload of Declarative Web Push; RFC 5322 for the length of a subject.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from site_builder.locales import direction
from site_builder.markup.html import Html, element, escape, join
from site_builder.outputs.data import Value
from site_builder.outputs.notices.words import Spoken
from site_builder.problems import Place, Problem, ProblemError
from site_builder.text import fitted, isolated

LIMIT = 3_500
# What the services themselves take, if a sender writes each letter beyond ASCII as an escape.
_ESCAPED = 4_096
_TITLE, _BODY, _SUBJECT = 80, 178, 78


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is sent of one version, or of its correction, in a locale.

    ``lines`` are sentences, each in its own language; ``facts`` stand below them. ``links`` are words and
    addresses, the most important first. ``facts`` and ``links`` are in the locale.
    """

    id: str
    kind: str
    policy: str
    version: str
    revision: int
    locale: str
    mode: str
    title: str
    lines: tuple[Spoken, ...]
    facts: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    expires: datetime | None
    arguments: tuple[str, ...]

    @property
    def body(self) -> str:
        """The sentences as one."""
        rtl = direction(self.locale) == "rtl"
        return " ".join(isolated(line.text, right_to_left=rtl) for line in self.lines if line.text)

    @property
    def url(self) -> str:
        """Where the message leads."""
        return self.links[0][1]

    @property
    def data(self) -> dict[str, str]:
        """What the app reads of a push message; text only, because Google's takes nothing else."""
        return {
            "notice_id": self.id,
            "kind": self.kind,
            "policy": self.policy,
            "version": self.version,
            "revision": str(self.revision),
            "mode": self.mode,
            "url": self.url,
            "title_loc_key": f"policy_{self.kind}_title",
            "body_loc_key": f"policy_{self.kind}_body",
            "loc_args": json.dumps(self.arguments, ensure_ascii=False),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """A message as push services take it: the words that there is room for, and what each service is sent."""

    title: str
    body: str
    sent: Mapping[str, Mapping[str, Value]]


def channels(message: Message) -> dict[str, Value]:
    """The message for every channel. Raises ProblemError where a push message cannot be made to fit."""
    banner = {"title": message.title, "body": message.body}
    tongue = {"lang": message.locale, "dir": direction(message.locale)}
    return {**push(message).sent, "email": _email(message), "banner": {**banner, **tongue}}


def push(message: Message) -> Push:
    """The message with as much of its words as fit everywhere. Raises ProblemError where nothing does."""
    title = fitted(message.title, characters=_TITLE, octets=_TITLE * 4)
    arguments = tuple(fitted(one, characters=_TITLE, octets=_TITLE * 4) for one in message.arguments)
    short = replace(message, arguments=arguments)
    for characters in (_BODY, 120, 60, 0):
        body = fitted(message.body, characters=characters, octets=characters * 4)
        services = (("apns", _apns), ("fcm", _fcm), ("web_push", _web_push))
        sent = {name: write(short, title, body) for name, write in services}
        payloads = [one["payload"] for one in sent.values()]
        if all(size(one) <= LIMIT and _escaped(one) <= _ESCAPED for one in payloads):
            return Push(title=title, body=body, sent=sent)
    raise ProblemError([_too_large(message)])


def size(payload: Value) -> int:
    """The bytes of a payload as it is sent: UTF-8 without white space."""
    return len(json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode())


def _escaped(payload: Value) -> int:
    return len(json.dumps(payload, separators=(",", ":")))


def _too_large(message: Message) -> Problem:
    return Problem(
        code="PS-332",
        message=f"a push message of {message.policy} {message.version} in {message.locale} has more than {LIMIT} bytes",
        place=Place("content/site.yaml"),
        hint="its addresses are too long: shorten `base_url`",
    )


def _apns(message: Message, title: str, body: str) -> dict[str, Value]:
    return {
        # Without a date Apple keeps it for as long as it sees fit; 0 would mean to drop what cannot be delivered.
        "headers": {
            "apns-push-type": "alert",
            "apns-priority": "5",
            "apns-collapse-id": message.id,
            **({"apns-expiration": str(int(message.expires.timestamp()))} if message.expires else {}),
        },
        "payload": {
            "aps": {"alert": {"title": title, "body": body}, "thread-id": message.policy, "mutable-content": 1},
            **message.data,
        },
    }


def _fcm(message: Message, title: str, body: str) -> dict[str, Value]:
    return {
        "payload": {
            "message": {
                "notification": {"title": title, "body": body},
                "data": message.data,
                "android": {"collapse_key": message.id, "notification": {"tag": message.id}},
            }
        }
    }


def _web_push(message: Message, title: str, body: str) -> dict[str, Value]:
    return {
        # A topic has at most 32 letters of base64url.
        "headers": {"Topic": message.id.replace("-", ""), "Urgency": "normal"},
        "payload": {
            "web_push": 8030,
            "notification": {
                "title": title,
                "body": body,
                "lang": message.locale,
                "dir": direction(message.locale),
                "tag": message.id,
                "navigate": message.url,
                "data": message.data,
            },
        },
    }


def _email(message: Message) -> dict[str, Value]:
    paragraphs = [*(line.text for line in message.lines if line.text), *message.facts]
    paragraphs += [f"{words}:\n{address}" for words, address in message.links]
    return {
        "subject": fitted(message.title, characters=_SUBJECT, octets=_SUBJECT * 4),
        "text": "\n\n".join([message.title, *paragraphs]) + "\n",
        "html": _html(message).html,
    }


def _html(message: Message) -> Html:
    """The e-mail with the simplest markup: no style, no picture, nothing that is fetched."""
    lines = [_line(line, message.locale) for line in message.lines if line.text]
    facts = [element("p", Html(escape(one))) for one in message.facts]
    links = [element("p", element("a", Html(escape(words)), href=address)) for words, address in message.links]
    title = Html(escape(message.title))
    head = element("head", element("meta", charset="utf-8", void=True), element("title", title))
    body = element("body", element("h1", title), *lines, *facts, *links)
    page = element("html", head, body, lang=message.locale, dir=direction(message.locale))
    return join((Html("<!doctype html>"), page))


def _line(line: Spoken, locale: str) -> Html:
    text = Html(escape(line.text))
    return element("p", text) if line.lang == locale else element("p", text, lang=line.lang, dir=line.dir)
