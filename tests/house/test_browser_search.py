"""A browser for the page checks is found or installed in the order that scripts/find_browser.py states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from scripts.find_browser import find_browser

pytestmark = pytest.mark.house


@dataclass
class Machine:
    """A machine that has some commands, and on which installing works or does not."""

    has: set[str]
    apt_brings: set[str] = field(default_factory=set)
    download_works: bool = False
    downloaded: bool = False
    ran: list[str] = field(default_factory=list)

    def which(self, name: str) -> str | None:
        """Where a command is."""
        return f"/bin/{name}" if name in self.has else None

    def run(self, command: Sequence[str]) -> bool:
        """Note a command, and let it do what it does here."""
        self.ran.append(" ".join(command))
        if "playwright" in command:
            self.downloaded = self.download_works
            return self.download_works
        if "install" in command:
            self.has |= self.apt_brings
        return bool(self.apt_brings)

    def find(self, *, chrome: str = "", is_root: bool = False) -> str | None:
        """Look for a browser here."""
        environment = {"CHROME": chrome} if chrome else {}
        return find_browser(
            environment,
            self.which,
            self.run,
            lambda: "/cache/chrome" if self.downloaded else None,
            is_root=is_root,
        )


def test_the_named_browser_comes_first() -> None:
    """`CHROME` wins, and where it names nothing, no other browser is taken in its place."""
    machine = Machine({"my-chrome", "chromium"})
    assert machine.find(chrome="my-chrome") == "/bin/my-chrome"
    assert machine.find(chrome="gone") is None
    assert machine.ran == []


def test_an_installed_browser_is_taken() -> None:
    """Nothing is installed where there is one."""
    machine = Machine({"google-chrome", "apt-get"})
    assert machine.find(is_root=True) == "/bin/google-chrome"
    assert machine.ran == []


def test_debian_gives_one_to_root_and_to_those_who_may_be_root() -> None:
    """The package is installed by root, or with sudo that asks nothing."""
    for has, is_root, start in (
        ({"apt-get"}, True, "apt-get"),
        ({"apt-get", "sudo"}, False, "sudo -n apt-get"),
    ):
        machine = Machine(has, apt_brings={"chromium"})
        assert machine.find(is_root=is_root) == "/bin/chromium"
        assert [line.startswith(start) for line in machine.ran] == [True, True, True]
        assert [line.split()[-1] for line in machine.ran] == ["update", "chromium", "fonts-noto-cjk"]


def test_playwright_comes_last() -> None:
    """Its own browser, from before or downloaded now, where Debian's cannot be had."""
    machine = Machine({"apt-get"}, download_works=True)
    assert machine.find() == "/cache/chrome"
    assert len(machine.ran) == 1
    assert machine.find() == "/cache/chrome"
    assert len(machine.ran) == 1


def test_without_any_there_is_none() -> None:
    """Where nothing works, nothing is found, and the script says what to install."""
    machine = Machine({"apt-get"})
    assert machine.find(is_root=True) is None
