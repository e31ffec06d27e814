"""`locales.json`: the languages that a site serves, and which of them suits which reader.

It holds the whole of ``locales.best`` as a table, so that an app picks the page that the site would pick:

1. A served tag as it stands is its own answer.
2. Else take the language, script and region of the reader's tag and nothing behind them; ``aliases`` has newer
   names of languages, and ``scripts[language]`` the script where none is written: the region's, or that of ``*``.
3. ``chains[language][script]`` has the answer for the region, else for ``*``; for no region, that of the empty
   name. What is not in a table is not served: show the default.
"""

from __future__ import annotations

from site_builder import locales, routes
from site_builder.model.artifact import Artifact
from site_builder.model.policy import Site
from site_builder.outputs import data
from site_builder.outputs.data import Value


def locales_file(site: Site) -> Artifact:
    """The file; an app reads it when it is built, or now and then."""
    table = locales.matching(site.locales)
    chains: Value = {
        language: {script: {region: list(found) for region, found in regions.items()} for script, regions in of.items()}
        for language, of in table.chains.items()
    }
    value: dict[str, Value] = {
        "default": site.default_locale,
        "locales": [
            {
                "locale": tag,
                "name": locales.autonym(tag),
                "dir": locales.direction(tag),
                "script": locales.script(tag),
            }
            for tag in site.locales
        ],
        "aliases": table.aliases,
        "scripts": table.scripts,
        "chains": chains,
    }
    return data.artifact(routes.api_locales(), "locales", value)
