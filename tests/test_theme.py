"""A theme: escapes everything, stops at every mistake, writes the same bytes from the same bytes."""

from __future__ import annotations

import base64
import hashlib
import pickle
import re
from dataclasses import dataclass

import pytest

from site_builder.markup import Html
from site_builder.outputs.theme import Theme, Words
from site_builder.problems import ProblemError
from tests.values import REPOSITORY, catalogue_files, theme, theme_files

BOLD = Html("<b>kept</b>")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A view with one of everything."""

    text: str = "<script>alert(1)</script> {{ 7*7 }} {% include 'x' %}"
    html: Html = BOLD
    nothing: str | None = None
    items: tuple[str, ...] = ("a",)


def made(template: str, view: object = None, **files: bytes) -> str:
    """A page of a theme with this one template."""
    loaded = Theme.load({"style.css": b"a{}", "page.html": template.encode(), **files}, {})
    return loaded.render("page.html", view or View(), locale="en", link=lambda to: f"..{to}").decode()


def codes(files: dict[str, bytes], catalogues: dict[str, bytes] | None = None) -> list[str]:
    with pytest.raises(ProblemError) as raised:
        Theme.load(files, catalogues or {})
    return [problem.code for problem in raised.value.problems]


def test_text_is_escaped_and_markup_is_not() -> None:
    """Text cannot become markup, in content or attributes; what `markup` made stays; text is no template."""
    page = made('<p title="{{ view.text }}">{{ view.text }}</p>{{ view.html }}')
    shown = "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }} {% include &#39;x&#39; %}"
    assert page == f'<p title="{shown}">{shown}</p><b>kept</b>'


def test_a_sentence_takes_values_as_they_are() -> None:
    """Values are escaped unless they are HTML, and braces within them are only braces."""
    page = made('{{ _("{a} & {b}", a="<{b}>", b=view.html) }}')
    assert page == "&lt;{b}&gt; &amp; <b>kept</b>"
    assert made('{{ ngettext("{count} day", "{count} days", 1) }}') == "1 day"
    assert made('{{ ngettext("{count} day", "{count} days", 2) }}') == "2 days"
    assert Words(catalogue=None).gettext("{a}", a="<b>") == "<b>"


@pytest.mark.parametrize(
    ("template", "code"),
    [
        ("{{ view.text|safe }}", "PS-414"),
        ("{{ view.text|tojson }}", "PS-414"),
        ("{{ view.text|random }}", "PS-414"),
        ("{% if %}", "PS-414"),
        ("{% autoescape false %}{{ view.text }}{% endautoescape %}", "PS-415"),
    ],
)
def test_a_template_that_may_not_be_is_refused_when_it_is_loaded(template: str, code: str) -> None:
    """What would write unescaped text, or other text in every build, is no part of the template language here."""
    assert codes({"style.css": b"a{}", "page.html": template.encode()}) == [code]


@pytest.mark.parametrize(
    "template",
    [
        "{{ view.missing }}",
        "{{ missing }}",
        "{{ view.nothing }}",
        "{{ view.items }}",
        '{{ view.text == "a" }}',
        '{{ _("{a}") }}',
        '{{ asset("missing.svg") }}',
        "{{ 1 / 0 }}",
        '{% include "missing.html" %}',
        "{{ range(3) }}",
    ],
)
def test_a_template_that_fails_says_where(template: str) -> None:
    """A mistake of a theme's author is a problem with the template's name and line, not a traceback."""
    with pytest.raises(ProblemError) as raised:
        made(f"<p>\n{template}\n</p>")
    (problem,) = raised.value.problems
    assert (problem.code, problem.place.path, problem.place.line) == ("PS-416", "themes/default/page.html", 2)


def test_all_that_is_wrong_is_said_at_once() -> None:
    """Every broken file of a theme is reported in one go."""
    files = {"a.html": b"\xff", "b.html": b"{% if %}", "style.css": b"a{}</style>"}
    found = codes(files, {"ar": b"\xff", "zh-Hans": b"nonsense"})
    assert found == ["PS-411", "PS-413", "PS-414", "PS-421", "PS-421"]
    assert codes({}) == ["PS-412"]


def test_assets_are_named_by_their_digests() -> None:
    """Stylesheets are one, the theme's own first; a changed byte is another address."""
    loaded = Theme.load({"redline.css": b"ins{}", "style.css": b"a{}", "icon.svg": b"<svg/>"}, {})
    assets = {one.path: one.body for one in loaded.assets()}
    digest = hashlib.sha256(b"a{}\nins{}").hexdigest()[:16]
    assert assets[f"assets/style.{digest}.css"] == b"a{}\nins{}"
    assert {path.rpartition(".")[2] for path in assets} == {"css", "svg"}
    assert (
        loaded.style_hash
        == f"'sha256-{base64.b64encode(hashlib.sha256(b'a{}' + bytes([10]) + b'ins{}').digest()).decode()}'"
    )


def test_a_theme_survives_pickling() -> None:
    """A worker that gets the theme writes the same page."""
    loaded = Theme.load({"style.css": b"a{}", "page.html": b"{{ view.text }}"}, catalogue_files())
    again = pickle.loads(pickle.dumps(loaded))  # noqa: S301 - our own bytes
    pages = [one.render("page.html", View(), locale="ar", link=str) for one in (loaded, again)]
    assert pages[0] == pages[1]
    assert again.locales == loaded.locales == set(catalogue_files())


def test_a_language_without_words_reads_the_nearest_or_english() -> None:
    """Hong Kong's readers of either Chinese script have words in it; those of Persian get English, and no Arabic."""
    assert theme().words("zh-Hans-HK").gettext("Contents") == "目录"
    assert theme().words("zh-HK").gettext("Contents") == "目錄"
    assert theme().words("fa").gettext("Contents") == "Contents"
    assert theme().words("pt-PT").gettext("Contents") == "Contents"


def test_no_template_that_ships_goes_round_the_escaping() -> None:
    """No `|safe`, no `autoescape`, no inline script or style but the one that a digest admits."""
    for name, body in theme_files().items():
        if name.endswith(".html"):
            text = body.decode()
            assert not re.search(r"\|\s*safe|autoescape|Markup|<script(?! src=)|\sstyle=|\son\w+=", text), name
            assert "http:" not in text, name
            assert "https:" not in text, name
    style = theme_files()["style.css"].decode()
    assert "url(" not in style
    assert "@import" not in style


def test_only_the_theme_knows_the_template_language() -> None:
    """Jinja2 is imported in one file."""
    knowing = [p.name for p in (REPOSITORY / "site_builder").rglob("*.py") if "jinja2 import" in p.read_text("utf-8")]
    assert knowing == ["theme.py"]
