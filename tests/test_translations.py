"""The words that ship: every sentence of the theme in every language, and nothing but words."""

from __future__ import annotations

import os
import shutil
import subprocess
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from site_builder.locales import read_catalogue
from site_builder.locales.catalogue import plural_forms
from tests.translations import missing, said, sentences
from tests.values import REPOSITORY, catalogue_files

SHIPPED = {"ar", "de", "es", "fr", "he", "hi", "ja", "ko", "pt-BR", "zh-Hans", "zh-Hant"}


def template() -> Catalog:
    return read_po(BytesIO((REPOSITORY / "translations" / "messages.pot").read_bytes()))


def test_the_template_has_every_sentence_and_no_other() -> None:
    """`messages.pot` is what `pybabel extract` finds now; `make words` writes it."""
    listed = {m.id if isinstance(m.id, str) else m.id[0]: not isinstance(m.id, str) for m in template() if m.id}
    assert listed == sentences()


def test_no_language_lacks_a_sentence() -> None:
    """Whoever adds a sentence translates it; `make words` puts it into every catalogue and says which are empty."""
    assert missing() == {}, f"\n{said()}"


@pytest.mark.parametrize("locale", sorted(catalogue_files()))
def test_every_sentence_is_settled(locale: str) -> None:
    """No language has a sentence too many, one that is not settled, or other plural forms than CLDR."""
    data = catalogue_files()[locale]
    catalogue = read_catalogue(data, locale=locale, path=locale)
    assert set(catalogue.messages) <= set(sentences())
    assert not [message.id for message in read_po(BytesIO(data)) if message.id and message.fuzzy]
    assert b"#~" not in data
    for message, counts in sentences().items():
        texts = catalogue.messages.get(message)
        assert texts is None or len(texts) == (len(plural_forms(locale)) if counts else 1)


@pytest.mark.parametrize("locale", sorted(catalogue_files()))
def test_gettext_accepts_a_catalogue(locale: str) -> None:
    """GNU gettext's own check of headers, plural forms and placeholders."""
    msgfmt = shutil.which("msgfmt")
    if msgfmt is None and "CI" not in os.environ:
        pytest.skip("gettext is not installed")
    path = REPOSITORY / "translations" / locale / "LC_MESSAGES" / "messages.po"
    assert msgfmt is not None
    subprocess.run([msgfmt, "--check", "--output-file", os.devnull, path], check=True, capture_output=True)


def test_the_languages_that_ship_have_words() -> None:
    """English needs no catalogue; the others have one."""
    assert set(catalogue_files()) >= SHIPPED
