"""Which language a reader gets: never another script, never another region's form, and the app agrees."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from babel import localedata

from site_builder import locales
from site_builder.locales.matching import read_wish
from site_builder.outputs import redirects
from site_builder.outputs.hosts import host_files
from site_builder.outputs.languages import locales_file
from tests.values import site

# A reader's tag, what is served (in that order), and what the reader gets; `-` is nothing, so the default.
CASES = """
    en          en                      en
    en-US       en                      en
    en-GB       en                      en
    en_GB       en                      en
    EN-gb       en zh-Hans              en
    en-GB       en-US                   -
    en-US       en-US en                en-US
    en-US       en-001 en               en
    en-AU       en en-001               en-001
    en-AU       en en-GB                en
    en-IN       en-IN en                en-IN
    en-AT       en en-001 en-150        en-150
    en          en-GB                   en-GB
    en          en-GB en-US             en-US
    en-u-ca-buddhist  en                en
    en-x-private      en                en
    eng         en                      en
    zh          zh-Hans zh-Hant         zh-Hans
    zh          zh-Hant                 -
    zh-CN       zh-Hans zh-Hant         zh-Hans
    zh-SG       zh-Hans zh-Hant         zh-Hans
    zh-MY       zh-Hans zh-Hant         zh-Hans
    zh-TW       zh-Hans zh-Hant         zh-Hant
    zh-HK       zh-Hans zh-Hant         zh-Hant
    zh-MO       zh-Hant                 zh-Hant
    zh-MO       zh-Hant zh-Hant-HK      zh-Hant-HK
    zh-TW       zh-Hans en              -
    zh-HK       zh-Hans                 -
    zh-Hant     zh-Hans zh              -
    zh-Hant     zh-TW                   zh-TW
    zh-HK       zh-TW                   -
    zh-TW       zh-TW zh-Hant           zh-TW
    zh-Hans-HK  zh-Hant zh-Hans         zh-Hans
    zh-Hant-CN  zh-Hans zh-Hant         zh-Hant
    zh-Hans-CN  zh                      zh
    zh-CN       zh                      zh
    zh-US       zh-Hans                 -
    cmn-Hans    zh-Hans                 zh-Hans
    zh-yue      zh-Hant                 -
    yue         zh-Hant                 -
    zh-cmn-Hans-CN  zh-Hans             zh-Hans
    pt          pt-BR                   pt-BR
    pt          pt-PT                   pt-PT
    pt          pt-PT pt-BR             pt-BR
    pt-BR       pt                      pt
    pt-PT       pt-BR                   -
    pt-PT       pt                      pt
    pt-BR       pt-PT                   -
    pt-AO       pt-BR pt-PT             pt-PT
    pt-AO       pt-BR                   -
    pt-US       pt-BR                   -
    es          es-419                  es-419
    es-MX       es es-419               es-419
    es-MX       es                      es
    es-ES       es es-419               es
    es-ES       es-419                  -
    es-AR       es-MX                   -
    es-419      es-MX                   es-MX
    es-419      es                      es
    fr-CA       fr                      fr
    fr-CA       fr-CA fr                fr-CA
    fr          fr-CA                   fr-CA
    de-CH       de                      de
    de-CH       de-AT                   -
    nb          no                      no
    no          nb                      nb
    nb-NO       nb                      nb
    nn          nb                      -
    sr          sr-Latn                 -
    sr-ME       sr                      -
    sr-ME       sr-Latn                 sr-Latn
    sr-Latn     sr                      -
    sr-RS       sr                      sr
    sh          sr-Latn                 sr-Latn
    iw          he                      he
    iw-IL       he                      he
    in          id                      id
    tl          fil                     fil
    mo          ro                      ro
    ja-US       ja                      ja
    ja-JP       ja                      ja
    ko          ja                      -
    hi-Latn     en                      -
    hi-Latn     hi                      -
    ht          fr                      -
    az-IR       az                      -
    pa-PK       pa                      -
    uz-AF       uz                      -
    ar-EG       ar                      ar
    fa          ar                      -
    ur          ar                      -
    th-TH       th                      th
    he          ar                      -
    ca-valencia ca                      ca
    ca-valencia ca-valencia ca          ca-valencia
    gsw         de                      -
    lb          de                      -
    *           en                      -
    english     en                      -
    en/../ar    en                      -
    de@euro     de                      -
"""
TABLE = [line.split() for line in CASES.strip().splitlines()]


@pytest.mark.parametrize("row", TABLE, ids=[f"{row[0]} of {'+'.join(row[1:-1])}" for row in TABLE])
def test_a_reader_gets_the_nearest_or_nothing(row: list[str]) -> None:
    """Every line of the table; where Babel's own `negotiate_locale` would cross scripts, nothing is found."""
    tag, *served, right = row
    assert locales.best(tag, served) == (None if right == "-" else right)


