"""A page as a file: made, or taken over from the site before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from site_builder import routes
from site_builder.model.artifact import Artifact, File
from site_builder.outputs.pages.frame import Spot
from site_builder.outputs.theme import Theme
from site_builder.press import Press


@dataclass(frozen=True, slots=True)
class Paper:
    """What pages are made of: their templates and words, and what was made before."""

    theme: Theme
    press: Press

    def page(self, template: str, spot: Spot, view: object) -> File:
        """A page whose view says all of it."""
        return self.costly_page(template, spot, view, lambda: view)

    def costly_page(self, template: str, spot: Spot, made_from: object, view: Callable[[], object]) -> File:
        """A page whose view takes long to make; ``made_from`` has all that it follows from."""
        path = routes.file_of(spot.address)

        def make() -> Artifact:
            body = self.theme.render(template, view(), locale=spot.locale, link=spot.link)
            return Artifact(path=path, body=body)

        return self.press.file(path, (template, spot.locale, made_from), make)
