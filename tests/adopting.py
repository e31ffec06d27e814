"""Sources made by hand, and what an adoption makes of them, without git and without a disk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from site_builder import config, content
from site_builder.adopt import Adoption, Commit, Decided, Earlier, Moment, Past, Wishes, in_order, read_mapping
from site_builder.content import Folder
from site_builder.model.prose import Document
from site_builder.model.release import Release
from site_builder.model.revision import Entry

START = datetime(2020, 1, 1, 12, tzinfo=UTC)
EVERY = timedelta(days=10)


def past(*states: Mapping[str, str | None], every: timedelta = EVERY, start: datetime = START) -> Past:
    """A history whose commits each write these files; None removes one."""
    blobs: dict[str, bytes] = {}
    moments: list[Moment] = []
    for number, state in enumerate(states):
        changes: dict[str, Entry | None] = {}
        for path, body in state.items():
            changes[path] = None
            if body is not None:
                data = body.encode()
                name = hashlib.sha1(data, usedforsecurity=False).hexdigest()
                blobs[name] = data
                changes[path] = Entry("100644", name)
        at = start + number * every
        moments.append(Moment(id=f"commit{number + 1}", at=at, source=f"the commit {number + 1}", changes=changes))
    return Past(moments=tuple(in_order(moments)), read=lambda wanted: {one: blobs[one] for one in wanted})


class Adopted:
    """What an adoption made: its commits, the files that stand at the end, and the texts of all versions."""

    def __init__(
        self,
        of: Past,
        wishes: Wishes | None = None,
        *,
        after: Adopted | None = None,
        decided: tuple[Decided, ...] = (),
    ) -> None:
        earlier = after.earlier() if after else Earlier(decided=decided)
        self.adoption = Adoption(of, wishes or Wishes(), earlier)
        self.commits: list[Commit] = [*self.adoption.commits()]
        self.files: dict[str, str] = dict(after.files) if after else {}
        self.documents: dict[str, list[Document]] = {}
        self.releases: dict[str, list[Release]] = {}
        for commit in self.commits:
            for path, body in commit.files.items():
                if body is None:
                    del self.files[path]
                else:
                    self.files[path] = body
            self._look(commit.files)

    def _look(self, changed: Iterable[str]) -> None:
        for path in changed:
            folder, _, name = path.partition("/releases/")
            if name and path in self.files:
                policy = folder.removeprefix("content/")
                release = config.read_release(
                    self.files[path], path=path, policy=policy, label=name.removesuffix(".yaml"), zone=UTC
                )
                self.releases.setdefault(policy, []).append(release)
                self.documents.setdefault(policy, []).append(self.document(policy))

    def document(self, policy: str) -> Document:
        """The text of a policy as it stands now, as the strict reader has it."""
        folder = f"content/{policy}"
        own = {p.removeprefix(f"{folder}/"): b.encode() for p, b in self.files.items() if p.startswith(f"{folder}/")}
        settled = config.read_policy(own["policy.yaml"].decode(), path=f"{folder}/policy.yaml", zone=UTC)
        return content.read_document(settled, Folder(folder, own))

    def earlier(self) -> Earlier:
        """What the next adoption finds."""
        ours = {path: body for path, body in self.files.items() if not path.startswith("content/") or "site" in path}
        return Earlier(
            decided=read_mapping({path: body.encode() for path, body in ours.items()}),
            adoptions=(self.adoption.past.moments[-1].id,),
            texts={policy: [one.text for one in releases] for policy, releases in self.releases.items()},
            files=ours,
            languages=("en",),
        )

    def ids(self, policy: str) -> list[tuple[str, ...]]:
        """The ids of the sections in each version."""
        return [tuple(section.id for section in document.sections) for document in self.documents[policy]]
