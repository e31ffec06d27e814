"""Fetch from the published site what the next build goes on from: its publication record and its earlier texts.

    python previous.py content/site.yaml FOLDER RUN

The site is the one place that knows what readers were told, so it is asked, and not a copy that could be lost or
old. Each file must have the digest that the site's manifest gives it. RUN is put behind each address, so that no
cache between here and the site answers with what was published before. Without an answer nothing is built: users
would be told of everything again.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import urllib.error
import urllib.request
from pathlib import Path

_WANTED = re.compile(r"api/v1/(events|texts)/[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)?")
_ADDRESS = re.compile(r"^base_url:[ \t]*[\"']?(https?://[^\s\"'#]+)", re.MULTILINE)
_MOST = 64 * 1024 * 1024


def main(settings: str, folder: str, run: str) -> str:
    """Fetch everything and say how much it was; ends the program with a reason where that cannot be."""
    found = _ADDRESS.search(Path(settings).read_text("utf-8"))
    if found is None:
        sys.exit(f"{settings} has no base_url")
    site = found[1].rstrip("/")
    listed = _get(f"{site}/manifest.json?run={run}")
    try:
        files = json.loads(listed)["files"]
        wanted = {path: str(entry["digest"]) for path, entry in files.items() if _WANTED.fullmatch(path)}
    except (ValueError, KeyError, TypeError, AttributeError):
        sys.exit(f"{site}/manifest.json is not the manifest of a site that site-builder made")
    for path, digest in {**wanted, "manifest.json": ""}.items():
        body = _get(f"{site}/{path}?run={run}") if digest else listed
        if digest and f"sha256-{hashlib.sha256(body).hexdigest()}" != digest:
            sys.exit(f"{site}/{path} is not the file that the manifest names: is a build on its way? Try again")
        target = Path(folder, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
    return f"{len(wanted)} files of the publication record and of texts"


def _get(address: str) -> bytes:
    request = urllib.request.Request(address, headers={"Cache-Control": "no-cache"})  # noqa: S310 - http or https
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - as above
            body = bytes(answer.read(_MOST + 1))
    except (urllib.error.URLError, OSError) as error:
        sys.exit(
            f"{address}: {error}\nThe published site cannot be read, so nothing is built. If nothing was ever "
            "published there, run this workflow by hand and choose `first`."
        )
    if len(body) > _MOST:
        sys.exit(f"{address} is larger than {_MOST} bytes")
    return body


if __name__ == "__main__":
    print(main(*sys.argv[1:]))  # noqa: T201 - this is a command
