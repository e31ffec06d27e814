"""What is sent fits, is plain, runs the right way, and says nothing but the change."""

from __future__ import annotations

import json
import re
import unicodedata
from html.parser import HTMLParser
from typing import Any

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from site_builder.outputs.notices.channels import LIMIT, Message, channels
from site_builder.outputs.notices.words import Spoken
from site_builder.text import fitted, isolated, one_line

CLUSTER = regex.compile(r"\X")
LOCALES = ("en", "zh-Hans", "ar", "he", "th", "hi", "ja", "de")
FAMILY = "👨‍👩‍👧‍👦"
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title><svg onload=alert(1)>",
    "[click](javascript:alert(1))",
    "&lt;b&gt;",
    "{{ 7 * 7 }} ${7*7} %s %n",
    "line\r\nBcc: everybody@example.org",
    "\u202edesrever",
    "\u2067never closed",
    "a\x00b\x1b[31mc\u200bd\u2028e",
)
_CHARACTERS = st.characters(codec="utf-8")
_CLUSTERS = st.sampled_from([FAMILY, "é", "ข้อ", "क्षि", "م", "中", " ", "<", "&"])
texts = st.lists(_CHARACTERS | _CLUSTERS, max_size=200).map(lambda parts: one_line("".join(parts)))
long_texts = st.builds(lambda words, times: one_line(" ".join([words] * times)), texts, st.integers(1, 40))


def message(text: str, locale: str = "en", **changed: Any) -> Message:  # noqa: ANN401 - the fields of a message
    given_ = {
        "id": "a6ff5fdc-09ca-5b10-992e-cbc090fdc7ab",
        "kind": "notice",
        "policy": "privacy",
        "version": "2026-04-01",
        "revision": 2,
        "locale": locale,
        "mode": "acknowledge",
        "title": one_line(text) or "T",
        "lines": (Spoken(text=one_line(text), lang=locale), Spoken(text="In English.", lang="en")),
        "facts": (one_line(text),),
        "links": (("Read", "https://policies.example/legal/privacy/upcoming/en/"),),
        "expires": None,
        "arguments": (one_line(text), "1 March 2026"),
    }
    return Message(**{**given_, **changed})


def payloads(sent: dict[str, Any]) -> list[Any]:
    return [sent[name]["payload"] for name in ("apns", "fcm", "web_push")]


def shown(sent: dict[str, Any]) -> list[str]:
    """All that a user reads of the push messages."""
    alert, notification = sent["apns"]["payload"]["aps"]["alert"], sent["fcm"]["payload"]["message"]["notification"]
    web = sent["web_push"]["payload"]["notification"]
    return [one[key] for one in (alert, notification, web) for key in ("title", "body")]


@given(long_texts, st.sampled_from(LOCALES))
@example("中" * 4_000, "zh-Hans")
@example(f"{FAMILY} " * 900, "en")
@example(FAMILY * 900, "ar")
def test_push_messages_fit_in_every_language(text: str, locale: str) -> None:
    """At most 3,500 bytes of UTF-8, and 4,096 where a sender escapes every letter."""
    for payload in payloads(channels(message(text, locale))):
        assert len(json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()) <= LIMIT
        assert len(json.dumps(payload, separators=(",", ":"))) <= 4_096


@given(long_texts, st.sampled_from(LOCALES))
def test_nothing_invisible_is_sent_and_every_isolate_is_closed(text: str, locale: str) -> None:
    """No control, no mark that reorders but isolates that open and close, one line."""
    for words in shown(channels(message(text, locale))):
        depth = 0
        for character in words:
            depth += {"\u2068": 1, "\u2069": -1}.get(character, 0)
            assert depth >= 0
            assert unicodedata.category(character) not in ("Cc", "Zl", "Zp")
            assert character not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u200e\u200f\u061c\u200b\ufeff"
        assert depth == 0


