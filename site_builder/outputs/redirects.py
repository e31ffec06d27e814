"""From a short address to the reader's language, for hosts that can read ``Accept-Language``: rules for nginx.

Only addresses without a language are left, only for the language that the reader wants most, only by ``302``, and
never from a page of the site itself, so that whoever chose the default language keeps it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from site_builder import locales, routes
from site_builder.model.policy import Site

# A tag ends where the list of languages goes on, or gives a weight.
_END = "([,; ]|$)"


def nginx_maps(site: Site, policies: Sequence[str]) -> str:
    """What stands in nginx's ``http`` block: which page is asked for, by whom, from where, and where that leads."""
    pages = [routes.home(), *(routes.policy(policy) for policy in policies)]
    lines = ['map "$host $http_referer" $inside {', '    default "";', r'    "~^([^ ]+) https?://\1[:/]" inside;', "}"]
    lines += ["map $uri $short {", '    default "";', *(f'    "{page}" "{page}";' for page in pages), "}"]
    lines += ["map $http_accept_language $reader {", '    default "";']
    lines += [f'    "~*{pattern}" "{tag}";' for pattern, tag in patterns(site)]
    lines += ["}", 'map "$inside:$short:$reader" $own {', '    default "";']
    lines += [r'    "~^:(?<page>/[^:]*):(?<tag>.+)$" "${page}${tag}/";', "}"]
    return "\n".join([*lines, ""])


# What stands in the server block. Its headers are those of the redirection alone: each location has its own.
NGINX_RULE = """\
    add_header Vary Accept-Language always;
    add_header Cache-Control no-store always;
    if ($own) { return 302 $own; }
"""


def patterns(site: Site) -> Iterator[tuple[str, str]]:
    """Beginnings of ``Accept-Language`` and what they lead to, the first that fits counts; empty for the default."""
    table = locales.matching(site.locales)
    for language, scripts in table.chains.items():
        names = "|".join([language, *(old for old, new in table.aliases.items() if new == language)])
        written = table.scripts[language]
        for script, regions in scripts.items():
            for region in (one for one in regions if one not in ("", locales.ANY)):
                yield f"^({names})-{script}-{region}\\b", _first(regions[region], site)
            yield f"^({names})-{script}{_END}", _first(regions[""], site)
            yield f"^({names})-{script}-", _first(regions[locales.ANY], site)
        # A script that is written and not served.
        yield f"^({names})-[a-z]{{4}}\\b", ""
        usual = scripts.get(written[locales.ANY], {"": (), locales.ANY: ()})
        for region in sorted({*written, *usual} - {"", locales.ANY}):
            regions = scripts.get(written.get(region, written[locales.ANY]), {locales.ANY: ()})
            yield f"^({names})-{region}\\b", _first(regions.get(region, regions[locales.ANY]), site)
        yield f"^({names}){_END}", _first(usual[""], site)
        yield f"^({names})-", _first(usual[locales.ANY], site)


def _first(found: Sequence[str], site: Site) -> str:
    return found[0] if found and found[0] != site.default_locale else ""
