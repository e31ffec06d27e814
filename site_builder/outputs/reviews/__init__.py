"""What the reviewers of a pull request read: Markdown, for a comment and for the summary of a run.

It is for authors and in English. Everything that an author or a stranger wrote is escaped, what cannot be seen
is written as its number, and nobody is called by a name that stands in a text.
"""

from site_builder.outputs.reviews.papers import comment, is_quiet, marker, summary

__all__ = ["comment", "is_quiet", "marker", "summary"]
