"""What web hosts read: response headers as `_headers` (Cloudflare Pages, Netlify) and as nginx configuration.

Only files whose names are their digests are immutable. Everything else keeps the host's default, which for
both hosts is to ask again every time; no rule sets a header that another rule sets, because hosts join them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from site_builder import routes
from site_builder.model.artifact import Artifact
from site_builder.problems import Place, Problem, Severity

_CSP = "default-src 'none'; style-src 'self' {}; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
_IMMUTABLE = "public, max-age=31536000, immutable"
_ALL = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_API = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag"}

# The number of files and of bytes that a host takes, 0 where it states no such limit. Sources: the hosts'
# pages on limits, read in 2026: Cloudflare Pages (free plan), GitHub Pages, GitLab Pages.
LIMITS: Mapping[str, tuple[int, int]] = {
    "cloudflare-pages": (20_000, 0),
    "github-pages": (0, 1_000_000_000),
    "gitlab-pages": (200_000, 1_000_000_000),
    "other": (0, 0),
}


def compare_with_limits(host: str, files: int, size: int) -> Problem:
    """How many files and bytes a site has, and what its host takes: a warning where it is too much."""
    most_files, most_bytes = LIMITS[host]
    too_much = (most_files and files > most_files) or (most_bytes and size > most_bytes)
    limits = [f"{most_files:,} files"] * bool(most_files) + [f"{most_bytes:,} bytes"] * bool(most_bytes)
    takes = f"; {host} takes {' and '.join(limits)}" if limits else ""
    return Problem(
        code="PS-330",
        message=f"{files:,} files, {size:,} bytes{takes}",
        place=Place("content/site.yaml"),
        hint="serve fewer locales, or choose a host that takes more" if too_much else "",
        severity=Severity.WARNING if too_much else Severity.NOTE,
    )


def host_files(style_hash: str, maps: str = "", rule: str = "") -> Iterator[Artifact]:
    """`_headers` and `nginx.conf`, which say the same. ``style_hash`` admits the style of downloads.

    ``maps`` and ``rule`` are what only nginx can do (``redirects``).
    """
    rules: list[tuple[str, Mapping[str, str]]] = [
        ("/*", {"Content-Security-Policy": _CSP.format(style_hash), **_ALL}),
        ("/assets/*", {"Cache-Control": _IMMUTABLE}),
        ("/api/*", _API),
        ("/feeds/*", _API),
        ("/schemas/*", _API),
        ("/api/v1/texts/*", {"Cache-Control": _IMMUTABLE}),
    ]
    yield Artifact(path=routes.file_of(routes.HEADERS), body=_headers(rules).encode())
    yield Artifact(path=routes.file_of(routes.NGINX), body=_nginx(rules, maps, rule).encode())


def _headers(rules: list[tuple[str, Mapping[str, str]]]) -> str:
    lines: list[str] = []
    for pattern, headers in rules:
        lines += [pattern, *(f"  {name}: {value}" for name, value in headers.items()), ""]
    return "\n".join(lines)


def _nginx(rules: list[tuple[str, Mapping[str, str]]], maps: str, rule: str) -> str:
    """The rules for nginx, which takes `add_header` only from the innermost location."""
    blocks: list[str] = []
    for pattern, _ in rules:
        prefix = pattern.removesuffix("*")
        headers = {k: v for other, all_ in rules if prefix.startswith(other[:-1]) for k, v in all_.items()}
        headers.setdefault("Cache-Control", "no-cache")
        lines = [f'        add_header {name} "{value}" always;' for name, value in headers.items()]
        blocks.append("\n".join([f"    location {prefix} {{", *lines, "    }"]))
    body = _NGINX.replace("LOCATIONS", "\n".join(blocks)).replace("    gzip on;\n", f"{rule}    gzip on;\n")
    return body.replace("server {\n", f"{maps}server {{\n", 1)


_NGINX = """\
# Include this in the http block. Set `server_name` and `root` to your own.
server {
    listen 8080;
    server_name localhost;
    root html;
    index index.html;
    error_page 404 /404.html;
    charset utf-8;
    gzip on;
    gzip_types application/json application/atom+xml text/css text/javascript;
    types {
        text/html html;
        text/css css;
        text/javascript js;
        text/plain txt;
        application/json json;
        application/atom+xml atom;
        application/xml xml;
        image/svg+xml svg;
        image/png png;
    }
    location = /nginx.conf { return 404; }
    location = /_headers { return 404; }
LOCATIONS
}
"""
