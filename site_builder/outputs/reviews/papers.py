"""A comment on a pull request, one for each policy, and the summary of a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from site_builder.model.review import Judged, Review
from site_builder.outputs.marked import redline_blocks
from site_builder.outputs.reviews import lines
from site_builder.problems import Problem, Severity, worst_first

# GitHub takes 65,536 characters in a comment and 1 MiB in the summary of a step [1].
# [1] https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
COMMENT = 60_000
SUMMARY = 900_000


def marker(policy: str) -> str:
    """The line by which the comment on a policy is found again."""
    return f"<!-- policy-site-builder: {policy} -->"


def is_quiet(review: Review, problems: Iterable[Problem]) -> bool:
    """Whether there is nothing to tell the reviewers of a policy: nothing changes, and nothing is at fault."""
    return review.is_silent and not any(one.severity < Severity.WARNING for one in _mine(review, problems))


def comment(review: Review, problems: Iterable[Problem], link: str = "") -> str:
    """What the reviewers of one policy need to know; ``link`` leads to the redline where it has no room here.

    Where nothing changes it says so, for a comment that is there from before.
    """
    mine = _mine(review, problems)
    if is_quiet(review, mine):
        return f"{marker(review.policy.id)}\n\nNothing of {lines.code(review.policy.id)} changes any more.\n"
    head = [marker(review.policy.id), *_head(review), *lines.problems(mine), *_about(review)]
    return _fitted(head, _redlines(review), COMMENT, link)


def _mine(review: Review, problems: Iterable[Problem]) -> list[Problem]:
    return [one for one in worst_first(problems) if one.place.path.startswith(f"{review.folder}/")]


def summary(reviews: Sequence[Review], problems: Sequence[Problem]) -> str:
    """Everything about every policy that changes, and every problem."""
    told = [one for one in reviews if not is_quiet(one, problems)]
    head = ["# Policies", *lines.problems(worst_first(problems))]
    if not told:
        head.append("No text, release or date of a policy changes.")
    body: list[str] = []
    for one in told:
        body += [*_head(one), *_about(one), *_redlines(one)]
    return _fitted(head, body, SUMMARY, "")


def _head(review: Review) -> Iterator[str]:
    name = lines.code(review.policy.id)
    if not review.digest:
        yield f"## {name}: the text cannot be read"
    elif review.is_silent:
        yield f"## {name}: no text, release or date changes"
    elif review.is_first:
        yield f"## {name}: the first version, which changes nothing for anybody"
    else:
        yield f"## {name}: {lines.level_of(review.level)}"
    judged = _judged(review)
    if judged is not None:
        yield from (block for block in lines.why(judged) if block)


def _judged(review: Review) -> Judged | None:
    """The comparison that says why: that of the release where there is one, else of the draft, else of the edit."""
    level = review.level
    found = [judged for one in review.proposals for _, judged in one.against]
    found += [one for one in (review.draft, review.edit) if one is not None]
    return next((one for one in found if one.judgement.level is level), None)


def _about(review: Review) -> Iterator[str]:
    yield from lines.sections(review)
    yield from lines.proposals(review)
    if review.digest and not (review.is_silent or review.is_first):
        yield from lines.audiences(review)
    yield from lines.dates(review)
    yield from lines.translations(review)
    if review.digest:
        line = lines.code(f"text: {review.digest}")
        yield f"The text of this change is {line}, the next revision {review.next_revision}."


def _redlines(review: Review) -> list[str]:
    """What is edited here; where only a release is added, what that makes public."""
    shown = [("What this change edits", review.edit)] if review.edit else []
    if not shown:
        shown = [
            (f"From {old.label} to {one.release.label}", judged)
            for one in review.proposals
            for old, judged in one.against
        ]
    blocks: list[str] = []
    for title, judged in shown:
        if judged is not None:
            blocks += [f"### {lines.said(title)}", *map(lines.shown, redline_blocks(judged.comparison))]
    return blocks


def _fitted(head: Sequence[str], body: Sequence[str], room: int, link: str) -> str:
    """As many blocks as there is room for, and a word on what is left out; never half a block."""
    rest = f"… the rest is too long to be shown here: {link or 'see the summary of the check'}"
    shown: list[str] = []
    size = len(rest) + 2
    for block in (*head, *body):
        size += len(block) + 2
        if size > room:
            shown.append(rest)
            break
        shown.append(block)
    return "\n\n".join(shown) + "\n"
