"""Dates: which version stands where, what may not be announced yet, and what has happened until an instant."""

from site_builder.schedule.asking import Asking, asked
from site_builder.schedule.ending import past_the_end
from site_builder.schedule.entries import (
    contradictions,
    digests,
    go_on,
    record_faults,
    translated,
    with_text_revisions,
)
from site_builder.schedule.happenings import declaration, happened
from site_builder.schedule.held import Behind, Past, TooLate, TooShort, Why
from site_builder.schedule.holding import Moment, is_told, told_by, told_until
from site_builder.schedule.lasting import lasting, together
from site_builder.schedule.line import amended, in_force, instants, overtakers, pairs_ever
from site_builder.schedule.periods import NEXT_BUILD, earliest_day, longest
from site_builder.schedule.standings import timeline

__all__ = [
    "NEXT_BUILD",
    "Asking",
    "Behind",
    "Moment",
    "Past",
    "TooLate",
    "TooShort",
    "Why",
    "amended",
    "asked",
    "contradictions",
    "declaration",
    "digests",
    "earliest_day",
    "go_on",
    "happened",
    "in_force",
    "instants",
    "is_told",
    "lasting",
    "longest",
    "overtakers",
    "pairs_ever",
    "past_the_end",
    "record_faults",
    "timeline",
    "together",
    "told_by",
    "told_until",
    "translated",
    "with_text_revisions",
]
