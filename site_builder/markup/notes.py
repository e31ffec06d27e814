"""What is noted while a file is read: its faults, and the links and images in it."""

from __future__ import annotations

from dataclasses import dataclass

from site_builder.problems import Place, Problem

MAX_DEPTH = 16


@dataclass(frozen=True, slots=True)
class Reference:
    """A link or image as written, with the line on which its paragraph starts."""

    target: str
    line: int
    image: bool


class Notes:
    """Faults and references in the order of the file; ``line`` is where the block that is being read starts."""

    def __init__(self, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.line = first_line
        self.problems: list[Problem] = []
        self.references: list[Reference] = []

    def problem(self, code: str, message: str, hint: str) -> None:
        """Note a fault at the block that is being read."""
        place = Place(self.path, self.line)
        self.problems.append(Problem(code=code, message=message, place=place, hint=hint))

    def too_deep(self) -> None:
        """Note that something stands in something else, too often."""
        hint = "divide it into paragraphs; a reader loses the thread long before"
        self.problem("PS-139", f"nested more than {MAX_DEPTH} deep", hint)

    def refuse_html(self, source: str) -> None:
        """Note raw HTML, but for the end of what was told of already."""
        if source.startswith("</") and any(
            one.code == "PS-133" and one.place.line == self.line for one in self.problems
        ):
            return
        shown = source.strip().split("\n")[0][:40]
        self.problem(
            "PS-133",
            f"raw HTML is not part of a policy: {shown}",
            r"write it in Markdown; to show the characters themselves, put \ before <",
        )

    def refer(self, target: str, *, image: bool) -> None:
        """Note a link or an image."""
        self.references.append(Reference(target, self.line, image=image))
