"""What a policy that ends still declares to come: nobody is told to expect what will never be in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from site_builder.model.policy import Policy
from site_builder.model.release import Release, Users
from site_builder.problems import Place, Problem
from site_builder.schedule import line

# Later than anything that is declared.
_LAST = datetime.max.replace(tzinfo=UTC)


def past_the_end(
    policy: Policy, releases: Iterable[Release], places: Mapping[tuple[str, str], Place]
) -> Iterator[Problem]:
    """The releases, in the order of revisions, that would take effect when the policy has ended.

    What was withdrawn, or is overtaken before that, does not come. ``places`` has the files of the releases.
    """
    if policy.retired is None:
        return
    declared = [line.amended(release, _LAST) for release in releases]
    for one, other in zip(declared, line.overtakers(declared, Users.EXISTING), strict=True):
        is_out = one.withdrawn or (other is not None and other.effective <= one.effective)
        if not is_out and one.effective >= policy.retired.on:
            yield Problem(
                code="PS-309",
                message=f"version {one.label} takes effect when {policy.id} has ended (`retired` in its policy.yaml)",
                place=places[policy.id, one.label],
                hint="withdraw the version by an entry in `amendments`, or let the policy end later",
            )
