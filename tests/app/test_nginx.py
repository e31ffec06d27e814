"""Behind a real nginx with the generated `nginx.conf`: what an app's poll costs, and who may ask."""

from __future__ import annotations

import contextlib
import gzip
import os
import re
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest

from scripts.find_nginx import NO_NGINX, installed
from site_builder import client, routes
from tests import publisher as p
from tests.publisher import Publisher
from tests.recorded import made_from

CONF = """\
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
events {{}}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A small site."""
    repository = Publisher(tmp_path_factory.mktemp("nginx") / "repository")
    repository.commit(p.simple_files())
    return made_from(repository.path, "2026-02-01T00:00:00+08:00")[0]


@pytest.fixture(scope="module")
def root(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site behind nginx, on the loopback interface."""
    nginx = installed(os.environ)
    assert nginx, NO_NGINX
    folder = tmp_path_factory.mktemp("served")
    for name, body in files.items():
        path = folder / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    site = files[routes.file_of(routes.NGINX)].decode()
    site = site.replace("listen 8080;", f"listen 127.0.0.1:{port};").replace("root html;", f"root {folder}/site;")
    (folder / "site.conf").write_text(site, "utf-8")
    # As root, nginx would give its work to a user who may not read the test's folder.
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(CONF.format(folder=folder, user=user), "utf-8")
    command = [nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with (folder / "said").open("wb") as said, subprocess.Popen(command, stdout=said, stderr=said) as process:
        try:
            wait(port, process, folder)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    """Until it listens; where it ends instead, what it said fails the test."""
    for _ in range(200):
        assert process.poll() is None, (folder / "said").read_text("utf-8")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    pytest.fail("nginx does not listen")


def ask(address: str, **headers: str) -> tuple[int, Message, bytes]:
    """Status, headers and bytes of an answer."""
    request = urllib.request.Request(address, headers={k.replace("_", "-"): v for k, v in headers.items()})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - loopback
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def test_the_poll_has_a_tag_and_is_answered_without_a_body(root: str, files: dict[str, bytes]) -> None:
    """ETag, then 304; the answer may be kept but is asked for each time."""
    address = f"{root}{routes.api_current('privacy')}"
    status, headers, body = ask(address)
    assert (status, body) == (200, files[routes.file_of(routes.api_current("privacy"))])
    assert headers["Content-Type"] == "application/json"
    assert headers["Cache-Control"] == "no-cache"
    status, headers, body = ask(address, If_None_Match=headers["ETag"])
    assert (status, body) == (304, b"")


def test_the_python_client_asks_the_host_once(root: str) -> None:
    """The second look is a 304, and what was known stays."""
    site = client.Site(root, client.http_fetch)
    first = site.current("privacy")
    assert first
    assert first.etag
    assert client.http_fetch(f"{root}{routes.api_current('privacy')}", first.etag).status == 304
    assert site.current("privacy", first) is first
    assert client.Site("http://127.0.0.1:9", client.http_fetch).current("privacy", first) is first


@pytest.mark.parametrize(
    "address",
    [routes.api_current("privacy"), routes.CLIENT, routes.json_feed("privacy", "en"), routes.schema("current")],
)
def test_any_page_may_ask_for_what_is_meant_for_apps(root: str, address: str) -> None:
    """CORS: every origin, with the tag to be read; without credentials nobody can be told apart."""
    _, headers, _ = ask(f"{root}{address}", Origin="https://app.example")
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Access-Control-Expose-Headers"] == "ETag"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_text_is_compressed(root: str, files: dict[str, bytes]) -> None:
    """For whoever takes it, and the bytes are the same; the tag stays good for the next question."""
    for address in (routes.api_versions("privacy"), routes.CLIENT):
        status, headers, body = ask(f"{root}{address}", Accept_Encoding="gzip")
        assert (status, headers["Content-Encoding"]) == (200, "gzip")
        assert gzip.decompress(body) == files[routes.file_of(address)]
        assert ask(f"{root}{address}", Accept_Encoding="gzip", If_None_Match=headers["ETag"])[0] == 304


def test_only_what_is_named_by_its_digest_is_kept_for_ever(root: str, files: dict[str, bytes]) -> None:
    """Texts and assets; everything else is asked for again."""
    for path in files:
        if path.endswith("/index.html") or path in ("_headers", "nginx.conf"):
            continue
        _, headers, _ = ask(f"{root}/{path}")
        forever = path.startswith(("assets/", "api/v1/texts/"))
        assert ("immutable" in headers["Cache-Control"]) is forever, path


def test_pages_and_what_is_not_there_are_served_as_a_host_should(root: str) -> None:
    """A folder shows its page under its policy; what is nowhere is 404; what is for hosts is not shown."""
    status, headers, body = ask(f"{root}/privacy/")
    assert status == 200
    assert b"Privacy Policy" in body
    assert re.match("default-src 'none'", headers["Content-Security-Policy"])
    for address in ("/nowhere/", "/nginx.conf", "/_headers"):
        assert ask(f"{root}{address}")[0] == 404
