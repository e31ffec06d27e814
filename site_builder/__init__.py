"""Publish policies from structured Markdown in git: pages, versions, redlines, notices and JSON."""

__version__ = "0.1.0"
