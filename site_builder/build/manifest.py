"""The manifest: every file of the site with its digest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from site_builder import routes
from site_builder.model.artifact import File, line, listed
from site_builder.outputs import data
from site_builder.press import Memory, kept
from site_builder.problems import Problem


def with_manifest(artifacts: Iterable[File | Problem], still: Memory) -> Iterator[File | Problem]:
    """The artifacts, each address once, and behind them the manifest that names every one, and so the site."""
    lines = bytearray()
    for artifact in artifacts:
        if not isinstance(artifact, Problem):
            lines += f"{line(artifact)}\n".encode()
        yield artifact
    manifest = data.index(routes.MANIFEST, "manifest", "files", _entries(lines))
    still.put("manifest", kept(manifest))
    yield manifest


def _entries(lines: bytearray) -> Iterator[tuple[str, data.Written]]:
    """What the manifest says of each file, in the order of their paths."""
    before = ""
    for one in map(listed, map(bytes.decode, sorted(bytes(lines).splitlines()))):
        if one.path == before:
            raise AssertionError(f"two artifacts have the address {one.path}")
        before = one.path
        schema = {"schema": routes.schema(one.schema)} if one.schema else {}
        yield one.path, data.written({"digest": one.digest, "size": one.size, **schema})
