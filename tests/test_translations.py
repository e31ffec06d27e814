"""The words that ship: every sentence of the theme in every language, and nothing but words."""

from __future__ import annotations

from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from site_builder.locales import read_catalogue
from site_builder.locales.catalogue import plural_forms
from tests.values import REPOSITORY, catalogue_files


def sentences() -> dict[str, bool]:
    """Every sentence that templates and code use, and whether it counts something."""
    found: dict[str, bool] = {}
    for folder, method, pattern in (("themes", "jinja2", "**.html"), ("site_builder/outputs", "python", "**.py")):
        for _, _, message, _, _ in extract_from_dir(
            REPOSITORY / folder, [(pattern, method)], {pattern: {"silent": "false"}}
        ):
            single = message if isinstance(message, str) else message[0]
            found[single] = not isinstance(message, str)
    return found


def template() -> Catalog:
    return read_po(BytesIO((REPOSITORY / "translations" / "messages.pot").read_bytes()))


def test_the_template_has_every_sentence_and_no_other() -> None:
    """`messages.pot` is what `pybabel extract` finds now."""
    listed = {m.id if isinstance(m.id, str) else m.id[0]: not isinstance(m.id, str) for m in template() if m.id}
    assert listed == sentences()


@pytest.mark.parametrize("locale", sorted(catalogue_files()))
def test_every_sentence_is_translated(locale: str) -> None:
    """No language lacks a sentence, has one too many, or has one that is not settled."""
    data = catalogue_files()[locale]
    catalogue = read_catalogue(data, locale=locale, path=locale)
    assert set(catalogue.messages) == set(sentences())
    assert not [message.id for message in read_po(BytesIO(data)) if message.id and message.fuzzy]
    assert b"#~" not in data
    for message, counts in sentences().items():
        assert len(catalogue.messages[message]) == (len(plural_forms(locale)) if counts else 1)


def test_the_languages_of_the_first_site_have_words() -> None:
    """English needs no catalogue; the others have one."""
    assert set(catalogue_files()) >= {"zh-Hans", "ar"}
