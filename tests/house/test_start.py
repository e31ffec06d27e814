"""The program starts fast: help costs none of the libraries that the work needs."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from site_builder.doors.cli import main

HEAVY = ("babel", "git", "jinja2", "jsonschema", "markdown_it", "mkdocs", "regex", "yaml")
SCRIPT = """
import sys
from site_builder.doors.cli import main
try:
    main(sys.argv[1:])
finally:
    print("LOADED", *sorted(set(sys.modules) & {heavy!r}))
"""
COMMANDS = main.list_commands(click.Context(main))


def test_there_are_commands() -> None:
    """The list below is not empty by mistake."""
    assert "build" in COMMANDS


@pytest.mark.parametrize("arguments", [(), *((name,) for name in COMMANDS)], ids=lambda one: " ".join(one) or "all")
def test_help_loads_no_library(arguments: tuple[str, ...]) -> None:
    """`--help` of the program and of each command is answered with click alone."""
    command = [sys.executable, "-c", SCRIPT.format(heavy=set(HEAVY)), *arguments, "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Usage:" in done.stdout
    assert done.stdout.splitlines()[-1] == "LOADED"


def test_the_check_of_loaded_libraries_can_fail() -> None:
    """A library that is loaded is seen."""
    script = f"import jinja2\n{SCRIPT.format(heavy=set(HEAVY))}"
    done = subprocess.run([sys.executable, "-c", script, "--help"], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "LOADED jinja2"


def test_the_module_is_the_program() -> None:
    """`python -m site_builder` and `site-builder` are the same."""
    done = subprocess.run([sys.executable, "-m", "site_builder", "--help"], capture_output=True, text=True, check=True)
    assert all(name in done.stdout for name in COMMANDS)
