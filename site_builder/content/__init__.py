"""Files to documents. A publisher's sections are read strictly; every fault has a place."""

from site_builder.content.files import LFS, decode, split_front_matter
from site_builder.content.names import check_names, check_strays
from site_builder.content.parity import Difference, check_parity, differences
from site_builder.content.review import review
from site_builder.content.sections import INDEX, Folder, Prose, read_document, read_section
from site_builder.content.translations import Translated, read_edition, read_translated

__all__ = [
    "INDEX",
    "LFS",
    "Difference",
    "Folder",
    "Prose",
    "Translated",
    "check_names",
    "check_parity",
    "check_strays",
    "decode",
    "differences",
    "read_document",
    "read_edition",
    "read_section",
    "read_translated",
    "review",
    "split_front_matter",
]
