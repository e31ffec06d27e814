"""What a schema cannot say of a file, gathered so that an author hears of everything at once."""

from __future__ import annotations

from datetime import datetime, tzinfo

from site_builder import instants, locales, yamlfile
from site_builder.model.policy import Level
from site_builder.problems import Problem, ProblemError
from site_builder.yamlfile import YamlFile

LEVELS = {str(level): level for level in Level}


class Checks:
    """The problems of one file."""

    def __init__(self, file: YamlFile) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def problem(self, code: str, message: str, path: yamlfile.Path, hint: str) -> None:
        """Note what is wrong with the value at a path."""
        self.problems.append(Problem(code=code, message=message, place=self.file.place(*path), hint=hint))

    def finish(self) -> None:
        """Raise a ProblemError with everything that was noted, if anything was."""
        if self.problems:
            raise ProblemError(self.problems)

    def locales(self, key: str) -> tuple[str, ...]:
        """The tags of a list; one that is not canonical is a problem."""
        tags: list[str] = self.file.value[key]
        for index, tag in enumerate(tags):
            self.locale(tag, (key, index))
        return tuple(tags)

    def keys(self, key: str) -> None:
        """The locales of words by locale."""
        for tag in self.file.value.get(key, {}):
            self.locale(tag, (key, tag))

    def locale(self, tag: str, path: yamlfile.Path) -> None:
        """Note a tag that is not canonical BCP 47."""
        try:
            right = locales.canonical(tag)
        except ValueError as error:
            self.problem("PS-202", str(error), path, "use a BCP 47 tag, such as en, zh-Hans or pt-BR")
        else:
            if right != tag:
                self.problem("PS-202", f"`{tag}` is written `{right}`", path, f"write {right}")

    def zone(self, key: str) -> tzinfo | None:
        """The time zone that a key names, or None where there is none such."""
        try:
            return instants.zone(self.file.value[key])
        except ValueError as error:
            self.problem("PS-203", str(error), (key,), "see the list of time zones of the IANA database")
            return None

    def instant(self, zone: tzinfo, *path: str | int) -> datetime | None:
        """The instant at a path, or None where there is none such."""
        text = self.file.at(*path)
        try:
            return instants.parse(text, zone)
        except ValueError as error:
            why = str(error)
            hint = why if why == instants.FORMS else f"{why}; {instants.FORMS}"
            self.problem("PS-303", f"`{path[-1]}` cannot be `{text}`", path, hint)
            return None