def test_there_are_enough_lines_and_none_crosses_scripts() -> None:
    """No answer of the table is in another script than the one that was asked for."""
    assert len(TABLE) >= 60
    for tag, *_, right in TABLE:
        wish, got = read_wish(tag), read_wish(right)
        if wish and got:
            assert wish.script == got.script, tag


@pytest.mark.parametrize(
    ("header", "served", "right"),
    [
        ("pt-PT,pt;q=0.9,en;q=0.8", ["pt-BR", "en"], "en"),
        ("pt-BR,pt;q=0.9,en;q=0.8", ["pt-PT", "en"], "en"),
        ("pt;q=0.9,en;q=0.8", ["pt-BR", "en"], "pt-BR"),
        ("zh-TW,zh;q=0.9,en;q=0.8", ["zh-Hans", "en"], "en"),
        ("zh-TW,zh;q=0.9,en;q=0.8", ["zh-Hans", "zh-Hant"], "zh-Hant"),
        ("zh-TW,zh-CN;q=0.9,en;q=0.8", ["zh-Hans", "en"], "zh-Hans"),
        ("en;q=0.1,ar;q=0.9", ["en", "ar"], "ar"),
        ("en;q=0,ar", ["en", "ar"], "ar"),
        ("en;q=2,ar;q=0.1", ["en", "ar"], "ar"),
        ("*", ["en"], None),
        ("", ["en"], None),
        ("de-CH, fr;q=0.9", ["fr", "de"], "de"),
        ("xx, ;q=1, nonsense!, ja", ["ja"], "ja"),
    ],
)
def test_the_first_preference_that_is_served_counts(header: str, served: list[str], right: str | None) -> None:
    """A bare language that a browser adds behind `pt-PT` or `zh-TW` opens no way to another form or script."""
    assert locales.negotiate(locales.accepted(header), served) == right


SERVED = ("en", "zh-Hans", "zh-Hant", "pt-BR", "es", "es-419", "sr-Latn", "nb", "he", "fr-CA")


def looked_up(table: dict[str, dict[str, dict[str, dict[str, list[str]]]]], tag: str) -> str | None:
    """What an app does with the file, as its schema says, in a few lines that know nothing of CLDR."""
    parts = tag.split("-")
    language = str(table["aliases"].get(parts[0], parts[0]))
    script = next((part for part in parts[1:] if len(part) == 4 and part.isalpha()), "")
    region = next((part for part in parts[1:] if len(part) in (2, 3)), "")
    scripts = table["scripts"].get(language, {})
    script = script or str(scripts.get(region, scripts.get("*", "")))
    regions = table["chains"].get(language, {}).get(script, {})
    return next(iter(regions.get(region, regions.get("*", []))), None)


def test_the_app_decides_as_the_site_does() -> None:
    """For every locale of CLDR, what an app finds in `locales.json` is what the matcher finds."""
    body = locales_file(site(locales=SERVED)).body
    table = json.loads(body)
    tags = [name.replace("_", "-") for name in localedata.locale_identifiers()]
    assert len(tags) > 1000
    found = {tag: tag if tag in SERVED else looked_up(table, tag) for tag in tags}
    assert found == {tag: locales.best(tag, SERVED) for tag in tags}
    assert {one for one in found.values() if one} == set(SERVED)
    assert len(body) < 8_000


def test_a_host_leads_where_the_site_would() -> None:
    """For every locale of CLDR as a browser's first wish, nginx's rules find what the matcher finds."""
    rules = [(re.compile(pattern, re.IGNORECASE), tag) for pattern, tag in redirects.patterns(site(locales=SERVED))]
    for tag in (name.replace("_", "-") for name in localedata.locale_identifiers()):
        for header in (tag, f"{tag},xx;q=0.5", tag.lower()):
            found = next((right for pattern, right in rules if pattern.search(header)), "")
            best = locales.best(tag, SERVED)
            assert found == ("" if best in (None, SERVED[0]) else best), header


def test_nginx_takes_the_rules(tmp_path: Path) -> None:
    """nginx reads the configuration with them, and leads from short addresses only, and not from the site itself."""
    settings = site(locales=SERVED)
    maps = redirects.nginx_maps(settings, ["privacy"])
    made = {one.path: one.body.decode() for one in host_files("'x'", maps, redirects.NGINX_RULE)}
    assert made["nginx.conf"].index("map $uri") < made["nginx.conf"].index("server {")
    assert "return 302 $own" in made["nginx.conf"]
    assert "map" not in next(one.body.decode() for one in host_files("'x'") if one.path == "nginx.conf")
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin")
    if nginx is None:
        pytest.skip("nginx is not installed")
    conf = tmp_path / "nginx.conf"
    body = made["nginx.conf"].replace("listen 8080", f"listen unix:{tmp_path}/socket")
    conf.write_text(
        f"pid {tmp_path}/pid;\nerror_log {tmp_path}/log;\nevents {{}}\nhttp {{\naccess_log off;\n{body}}}\n"
    )
    done = subprocess.run([nginx, "-t", "-c", conf, "-p", tmp_path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
