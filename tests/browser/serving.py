"""A static host on the loopback interface: files, the headers that ``_headers`` asks for, ``404.html``."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
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
            rules[-1][1].append((name.strip(), value.strip()))
        else:
            rules.append((line.strip(), []))
    return tuple(Rule(pattern, tuple(headers)) for pattern, headers in rules)


def headers_for(rules: tuple[Rule, ...], address: str) -> dict[str, str]:
    """All rules that match apply; of two values of one header the later stands."""
    return {
        name.lower(): value
        for rule in rules
        if fnmatchcase(address, rule.pattern)
        for name, value in rule.headers
    }


class _Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *args: object, directory: str, prefix: str, rules: tuple[Rule, ...]) -> None:
        self.prefix, self.rules = prefix, rules
        super().__init__(*args, directory=directory)  # type: ignore[arg-type]

    @property
    def address(self) -> str:
        return unquote(urlsplit(self.path).path).removeprefix(self.prefix)

    def send_head(self) -> object:  # type: ignore[override]
        if not self.path.startswith(f"{self.prefix}/"):
            self.send_error(404)
            return None
        if Path(self.translate_path(self.path)).is_file() or self.address.endswith("/"):
            return super().send_head()
        missing = Path(self.directory) / "404.html"
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(missing.stat().st_size))
        self.end_headers()
        return missing.open("rb")

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix(self.prefix))

    def list_directory(self, path: object) -> None:
        self.send_error(404)

    def end_headers(self) -> None:
        for name, value in headers_for(self.rules, self.address).items():
            self.send_header(name, value)
        super().end_headers()

    def guess_type(self, path: object) -> str:
        kind = super().guess_type(path)  # type: ignore[arg-type]
        return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind

    def log_message(self, *_: object) -> None:
        """Say nothing: a test that fails says what it saw."""


@contextmanager
def serve(folder: Path, prefix: str = "") -> Iterator[str]:
    """Serve a folder on a free port until the block ends; yields the address of its root without a last ``/``."""
    rules_file = folder / "_headers"
    rules = read_rules(rules_file.read_text("utf-8")) if rules_file.exists() else ()
    handler = functools.partial(_Handler, directory=str(folder), prefix=prefix, rules=rules)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{prefix}"
        finally:
            server.shutdown()
            thread.join()
