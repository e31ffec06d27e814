"""Settings and releases as their files have them."""

from site_builder.config.changes import CHANGES, read_change
from site_builder.config.releases import RELEASES, read_release
from site_builder.config.settings import POLICY_FILE, SITE_FILE, read_policy, read_site

__all__ = [
    "CHANGES",
    "POLICY_FILE",
    "RELEASES",
    "SITE_FILE",
    "read_change",
    "read_policy",
    "read_release",
    "read_site",
]
