"""Change records: what an edit means, as its author says it."""

from __future__ import annotations

from site_builder import yamlfile
from site_builder.config.checks import LEVELS, Checks
from site_builder.model.release import ChangeRecord

CHANGES = "changes"


def read_change(text: str, *, path: str, policy: str, slug: str) -> ChangeRecord:
    """A change record of the policy with that id. ``slug`` is the stem of the file's name.

    Raises:
        ProblemError: with everything that is wrong with the file.
    """
    file = yamlfile.read(text, path=path, schema="change")
    checks = Checks(file)
    checks.keys("summary")
    checks.finish()
    return ChangeRecord(
        policy=policy,
        slug=slug,
        level=LEVELS[file.value["level"]],
        sections=tuple(file.value["sections"]),
        summary=file.value["summary"],
        audiences=tuple(file.value.get("audiences", ())),
        override=file.value.get("override", {}).get("reason", ""),
    )
