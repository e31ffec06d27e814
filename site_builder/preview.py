"""A site with the draft in it, for its authors: what would be public if the work tree were released now.

It is made by the same `build`. A draft gets a release of its own, ``draft``, that exists nowhere else; a section
that cannot be read is shown as it was last committed. Every page says that it is a preview, asks search engines
to stay away, and shows what is wrong at the place where it is wrong.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from site_builder import config, content, instants, publisher, routes, text
from site_builder.build import Work, build
from site_builder.characters import visible
from site_builder.check import Inspection, check
from site_builder.content import Folder
from site_builder.locales import is_tag
from site_builder.markup.html import Html, element, escape, join
from site_builder.model.artifact import Artifact
from site_builder.model.policy import Policy
from site_builder.model.revision import Entry
from site_builder.model.shipped import Shipped
from site_builder.overlay import Overlay
from site_builder.problems import Place, Problem, ProblemError, Severity, worst_first

DRAFT = "draft"
_CSP = re.compile(rb"<meta http-equiv=\"Content-Security-Policy\"[^>]*>\s*")
_ROBOTS = b'<meta name="robots" content="noindex">'
_PLAIN = ("100644", "100755")
_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The files of the preview, and everything that is to be said of the draft, worst first."""

    artifacts: tuple[Artifact, ...]
    problems: tuple[Problem, ...]


def preview(work: Inspection) -> Preview:
    """The site with the draft in it. Where it cannot be made at all, one page says why."""
    problems = [one for one in check(work) if isinstance(one, Problem)]
    mended, kept = _mended(work.overlay)
    made: list[Artifact] = []
    for one in build(_work(_with_drafts(mended, work), work)):
        if isinstance(one, Artifact):
            made.append(one)
        elif isinstance(one, Problem) and one.severity < Severity.WARNING:
            problems.append(one)
    ordered = tuple(worst_first(problems))
    if not any(artifact.path == "index.html" for artifact in made):
        return Preview(artifacts=(problem_page(ordered),), problems=ordered)
    panel = _Panel(ordered, kept)
    artifacts = (
        replace(one, body=panel.mark(one)) if one.path.endswith(".html") else one
        for one in made
        if one.path != routes.file_of(routes.ROBOTS)
    )
    robots = Artifact(path=routes.file_of(routes.ROBOTS), body=b"User-agent: *\nDisallow: /\n")
    return Preview(artifacts=(*artifacts, robots), problems=ordered)


def problem_page(problems: Sequence[Problem]) -> Artifact:
    """The page that stands for a site that cannot be made."""
    words = "The preview cannot be made until this is mended."
    body = join([element("h1", Html("Preview")), element("p", Html(words)), _listed(problems, {})])
    page = (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Preview</title>'
        f'{_ROBOTS.decode()}<style>{_STYLE}</style></head><body class="pv-alone">{body.html}</body></html>\n'
    )
    return Artifact(path="index.html", body=page.encode())


def _work(overlay: Overlay, work: Inspection) -> Work:
    shipped = Shipped(theme=work.theme, catalogues=work.catalogues)
    return Work(repository=overlay, shipped=shipped, as_of=work.as_of, previous=None)


def _mended(overlay: Overlay) -> tuple[Overlay, dict[str, str]]:
    """The overlay with readable files only, and for each path that was not readable what is shown instead."""
    blobs = overlay.read(one.blob for one in overlay.work.entries.values() if one.mode in _PLAIN)
    entries = dict(overlay.work.entries)
    extra: dict[str, bytes] = {}
    kept: dict[str, str] = {}
    for path, entry in overlay.work.entries.items():
        if not path.startswith("content/"):
            continue
        if entry.mode in _PLAIN and (not path.endswith(".md") or _is_readable(blobs[entry.blob], path)):
            continue
        last = overlay.committed.get(path)
        if last is not None and last.mode in _PLAIN and _is_readable(overlay.base.read([last.blob])[last.blob], path):
            entries[path], kept[path] = last, "shown as it was last committed"
        elif entry.mode in _PLAIN:
            extra |= _add(entries, path, b"# (not readable)\n\nThis section cannot be read.\n")
            kept[path] = "not shown"
        else:
            del entries[path]
    files = replace(overlay.work, entries=entries, blobs={**overlay.work.blobs, **extra})
    return replace(overlay, work=files), kept


def _is_readable(data: bytes, path: str) -> bool:
    try:
        content.read_section(data, path=path)
    except ProblemError:
        return False
    return True


