"""Characters, words and the canonical form: when two texts are the same text, and the name that follows."""

from site_builder.text.canonical import (
    CANONICAL_FORM,
    DIGEST,
    HeadingPiece,
    Json,
    canonical,
    canonical_section,
    digest,
    heading_digest,
    heading_piece,
    join_pieces,
    jsonml,
    name_of,
    section_digest,
    section_piece,
)
from site_builder.text.fitting import fitted, isolated, one_line
from site_builder.text.plain import plain, plain_blocks
from site_builder.text.words import collapse, nfc, soft_break, words

__all__ = [
    "CANONICAL_FORM",
    "DIGEST",
    "HeadingPiece",
    "Json",
    "canonical",
    "canonical_section",
    "collapse",
    "digest",
    "fitted",
    "heading_digest",
    "heading_piece",
    "isolated",
    "join_pieces",
    "jsonml",
    "name_of",
    "nfc",
    "one_line",
    "plain",
    "plain_blocks",
    "section_digest",
    "section_piece",
    "soft_break",
    "words",
]
