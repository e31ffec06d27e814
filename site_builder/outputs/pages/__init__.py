"""The pages that people read. Functions from values to files; what is written where is said in DESIGN §5."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from site_builder.model.artifact import File
from site_builder.model.policy import Site
from site_builder.model.redlined import Redlined
from site_builder.model.timeline import Timeline
from site_builder.outputs.pages.changes import changes_pages, older_pages, upcoming_pages
from site_builder.outputs.pages.crawlers import robots, sitemap
from site_builder.outputs.pages.history import empty_pages, history_pages
from site_builder.outputs.pages.index import index_pages, not_found_page
from site_builder.outputs.pages.paper import Paper
from site_builder.outputs.pages.policy import policy_text, version_text
from site_builder.outputs.pages.standings import FullShelf, Shelf
from site_builder.outputs.pages.status import status_page
from site_builder.outputs.theme import Theme
from site_builder.press import UNPRESSED, Press

__all__ = ["FullShelf", "first_pages", "other_pages", "redline_pages", "site_pages"]


def first_pages(shelf: FullShelf) -> Iterator[File]:
    """What stands at the policy's short address; nothing where nothing of it is public.

    Raises ProblemError where a template of the theme fails, as all of these do.
    """
    if not shelf.timeline.standings:
        return
    if shelf.timeline.shown is None:
        yield from empty_pages(shelf)
    else:
        yield from policy_text(shelf, shelf.timeline.shown)


def other_pages(shelf: FullShelf) -> Iterator[File]:
    """Every page of one policy but the first ones and those of its redlines."""
    timeline = shelf.timeline
    if not timeline.standings:
        return
    for stand in timeline.standings:
        yield from version_text(shelf, stand)
    yield from history_pages(shelf)
    yield from upcoming_pages(shelf)
    yield from older_pages(shelf)


def redline_pages(shelf: FullShelf, some: Iterable[Redlined]) -> Iterator[File]:
    """The pages of some of a policy's redlines."""
    yield from changes_pages(shelf, some)


def site_pages(site: Site, timelines: Sequence[Timeline], theme: Theme, press: Press = UNPRESSED) -> Iterator[File]:
    """The pages of the site as a whole; ``timelines`` are listed in the order in which they come."""
    shelves = [Shelf(site=site, timeline=one, theme=theme) for one in timelines if one.standings]
    paper = Paper(theme, press)
    yield from index_pages(site, shelves, paper)
    yield not_found_page(site, shelves, paper)
    yield status_page(site, shelves, paper)
    yield sitemap(site, shelves)
    yield robots(site)
