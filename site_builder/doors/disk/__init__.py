"""The output folder, and the files that ship with the program."""

from site_builder.doors.disk.cache import Cache, cache_of
from site_builder.doors.disk.draft import Published
from site_builder.doors.disk.files import read_published
from site_builder.doors.disk.memory import Store, program
from site_builder.doors.disk.output import Output
from site_builder.doors.disk.previous import previous_record, record_files
from site_builder.doors.disk.shipped import shipped

__all__ = [
    "Cache",
    "Output",
    "Published",
    "Store",
    "cache_of",
    "previous_record",
    "program",
    "read_published",
    "record_files",
    "shipped",
]
