"""Dates: which version stands where, what may not be announced yet, and what has happened until an instant."""

from site_builder.schedule.ending import past_the_end
from site_builder.schedule.entries import contradictions, digests, go_on, with_text_revisions
from site_builder.schedule.happenings import happened
from site_builder.schedule.held import Held
from site_builder.schedule.holding import Gate
from site_builder.schedule.line import amended, in_force, instants
from site_builder.schedule.standings import timeline

__all__ = [
    "Gate",
    "Held",
    "amended",
    "contradictions",
    "digests",
    "go_on",
    "happened",
    "in_force",
    "instants",
    "past_the_end",
    "timeline",
    "with_text_revisions",
]
