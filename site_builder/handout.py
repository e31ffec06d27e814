"""A preview of what a stranger proposes, to be looked at by reviewers: watermarked, closed off, and nothing to rely on.

It has pages and nothing else: no feed, no publication record and no file that an app could ask for. It looks as the
base looks, because a theme is a program and a stranger's is not run. Each page forbids the browser to load or send
anything, and the preview's own banner, its watermark and `noindex` stand on each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from site_builder import publisher
from site_builder.check import Inspection
from site_builder.model.artifact import Artifact
from site_builder.model.revision import Repository
from site_builder.overlay import Overlay
from site_builder.preview import preview
from site_builder.problems import ProblemError

_LOOKS = ("themes/", "translations/")
_NOTICES = "notices/"
# Each day of publication is a build of its own, and a stranger may propose thousands.
_LATER = 4
_PAGES = (".html", "robots.txt")
_CHARSET = b'<meta charset="utf-8">'
# The banner of a preview brings its style along; nothing else is inline, and no script runs.
_CLOSED = (
    b'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    b"style-src 'self' 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'\">"
)


def handout(work: Inspection) -> tuple[Artifact, ...]:
    """The pages of the draft and their stylesheets, each marked and closed."""
    if work.base is not None:
        work = replace(work, overlay=_as_base_looks(work.overlay, work.base))
    return tuple(
        replace(one, body=one.body.replace(_CHARSET, _CHARSET + b"\n" + _CLOSED, 1))
        if one.path.endswith(".html")
        else one
        for one in _with_notices(work)
        if one.path.endswith(_PAGES) or (one.path.startswith("assets/") and one.path.endswith(".css"))
    )


def _with_notices(work: Inspection) -> Iterator[Artifact]:
    """The files of the preview; of releases that are published later, what users will be told then."""
    shown = preview(work).artifacts
    yield from shown
    try:
        settled = publisher.read_publisher(work.overlay, work.overlay.tree())
    except ProblemError:
        return  # the preview says so
    later = {one.release.published for releases in settled.releases.values() for one in releases}
    known = {one.path for one in shown}
    for instant in sorted(one for one in later if one > work.as_of)[:_LATER]:
        for one in preview(replace(work, as_of=instant)).artifacts:
            if one.path.startswith(_NOTICES) and one.path not in known:
                known.add(one.path)
                yield one


def _as_base_looks(overlay: Overlay, base: Repository) -> Overlay:
    """The work tree with theme and catalogues of the base."""
    own = {path: one for path, one in overlay.work.entries.items() if not path.startswith(_LOOKS)}
    looks = {path: one for path, one in base.tree().items() if path.startswith(_LOOKS)}
    return replace(overlay, work=replace(overlay.work, entries=dict(sorted({**own, **looks}.items()))))
