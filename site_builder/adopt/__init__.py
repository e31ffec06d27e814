"""A publisher's repository out of the texts that a company kept elsewhere, with their whole past."""

from site_builder.adopt.mapping import (
    FOLDER,
    SOURCE_FILE,
    Decided,
    read_mapping,
    read_source_file,
)
from site_builder.adopt.past import DAY, Moment, Past, in_order, past_of_files
from site_builder.adopt.work import Adoption, Commit, Earlier, Wishes

__all__ = [
    "DAY",
    "FOLDER",
    "SOURCE_FILE",
    "Adoption",
    "Commit",
    "Decided",
    "Earlier",
    "Moment",
    "Past",
    "Wishes",
    "in_order",
    "past_of_files",
    "read_mapping",
    "read_source_file",
]
