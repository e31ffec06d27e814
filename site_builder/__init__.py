"""Publish policies from structured Markdown in git: pages, versions, redlines, notices and JSON."""

import zoneinfo

__version__ = "0.1.0"

# A machine has its own time zones, and an update of them would move midnights of the same site. Those of `tzdata` are
# the same everywhere, and the name of the program has their version.
zoneinfo.reset_tzpath(())
