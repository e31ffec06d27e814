"""From a folder on disk to what translators have to do, out to them, and back into the folder."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click

from site_builder.doors.inspect import overlay_of
from site_builder.exchange import Part, State, Unit, check_language, fit, read_parts, read_xliff, units, write_xliff
from site_builder.locales import Message, read_messages, write_messages
from site_builder.problems import ExitCode, Place, Problem, ProblemError, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which texts are meant; an empty name stands for all."""

    repo: Path
    policy: str = ""
    locale: str = ""


def _parts(wanted: Wanted) -> list[Part]:
    overlay, _ = overlay_of(wanted.repo)
    known = read_parts(overlay)
    for name, values in (
        (wanted.policy, sorted({part.policy.id for part in known})),
        (wanted.locale, sorted({part.locale for part in known})),
    ):
        if name and name not in values:
            hint = f"known here: {', '.join(values)}" if values else "policy.yaml names them in `locales`"
            if name == wanted.locale:
                hint += f"; or add `{name}` to `locales` in site.yaml and policy.yaml"
            problem = Problem(code="PS-323", message=f"nothing is translated as `{name}`", place=Place(""), hint=hint)
            raise ProblemError([problem])
    return [part for part in known if wanted.policy in ("", part.policy.id) and wanted.locale in ("", part.locale)]


def status(wanted: Wanted, *, as_json: bool) -> str:
    """How each translation stands, and the line that the file of a current one has."""
    parts = _parts(wanted)
    if as_json:
        return json.dumps({"translations": [_row(part) for part in parts]}, ensure_ascii=False, indent=1) + "\n"
    lines = []
    for (policy, locale), own in _grouped(parts).items():
        counts = Counter(part.state for part in own)
        lines.append(f"{policy} {locale}: " + ", ".join(f"{counts[state]} {state}" for state in State if counts[state]))
        for part in own:
            if part.state is not State.CURRENT:
                lines += [f"  {part.state:9} {part.path}", f"            translates: {part.digest}"]
    return "".join(f"{line}\n" for line in lines)


def _grouped(parts: Iterable[Part]) -> dict[tuple[str, str], list[Part]]:
    found: dict[tuple[str, str], list[Part]] = {}
    for part in parts:
        found.setdefault((part.policy.id, part.locale), []).append(part)
    return found


def _row(part: Part) -> dict[str, str | None]:
    return {
        "policy": part.policy.id,
        "locale": part.locale,
        "section": part.part,
        "path": part.path,
        "status": str(part.state),
        "translates": f"translates: {part.digest}",
        "review": str(part.translated.review) if part.translated else None,
    }


def export(wanted: Wanted, *, form: str, everything: bool) -> bytes:
    """The file for translators into one locale.

    Raises ProblemError where nothing is to be done.
    """
    parts = _parts(wanted)
    found = [(part, unit) for part in parts for unit in units(part, everything=everything)]
    if not found:
        hint = "export what is translated already with --all"
        message = f"there is nothing to translate into {wanted.locale}"
        raise ProblemError(
            [Problem(code="PS-174", message=message, place=Place(""), hint=hint, severity=Severity.NOTE)]
        )
    messages = [_message(part, unit) for part, unit in found]
    write = write_xliff if form == "xliff" else write_messages
    return write(messages, source=parts[0].policy.governing, target=wanted.locale)


def _message(part: Part, unit: Unit) -> Message:
    settled = unit.previous == unit.source
    return Message(
        context=unit.context,
        source=unit.source,
        target=unit.target,
        previous="" if settled else unit.previous,
        fuzzy=bool(unit.target) and not settled,
        notes=(f"{part.path}: Markdown; keep links, numbers and emphasis",) if unit.number == "title" else (),
    )


def take(wanted: Wanted, path: Path) -> ExitCode:
    """Write what came back in a file into the sections, and say what was written and what was not.

    Raises ProblemError where the file cannot be read; nothing is then written.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"it cannot be read: {error.strerror}"
        hint = "name the file that the translation tool has saved"
        problem = Problem(
            code="PS-507", message=message, place=Place(str(path)), hint=hint, severity=Severity.ENVIRONMENT
        )
        raise ProblemError([problem]) from error
    check_language(data, wanted.locale, path=str(path))
    read = read_xliff if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") else read_messages
    files, problems = fit(_parts(wanted), tuple(read(data, path=str(path))), path=str(path))
    _write(wanted.repo, files.items())
    click.echo(f"{len(files)} {'section' if len(files) == 1 else 'sections'} written")
    if problems:
        raise ProblemError(problems)
    return ExitCode.OK


def _write(repo: Path, files: Iterable[tuple[str, bytes]]) -> None:
    for name, body in sorted(files):
        target = repo / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
        click.echo(name)
