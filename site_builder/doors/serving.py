"""The live preview: MkDocs' server, on this machine only, rebuilt whenever a file is saved.

The only room that knows MkDocs. Its server waits for ever where a build raises, so nothing here does: whatever
goes wrong becomes a page.
"""

from __future__ import annotations

import errno
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click
from mkdocs.livereload import LiveReloadServer
from watchdog.observers.polling import PollingObserverVFS

from site_builder.doors.inspect import inspection
from site_builder.doors.report import Format, internal, report, unreadable
from site_builder.doors.worktree import FOLDERS
from site_builder.model.artifact import Artifact
from site_builder.preview import preview, problem_page
from site_builder.problems import Place, Problem, ProblemError, Severity

HOST = "127.0.0.1"


class _Server(LiveReloadServer):
    """The server, for this machine's own browsers: another site that names itself so gets no answer."""

    def serve_request(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request that was meant for us (a page elsewhere could let its own name point here)."""
        if environ.get("HTTP_HOST") not in {f"{name}:{self.server_port}" for name in (HOST, "localhost")}:
            start_response("403 Forbidden", [("Content-Type", "text/plain")])
            return [b"this is a preview on somebody's own machine\n"]
        answer: Iterable[bytes] = super().serve_request(environ, start_response)
        return answer


class Previewer:
    """The folder that is served, made anew each time; ``refresh`` never raises."""

    def __init__(self, repo: Path, root: Path) -> None:
        self.repo = repo
        self.root = root
        self.known: dict[str, bytes] = {}
        self.fallback = b""

    def refresh(self) -> None:
        """Make the preview, write what changed, and say what was found."""
        started = time.monotonic()
        artifacts, problems = self._made()
        self.fallback = artifacts[0].body if len(artifacts) == 1 else b""
        try:
            self._write(artifacts)
        except OSError as error:
            problems = (*problems, unreadable(error))
        report(problems, Format.TEXT)
        files = "1 file" if len(artifacts) == 1 else f"{len(artifacts)} files"
        click.echo(f"{files} in {time.monotonic() - started:.1f} s")

    def _made(self) -> tuple[tuple[Artifact, ...], tuple[Problem, ...]]:
        problems: tuple[Problem, ...]
        try:
            found = preview(inspection(self.repo, None))
        except ProblemError as error:
            problems = error.problems
        except OSError as error:
            problems = (unreadable(error),)
        except Exception as error:  # noqa: BLE001 - the server would wait for ever
            problems = (internal(error),)
        else:
            return found.artifacts, found.problems
        return (problem_page(problems),), problems

    def _write(self, artifacts: Iterable[Artifact]) -> None:
        bodies = {artifact.path: artifact.body for artifact in artifacts}
        for path in self.known.keys() - bodies.keys():
            (self.root / path).unlink(missing_ok=True)
        for path, body in bodies.items():
            if self.known.get(path) != body:
                target = self.root / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(body)
        self.known = bodies


def serve(*, repo: Path, port: int, ready: Callable[[str, _Server], None] | None = None) -> None:
    """Serve the preview until the user stops it. ``ready`` is told the address and the server.

    Raises:
        ProblemError: where the port is in use.
    """
    with tempfile.TemporaryDirectory(prefix="site-builder-") as folder:
        previewer = Previewer(repo, Path(folder))
        server = _Server(previewer.refresh, HOST, port, folder)
        # Links are looked at and not followed: one that leads to a folder around it would never end.
        observer: Any = PollingObserverVFS(os.lstat, os.scandir, polling_interval=0.4)
        server.observer = observer
        server.error_handler = lambda _code: previewer.fallback or None
        _bind(server, port)
        for name in FOLDERS:
            if (repo / name).is_dir() and not (repo / name).is_symlink():
                server.watch(str(repo / name))
        previewer.refresh()
        address = f"http://{HOST}:{server.server_port}/"
        click.echo(f"{address} shows the draft; it follows every save; stop it with Ctrl-C")
        if ready is not None:
            threading.Thread(target=ready, args=(address, server), daemon=True).start()
        try:
            server.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            click.echo("stopped", err=True)
        finally:
            server.shutdown(wait=True)


def _bind(server: LiveReloadServer, port: int) -> None:
    """Take the port now, so that a port in use is told before anything is made."""
    try:
        server.server_bind()
        server.server_activate()
    except OSError as error:
        server.server_close()
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        hint = "choose another: --port 8001"
        message = f"port {port} is in use, or may not be used"
        problem = Problem(code="PS-521", message=message, place=Place(""), hint=hint, severity=Severity.ENVIRONMENT)
        raise ProblemError([problem]) from None
    # `serve` binds by itself; it is done.
    server.server_bind = server.server_activate = lambda: None  # type: ignore[method-assign]