def _add(entries: dict[str, Entry], path: str, data: bytes) -> dict[str, bytes]:
    """Put a file among entries; gives its bytes by the name of their own."""
    blob = f"preview-{hashlib.sha256(data).hexdigest()}"
    entries[path] = Entry("100644", blob)
    return {blob: data}


def _with_drafts(overlay: Overlay, work: Inspection) -> Overlay:
    """The overlay with a release for each text that no release has."""
    entries = dict(overlay.work.entries)
    blobs: dict[str, bytes] = {}
    try:
        settled = publisher.read_publisher(overlay, overlay.tree())
    except ProblemError:
        return overlay  # the build says so
    for path in [path for path in entries if path.endswith(f"/{config.POLICY_FILE}")]:
        at = path.removesuffix(f"/{config.POLICY_FILE}")
        policy = next((one for one in settled.policies if _is_of(one, overlay, path, settled)), None)
        if policy is None:
            continue
        releases = [one.release for one in settled.releases[policy.id]]
        files = {p[len(at) + 1 :]: one.blob for p, one in entries.items() if p.startswith(f"{at}/")}
        read = overlay.read(files.values())
        try:
            document = content.read_document(policy, Folder(at, {name: read[blob] for name, blob in files.items()}))
        except ProblemError:
            continue
        digest = text.digest(document)
        if any(release.text == digest for release in releases):
            continue
        revision = max((release.revision for release in releases), default=0) + 1
        latest = max((release.effective for release in releases), default=work.as_of)
        release = _release(revision, digest, max(work.as_of, latest), policy, work.as_of)
        blobs |= _add(entries, f"{at}/{config.RELEASES}/{DRAFT}.yaml", release.encode())
    files_now = replace(overlay.work, entries=dict(sorted(entries.items())), blobs={**overlay.work.blobs, **blobs})
    return replace(overlay, work=files_now)


def _is_of(policy: Policy, overlay: Overlay, path: str, settled: publisher.Publisher) -> bool:
    blob = overlay.work.entries[path].blob
    source = content.decode(overlay.read([blob])[blob], path=path)
    return config.read_policy(source, path=path, zone=settled.zone) == policy


def _release(revision: int, digest: str, effective: datetime, policy: Policy, as_of: datetime) -> str:
    # The highest level, a reason for haste and one for each language, so that no rule keeps a draft back.
    without = ", ".join(f"{locale}: preview" for locale in policy.required_locales)
    return "\n".join(
        [
            f"revision: {revision}",
            f"text: {digest}",
            f"published: {instants.with_zone(as_of)}",
            f"effective: {instants.with_zone(effective)}",
            "level: material",
            f"summary: {{{policy.governing}: This is a draft.}}",
            "short_notice: {ground: other, reason: preview}",
            *([f"without: {{{without}}}"] if without else []),
            "",
        ]
    )


class _Panel:
    """What is added to the pages."""

    def __init__(self, problems: Sequence[Problem], kept: Mapping[str, str]) -> None:
        self.problems = problems
        self.kept = kept

    def mark(self, artifact: Artifact) -> bytes:
        """A page as a preview: a banner on top, and problems in the sections that they are about."""
        body = _CSP.sub(b"", artifact.body)
        if b'name="robots"' not in body:
            body = body.replace(b"<title>", _ROBOTS + b"<title>", 1)
        style = _STYLE.replace("PREVIEW", "DRAFT") if _is_draft(artifact.path) else _STYLE
        body = body.replace(b"</head>", b"<style>" + style.encode() + b"</style>\n</head>", 1)
        here = [one for one in self.problems if _is_about(one.place, artifact.path)]
        placed: dict[str, str] = {}
        for anchor, found in _by_section(here).items():
            start = body.find(f'id="{anchor}"'.encode())
            if start >= 0:
                at = body.index(b">", start) + 1
                box = _box(found, self.kept).html.encode()
                body = body[:at] + box + body[at:]
                placed |= {one.place.path: anchor for one in found}
        at = body.index(b">", body.index(b"<body")) + 1
        return body[:at] + self._banner(artifact.path, placed).html.encode() + body[at:]

    def _banner(self, path: str, placed: Mapping[str, str]) -> Html:
        title = "Draft: this text is not published." if _is_draft(path) else "Preview: not the published site."
        shown = [one for one in self.problems if one.severity <= Severity.WARNING]
        notes = [one for one in self.problems if one.severity is Severity.NOTE]
        drafts = [one for one in notes if one.code == "PS-600"]
        parts = [element("strong", Html(title))]
        parts += [element("p", _worded(one.message)) for one in drafts]
        if shown:
            count = f"{len(shown)} to look at" if len(shown) > 1 else "1 to look at"
            summary = element("summary", Html(count))
            parts.append(element("details", summary, _listed(shown, placed), open=""))
        return element("div", *parts, class_="pv-banner", lang="en", dir="ltr", role="note")


