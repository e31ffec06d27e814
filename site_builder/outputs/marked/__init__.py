"""Redlines as HTML, Markdown and terminal text, and the facts as JSON. Nothing is decided here."""

from site_builder.outputs.marked.apart import take_apart
from site_builder.outputs.marked.facts import redline_json
from site_builder.outputs.marked.html import Options, redline_html
from site_builder.outputs.marked.labels import ENGLISH, Labels
from site_builder.outputs.marked.lines import redline_lines
from site_builder.outputs.marked.markdown import redline_blocks, redline_markdown, words_in_markdown
from site_builder.outputs.marked.weave import safe_address

__all__ = [
    "ENGLISH",
    "Labels",
    "Options",
    "redline_blocks",
    "redline_html",
    "redline_json",
    "redline_lines",
    "redline_markdown",
    "safe_address",
    "take_apart",
    "words_in_markdown",
]
