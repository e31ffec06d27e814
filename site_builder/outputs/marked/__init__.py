"""Redlines as HTML, Markdown and terminal text, and the facts as JSON. Nothing is decided here."""

from site_builder.outputs.marked.apart import take_apart
from site_builder.outputs.marked.html import Options, redline_html
from site_builder.outputs.marked.labels import ENGLISH, Labels

__all__ = ["ENGLISH", "Labels", "Options", "redline_html", "take_apart"]
