"""Languages, and the words and customs that readers have in them. The only room that knows Babel.

``tags`` says which languages there are and which stand in for which; ``customs`` writes names, dates and
lists as a reader of a language does; ``catalogue`` reads the words that translators gave.
"""

from site_builder.locales.catalogue import PLACEHOLDER, Catalogue, placeholders, read_catalogue
from site_builder.locales.customs import autonym, begins_a_day, date, instant, listing, name_in, places
from site_builder.locales.tags import best, canonical, direction, fallbacks, is_tag, script

__all__ = [
    "PLACEHOLDER",
    "Catalogue",
    "autonym",
    "begins_a_day",
    "best",
    "canonical",
    "date",
    "direction",
    "fallbacks",
    "instant",
    "is_tag",
    "listing",
    "name_in",
    "placeholders",
    "places",
    "read_catalogue",
    "script",
]
