"""The command line. Each command is imported when it is called, so that `--help` is fast."""

from __future__ import annotations

import importlib

import click

from site_builder import __version__

# Each is a click command of the same name (`-` as `_`) in a room of the same name.
_COMMANDS = {
    "build": "Make the site from the committed content.",
    "check": "Say everything that is wrong with the content, and what is a draft.",
    "diff": "Compare two Markdown or text files by what they say.",
    "serve": "Show the site with the draft in it, and follow every save.",
    "new": "Make a publisher's repository that is complete, as an example to go on from.",
    "translate": "Say what is to be translated, give it to translators, and take it back.",
    "record": "Write down what the edit of a policy means for readers.",
    "release": "Declare the text as the next version, or give a version another date.",
    "adopt": "Turn the policies that you keep elsewhere into a publisher's repository with their past.",
    "digest": "Print the digest of a policy's text, for the `text:` line of a release.",
}


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The commands, as they are listed in the help."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """A command, imported now."""
        if cmd_name not in _COMMANDS:
            return None
        room = importlib.import_module(f"site_builder.doors.commands.{cmd_name}")
        command: click.Command = getattr(room, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list of commands, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(_COMMANDS.items()))


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="site-builder")
def main() -> None:
    """Publish policies from structured Markdown in git."""