@given(texts, st.integers(1, 120), st.integers(3, 300))
def test_a_text_is_whole_or_cut_between_words_and_never_inside_a_character(text: str, most: int, octets: int) -> None:
    cut = fitted(text, characters=most, octets=octets)
    assert len(cut.encode()) <= octets
    assert len(CLUSTER.findall(cut)) <= most
    if cut == text or "\u2068" in text:
        return
    assert cut == "" or cut.endswith("…")
    kept = cut.removesuffix("…")
    assert text.startswith(kept)
    assert CLUSTER.findall(text)[: len(CLUSTER.findall(kept))] == CLUSTER.findall(kept)


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        ("We keep backups longer.", 15, "We keep…"),
        ("We keep backups longer.", 16, "We keep backups…"),
        ("我们保留备份的时间更长。", 7, "我们保留备份…"),
        ("Donaudampfschifffahrt", 10, "Donaudamp…"),
        (f"{FAMILY}{FAMILY}{FAMILY}", 2, f"{FAMILY}…"),
        ("short", 5, "short"),
    ],
)
def test_where_a_text_is_cut(text: str, most: int, cut: str) -> None:
    assert fitted(text, characters=most, octets=1_000) == cut


@pytest.mark.parametrize(
    ("text", "rtl", "marked"),
    [
        ("Privacy Policy", False, "Privacy Policy"),
        ("سياسة", False, "\u2068سياسة\u2069"),
        ("Privacy Policy", True, "\u2068Privacy Policy\u2069"),
        ("سياسة", True, "سياسة"),
        ("2026", True, "2026"),
    ],
)
def test_words_that_run_the_other_way_are_kept_apart(text: str, rtl: bool, marked: str) -> None:  # noqa: FBT001
    assert isolated(text, right_to_left=rtl) == marked


class Mail(HTMLParser):
    """The elements and words of an e-mail."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.words = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("text", HOSTILE)
def test_words_are_never_markup_nor_a_header(text: str) -> None:
    """In an e-mail they are text; the subject is one line; push messages have them as they are."""
    sent: Any = channels(message(text))
    mail = Mail(sent["email"]["html"])
    assert mail.tags <= {"html", "head", "meta", "title", "body", "h1", "p", "a"}
    assert one_line(text) in mail.words
    assert not re.search(r"[\r\n]", sent["email"]["subject"])
    assert shown(sent)[0] == fitted(one_line(text), characters=80, octets=320)


def test_keys_for_words_of_the_app_stand_beside_the_text_and_not_in_its_place() -> None:
    """Every service has them among the data; in `alert` or `notification` they would replace the text."""
    apns, fcm, web = payloads(channels(message("We keep backups longer.")))
    said = {"title": "We keep backups longer.", "body": "We keep backups longer. In English."}
    assert apns["aps"]["alert"] == fcm["message"]["notification"] == said
    assert {key: web["notification"][key] for key in said} == said
    for found in (apns, fcm["message"]["data"], web["notification"]["data"]):
        assert (found["title_loc_key"], found["body_loc_key"]) == ("policy_notice_title", "policy_notice_body")
        assert json.loads(found["loc_args"]) == ["We keep backups longer.", "1 March 2026"]


def test_nothing_but_the_change_is_said() -> None:
    """The words of the message, its addresses, and nothing else: no greeting, no advertisement."""
    sent: Any = channels(message("We keep backups longer."))
    assert sent["email"]["text"] == (
        "We keep backups longer.\n\nWe keep backups longer.\n\nIn English.\n\nWe keep backups longer.\n\n"
        "Read:\nhttps://policies.example/legal/privacy/upcoming/en/\n"
    )
    assert all(isinstance(value, str) for value in sent["fcm"]["payload"]["message"]["data"].values())
    assert len(sent["apns"]["headers"]["apns-collapse-id"].encode()) <= 64
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,32}", sent["web_push"]["headers"]["Topic"])
