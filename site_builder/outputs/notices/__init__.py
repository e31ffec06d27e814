"""The app's contract: what it polls, whom it tells, in which words, and what back ends send (docs/app.md)."""

from site_builder.outputs.notices.current import current, current_files, index_file
from site_builder.outputs.notices.files import Desk, notice_files
from site_builder.outputs.notices.messages import group_files, message_files
from site_builder.outputs.notices.owed import Told
from site_builder.outputs.notices.preview import preview_pages

__all__ = [
    "Desk",
    "Told",
    "current",
    "current_files",
    "group_files",
    "index_file",
    "message_files",
    "notice_files",
    "preview_pages",
]
