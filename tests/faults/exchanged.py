"""Faults of what comes back from translators: each file is made here, and the real command run."""

from __future__ import annotations

from pathlib import Path

from tests.faults.environments import Maker, edit, repository, say

_HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
_TITLE = ("privacy/scope#title", "Scope", "Geltung")
_TEXT = ("privacy/scope#1", "This policy says what we do.", "Diese Richtlinie sagt, was wir tun.")


def _came(folder: Path, *messages: tuple[str, str, str]) -> str:
    repo = repository(folder)
    edit(
        repo,
        "content/privacy/en/scope.md",
        "- This policy covers our products. See [](#retention).\n+ This policy says what we do.\n",
    )
    file = folder / "de.po"
    made = (f'msgctxt "{context}"\nmsgid "{source}"\nmsgstr "{target}"\n' for context, source, target in messages)
    file.write_text(_HEAD + "\n".join(made), "utf-8")
    return say("translate", "import", file, "--locale", "de", "--repo", repo)


def import_unreadable(folder: Path) -> str:
    """A file that is no PO file."""
    file = folder / "de.po"
    file.write_text("Geltungsbereich\n", "utf-8")
    return say("translate", "import", file, "--locale", "de", "--repo", repository(folder))


def import_of_another_text(folder: Path) -> str:
    """What was translated is not what the policy says now."""
    return _came(folder, _TITLE, (_TEXT[0], "It covers nothing.", "Sie gilt nicht."))


def import_without_a_block(folder: Path) -> str:
    """A title alone, where the text below it is new as well."""
    return _came(folder, _TITLE)


def import_of_another_form(folder: Path) -> str:
    """A list where a paragraph was."""
    return _came(folder, _TITLE, (_TEXT[0], _TEXT[1], "- Diese Richtlinie\\n- sagt, was wir tun."))


def export_of_nothing(folder: Path) -> str:
    """Everything is translated."""
    return say("translate", "export", "--locale", "de", "--repo", repository(folder))


MAKERS: dict[str, Maker] = {
    one.__name__: one
    for one in (
        import_unreadable,
        import_of_another_text,
        import_without_a_block,
        import_of_another_form,
        export_of_nothing,
    )
}
