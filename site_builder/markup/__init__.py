"""Markdown in, HTML out. The only room that knows markdown-it-py.

``parse`` reads strictly, as a publisher's content is read; ``render`` makes HTML of a tree, ``write`` Markdown.
What Markdown can say and a policy must not (raw HTML, unsafe links) is a problem of ``parse``, never silently
escaped.
"""

from site_builder.markup.html import Html
from site_builder.markup.leaves import leaves, read_inlines, replaced, wordless, write_inlines
from site_builder.markup.notes import Reference
from site_builder.markup.parse import Parsed, parse
from site_builder.markup.render import Rendering, render_blocks, render_inlines
from site_builder.markup.write import write_block, write_blocks

__all__ = [
    "Html",
    "Parsed",
    "Reference",
    "Rendering",
    "leaves",
    "parse",
    "read_inlines",
    "render_blocks",
    "render_inlines",
    "replaced",
    "wordless",
    "write_block",
    "write_blocks",
    "write_inlines",
]
