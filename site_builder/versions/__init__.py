"""Releases and history to versions: the text of each by its digest, and the translations of that text."""

from site_builder.versions.archive import Archive, Past, Pasts, read_archive, read_folder
from site_builder.versions.drafts import as_released, governing_document, missing_text
from site_builder.versions.texts import open_texts
from site_builder.versions.versions import SaysTheSame, make_versions

__all__ = [
    "Archive",
    "Past",
    "Pasts",
    "SaysTheSame",
    "as_released",
    "governing_document",
    "make_versions",
    "missing_text",
    "open_texts",
    "read_archive",
    "read_folder",
]
