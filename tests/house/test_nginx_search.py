"""How an nginx for the test of the hosts' files is found, or installed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from scripts.find_nginx import find_nginx

pytestmark = pytest.mark.house


class Machine:
    """A machine on which commands appear when they are installed."""

    def __init__(self, *there: str) -> None:
        self.there = set(there)
        self.ran: list[str] = []

    def which(self, name: str) -> str | None:
        return f"/bin/{name}" if name in self.there else None

    def run(self, command: Sequence[str]) -> bool:
        self.ran.append(" ".join(command))
        if "nginx-light" in command:
            self.there.add("/usr/sbin/nginx")
        return True


@pytest.mark.parametrize(
    ("there", "ran"),
    [
        (("nginx",), 0),
        (("/usr/sbin/nginx",), 0),
        (("apt-get",), 2),
    ],
    ids=["on the path", "where Debian keeps it", "to be installed"],
)
def test_it_is_found_or_installed(there: tuple[str, ...], ran: int) -> None:
    """What is there is taken, and nothing is installed beside it."""
    machine = Machine(*there)
    assert find_nginx({}, machine.which, machine.run, is_root=True)
    assert len(machine.ran) == ran


def test_where_nothing_can_be_installed_there_is_none() -> None:
    machine = Machine()
    assert find_nginx({}, machine.which, machine.run, is_root=False) is None
    assert machine.ran == []
