"""Languages, and the words and customs that readers have in them. The only room that knows Babel.

``tags`` says which languages there are, ``matching`` which of them suits a reader; ``customs`` writes names, dates and
lists as a reader of a language does; ``catalogue`` reads the words that translators gave.
"""

from site_builder.locales.catalogue import PLACEHOLDER, Catalogue, placeholders, read_catalogue
from site_builder.locales.customs import autonym, begins_a_day, cldr_version, date, instant, listing, name_in, places
from site_builder.locales.matching import ANY, Matching, accepted, best, matching, negotiate
from site_builder.locales.numerals import has_articles, item_number, section_number
from site_builder.locales.pofile import Message, read_messages, write_messages
from site_builder.locales.tags import canonical, direction, fallbacks, is_tag, script

__all__ = [
    "ANY",
    "PLACEHOLDER",
    "Catalogue",
    "Matching",
    "Message",
    "accepted",
    "autonym",
    "begins_a_day",
    "best",
    "canonical",
    "cldr_version",
    "date",
    "direction",
    "fallbacks",
    "has_articles",
    "instant",
    "is_tag",
    "item_number",
    "listing",
    "matching",
    "name_in",
    "negotiate",
    "placeholders",
    "places",
    "read_catalogue",
    "read_messages",
    "script",
    "section_number",
    "write_messages",
]
