"""The gate in front of what users read: nothing that changes goes out unsaid.

`review` gathers what a change would mean for readers, policy by policy; `check_review` says what is missing.
`hold` keeps back, in a build, what came past the check all the same. Revision 1, imported history and what
is public already are left in peace: a rule of a later year cannot break a text of this one.
"""

from site_builder.gate.base import (
    Base,
    read_base,
    read_records,
    risky_workflows,
    settings_changed,
    translations_touched,
)
from site_builder.gate.edits import needed_locales
from site_builder.gate.holding import hold, moment
from site_builder.gate.judging import Judge
from site_builder.gate.policies import policies_changed
from site_builder.gate.releases import stray_text
from site_builder.gate.reviewing import Work, check_review, review

__all__ = [
    "Base",
    "Judge",
    "Work",
    "check_review",
    "hold",
    "moment",
    "needed_locales",
    "policies_changed",
    "read_base",
    "read_records",
    "review",
    "risky_workflows",
    "settings_changed",
    "stray_text",
    "translations_touched",
]
