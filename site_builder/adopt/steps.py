"""The steps by which an adopted text is made one that can be published, by name, and where each was taken.

Nothing is left out of a text but by one of these steps, and each of them is in the report with its places.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

_SHOWN = 3
_LONGEST = 80


class Step(Enum):
    """The name of a step, and what it does."""

    OTHER_ENCODING = ("encoding", "the file was not UTF-8; it was read as the encoding that is named")
    CONTROL = ("control-characters", "control characters were taken out; line separators became line ends")
    INVISIBLE = ("invisible-characters", "characters that nobody can see were taken out")
    FRONT_MATTER = ("front-matter", "keys of the front matter are no text; title and dates were read from it")
    COMMENT = ("comments", "comments, scripts and styles of HTML are no text")
    HTML = ("html", "tags of HTML were taken out, and their words kept")
    TEMPLATE_LINK = ("template-links", "a link whose target is a variable of a template became its words")
    TEMPLATE = ("templates", "tags of a template stay as text, because nobody knows what they stood for")
    LOST_BREAK = ("lost-breaks", "a paragraph begins where a sentence starts right behind another without a space")
    INLINE_LIST = ("inline-lists", "a run of (1) (2) (3) in a sentence became a list")
    TYPED_NUMBERS = ("typed-numbers", "numbers typed before all headings come from their order now")
    DATE_HEADINGS = ("date-headings", "a date line that was set as a heading is a line now")
    BOLD_HEADINGS = ("bold-headings", "bold lines of a text without headings became its headings")
    ONE_SECTION = ("one-section", "a text without headings is one section that is called as the policy is")
    FILE_TITLE = ("file-title", "a text without a title is called as its front matter or its file is")
    TITLE_MARKUP = ("title-markup", "markup in a title was taken out, and its words kept")
    LARGE_SECTION = ("large-sections", "a section that was too large was divided, and its parts counted")
    HTTP = ("http", "a link to http: leads to https: now")
    TARGET = ("targets", "a link that leads nowhere from here became its words")
    IMAGE = ("images", "an image became its alternative text")
    BREAK = ("breaks", "a line break in a heading or a cell became a space")
    STRESS = ("stress", "bold or italic type that Markdown cannot spell here was taken out, and its words kept")
    BRACKETS = ("brackets", "a space was put between `][`, which would read as a link without a target")
    FLATTENED = ("flattened", "a list or table that Markdown cannot spell became paragraphs")
    DATE_DOUBTED = ("dates-doubted", "a date line was not believed, because it lies far from when the text was stored")

    def __init__(self, word: str, meaning: str) -> None:
        self.word = word
        self.meaning = meaning


@dataclass(slots=True)
class Taken:
    """How often a step was taken in a policy, and the first places."""

    times: int = 0
    examples: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Notes:
    """What was done to the texts of one policy; a text that comes again is counted again."""

    taken: dict[Step, Taken] = field(default_factory=dict)

    def note(self, step: Step, example: str = "", times: int = 1) -> None:
        """Count a step, and keep an example that is new."""
        if times < 1:
            return
        entry = self.taken.setdefault(step, Taken())
        entry.times += times
        shown = " ".join(example.split())
        shown = shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
        if shown and shown not in entry.examples and len(entry.examples) < _SHOWN:
            entry.examples.append(shown)