def _is_draft(path: str) -> bool:
    return f"/{DRAFT}/" in f"/{path}"


def _is_about(place: Place, path: str) -> bool:
    """True where a problem is about a section that stands in a page: its policy and its language."""
    parts = place.path.split("/")
    if len(parts) < 4 or not parts[-1].endswith(".md"):
        return False
    # The id of a policy is its folder's name as a rule; where it is not, the banner has the problem all the same.
    policy, locale = parts[-3], parts[-2]
    where = path.split("/")
    return policy in where and (locale in where or not any(part in where for part in _locales(where)))


def _locales(parts: Iterable[str]) -> Iterator[str]:
    return (part for part in parts if is_tag(part))


def _by_section(problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    found: dict[str, list[Problem]] = {}
    for one in problems:
        stem = one.place.path.rpartition("/")[2].removesuffix(".md")
        found.setdefault(routes.section_anchor(stem), []).append(one)
    return {anchor: sorted(some, key=lambda one: one.place) for anchor, some in found.items()}


def _box(problems: Sequence[Problem], kept: Mapping[str, str]) -> Html:
    remark = next((kept[one.place.path] for one in problems if one.place.path in kept), "")
    parts = [_one(one) for one in problems[:_SHOWN]]
    if remark:
        parts.append(element("p", Html(f"This section is {escape(remark)}.")))
    return element("div", *parts, class_="pv-box", lang="en", dir="ltr", role="note")


def _listed(problems: Sequence[Problem], placed: Mapping[str, str]) -> Html:
    items = [element("li", _one(one, placed.get(one.place.path))) for one in problems[:_SHOWN]]
    more = [element("li", Html(f"{len(problems) - _SHOWN} more"))] if len(problems) > _SHOWN else []
    return element("ul", *items, *more)


def _one(problem: Problem, anchor: str | None = None) -> Html:
    word = problem.severity.name.lower() if problem.severity >= Severity.WARNING else "error"
    place = element("code", Html(escape(visible(str(problem.place)))))
    if anchor:
        place = element("a", place, href=f"#{anchor}")
    code = element("b", Html(f"{word} {problem.code}"))
    hint = element("i", _worded(problem.hint)) if problem.hint else Html("")
    words = element("span", _worded(problem.message))
    return element("p", code, Html(" "), place, Html(" "), words, Html(" "), hint, class_=f"pv-{word}")


def _worded(words: str) -> Html:
    """Words of a problem; what stands between backticks is set as code."""
    parts = escape(visible(words)).split("`")
    if len(parts) % 2 == 0:
        return Html("`".join(parts))
    return join(element("code", Html(part)) if index % 2 else Html(part) for index, part in enumerate(parts))


_STYLE = (
    ".pv-banner{position:sticky;top:0;z-index:9;max-height:40vh;overflow:auto;padding:.6rem 1rem;"
    "background:#fff3cd;color:#332701;border-bottom:3px solid #b58900;font:15px/1.45 system-ui,sans-serif}"
    ".pv-banner p,.pv-box p,.pv-banner ul{margin:.35rem 0}.pv-banner ul{padding:0;list-style:none}"
    ".pv-banner summary{cursor:pointer;margin-top:.35rem}"
    ".pv-box{margin:.75rem 0;padding:.5rem .9rem;background:#fdecea;color:#3b0a06;border-left:4px solid #b3261e;"
    "font:15px/1.45 system-ui,sans-serif!important}.pv-box i,.pv-banner i,.pv-alone i{display:block;opacity:.85}"
    ".pv-error b{color:#b3261e}.pv-warning b{color:#7a4f01}.pv-banner a{color:inherit}"
    ".pv-alone{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:3rem auto;padding:0 1rem}"
    ".pv-alone ul{padding:0;list-style:none}.pv-alone p{margin:.6rem 0}"
    ".pv-banner p,.pv-box p{font:inherit;max-width:none}.pv-banner code,.pv-box code{font-size:.92em}"
    "html{scroll-padding-top:7rem}"
    "body::after{content:'PREVIEW';position:fixed;inset:0;display:grid;place-items:center;pointer-events:none;"
    "font:700 16vw system-ui,sans-serif;opacity:.045;transform:rotate(-24deg)}"
)
