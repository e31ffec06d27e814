"""Who does the work of policies elsewhere: processes of this machine, or a cluster of Dask."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import Any, TypeVar

from site_builder.doors.garbage import collect_seldom
from site_builder.problems import Place, Problem, ProblemError, Severity

_T = TypeVar("_T")
_DASK = "dask:"
# Each worker has work before it asks for it.
_AHEAD = 2


class Workers:
    """An executor, and how many jobs it is given at once (``build.jobs.Run``)."""

    def __init__(self, start: Callable[[], Executor], width: int) -> None:
        self._start = start
        self._executor: Executor | None = None
        self.width = width

    def submit(self, work: Callable[[Any], _T], order: object, /) -> Future[_T]:
        """Have a function called with an order; the workers start when there is a first one."""
        if self._executor is None:
            self._executor = self._start()
        with _stopping_left_to_us():
            return self._executor.submit(work, order)

    def close(self) -> None:
        """Let the workers go; what has not begun is not begun any more."""
        if isinstance(self._executor, ProcessPoolExecutor):
            self._executor.shutdown(cancel_futures=True)
        elif self._executor is not None:
            self._executor.shutdown(wait=False)  # Dask drops what nobody waits for


@contextmanager
def workers(jobs: int, executor: str) -> Iterator[Workers | None]:
    """Workers for the time of a build; None where it does all work itself.

    Raises ProblemError where a cluster is named that cannot be reached.
    """
    if executor:
        yield from _cluster(executor)
    elif jobs > 1:
        # Workers that begin anew see nothing of this process but what they are sent, on every system alike.
        made = Workers(
            lambda: ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin), jobs * _AHEAD
        )
        try:
            yield made
        finally:
            made.close()
    else:
        yield None


@contextmanager
def _stopping_left_to_us() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal, and the one that gives out the work ends the others.

    A process that starts here never hears of it, from its first moment on; this one hears of it a moment later.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """Have a worker end when the one who gives out the work does: who is killed lets nobody go."""
    collect_seldom()
    parent = parent_process()
    if parent is not None:
        Thread(target=lambda: (wait([parent.sentinel]), os._exit(1)), daemon=True).start()


def _cluster(executor: str) -> Iterator[Workers]:
    address = executor.removeprefix(_DASK)
    if address == executor or not address:
        raise _problem("PS-515", f"`{executor}` is no executor", "write `dask:` and the address of a scheduler")
    try:
        from distributed import Client  # noqa: PLC0415 - an extra, and heavy
    except ImportError:
        hint = "install it: `pip install 'policy-site-builder[cluster]'`"
        raise _problem("PS-515", "Dask is not installed", hint) from None
    try:
        client = Client(address, timeout=10, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        hint = "see that the scheduler runs there, and that nothing stands between"
        raise _problem("PS-515", f"no cluster answers at {address}: {error}", hint) from None
    with client:  # Dask has no types
        width = max(1, sum(client.ncores().values())) * _AHEAD  # type: ignore[no-untyped-call]
        made = Workers(lambda: client.get_executor(pure=False), width)  # type: ignore[no-untyped-call]
        try:
            yield made
        finally:
            made.close()


def _problem(code: str, message: str, hint: str) -> ProblemError:
    return ProblemError(
        [Problem(code=code, message=message, place=Place(""), hint=hint, severity=Severity.ENVIRONMENT)]
    )
