"""A static host on the loopback interface: files, the headers that ``_headers`` asks for, ``404.html``."""

from __future__ import annotations

import http.server
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Rule:
    """Headers for the addresses that a pattern names, as static hosts read them from ``_headers``."""

    pattern: str
    headers: tuple[tuple[str, str], ...]


def read_rules(text: str) -> tuple[Rule, ...]:
    """The rules of a ``_headers`` file: a line at the margin is a pattern, indented lines are its headers."""
    rules: list[tuple[str, list[tuple[str, str]]]] = []
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line[0].isspace():
            name, _, value = line.strip().partition(":")
            rules[-1][1].append((name.strip().lower(), value.strip()))
        else:
            rules.append((line.strip(), []))
    return tuple(Rule(pattern, tuple(headers)) for pattern, headers in rules)


def headers_for(rules: tuple[Rule, ...], address: str) -> dict[str, str]:
    """What all matching rules together ask for; ``! Name`` takes a header back, as Cloudflare has it."""
    headers: dict[str, str] = {}
    for rule in rules:
        if fnmatchcase(address, rule.pattern):
            for name, value in rule.headers:
                if name.startswith("!"):
                    headers.pop(name.removeprefix("!").strip(), None)
                else:
                    headers[name] = value
    return headers


def _handler(folder: Path, prefix: str) -> type[http.server.BaseHTTPRequestHandler]:
    rules_file = folder / "_headers"
    rules = read_rules(rules_file.read_text("utf-8")) if rules_file.exists() else ()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            address = path.removeprefix(prefix) if path.startswith(f"{prefix}/") else ""
            file = (folder / address[1:] / ("index.html" if address.endswith("/") else "")).resolve()
            found = bool(address) and file.is_file() and file.is_relative_to(folder.resolve())
            if not found:
                file = folder / "404.html"
            body = file.read_bytes() if file.is_file() else b""
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            headers = {
                "content-type": f"{kind}; charset=utf-8" if kind.startswith("text/") else kind,
                "content-length": str(len(body)),
                **headers_for(rules, address),
            }
            self.send_response(200 if found else 404)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(ConnectionError):  # the reader has gone on to another page
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing: a test that fails says what it saw."""

    return Handler


@contextmanager
def serve(folder: Path, prefix: str = "") -> Iterator[str]:
    """Serve a folder on a free port until the block ends; yields the address of its root, without ``/``."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(folder, prefix)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{prefix}"
        finally:
            server.shutdown()
            thread.join()
