"""Small publishers' repositories for tests: files in, a git repository out, the same commits every time."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

from site_builder.content import read_section
from site_builder.model.prose import Document, Numbering, Section
from site_builder.text import digest, heading_digest, section_digest

SITE = """\
title: {en: Policies, zh-Hans: 政策}
base_url: https://policies.example/legal
time_zone: Asia/Shanghai
locales: [en, zh-Hans]
"""
POLICY = """\
id: privacy
terms_type: Privacy Policy
governing: en
locales: [en, zh-Hans]
sections: [scope, retention]
"""
INDEX = "# Privacy Policy\n"
SCOPE = "# Scope\n\nThis policy covers the app.\n"
RETENTION = "# Retention\n\nWe keep data for 30 days. See [](#scope).\n"
FOLDER = "content/privacy"


class Publisher:
    """A repository in ``path``. Each commit is a second after the one before."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.commits = 0
        path.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str) -> str:
        """Run git with an identity and dates of its own."""
        stamp = f"{1_767_225_600 + self.commits} +0000"
        environment = {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_CONFIG_NOSYSTEM": "1",
            **dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "Legal"),
            **dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "legal@policies.example"),
            **dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), stamp),
        }
        command = ["git", "-C", str(self.path), *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def commit(self, files: Mapping[str, str | None]) -> str:
        """Write files (None removes one), commit all, and give the commit's id."""
        for name, body in files.items():
            path = self.path / name
            if body is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(body, encoding="utf-8", newline="")
        self.git("add", "--all")
        self.commits += 1
        self.git("commit", "--quiet", "--allow-empty", "--message", f"Edit {self.commits}")
        return self.git("rev-parse", "HEAD")


def document(index: str = INDEX, numbering: Numbering = Numbering.DECIMAL, **sections: str) -> Document:
    """The governing document that files make; `_` in a keyword is `-` in the section's id."""
    heading = read_section(index.encode(), path="index.md")
    return Document(
        policy="privacy",
        locale="en",
        title=heading.title,
        preamble=heading.blocks,
        sections=tuple(section(name.replace("_", "-"), source) for name, source in sections.items()),
        numbering=numbering,
    )


def section(name: str, source: str) -> Section:
    """A section that a file makes."""
    prose = read_section(source.encode(), path=f"{name}.md")
    return Section(id=name, title=prose.title, blocks=prose.blocks)


def release(revision: int, text: Document, published: str, effective: str, **more: str) -> str:
    """A release file."""
    keys = {"level": "material", "summary": "{en: A change.}", **more}
    lines = [f"{key}: {value}" for key, value in keys.items()]
    head = [f"revision: {revision}", f"text: {digest(text)}", f"published: {published}"]
    return "\n".join([*head, f"effective: {effective}", *lines, ""])


def translation(of: str, body: str, review: str = "counsel") -> str:
    """A translated section, tied to the governing text of the file ``of``."""
    source = section("any", of)
    return f"---\ntranslates: {section_digest(source)}\nreview: {review}\n---\n\n{body}"


def translated_index(of: str, body: str) -> str:
    """A translated title, tied to the governing one."""
    source = section("any", of)
    return f"---\ntranslates: {heading_digest(source.title, source.blocks)}\nreview: counsel\n---\n\n{body}"


def simple_files() -> dict[str, str]:
    """A policy of two sections with one release, and one of its sections in Chinese."""
    text = document(scope=SCOPE, retention=RETENTION)
    return {
        "content/site.yaml": SITE,
        f"{FOLDER}/policy.yaml": POLICY,
        f"{FOLDER}/en/index.md": INDEX,
        f"{FOLDER}/en/scope.md": SCOPE,
        f"{FOLDER}/en/retention.md": RETENTION,
        f"{FOLDER}/zh-Hans/index.md": translated_index(INDEX, "# 隐私政策\n"),
        f"{FOLDER}/zh-Hans/scope.md": translation(SCOPE, "# 范围\n\n本政策适用于本应用。\n"),
        f"{FOLDER}/releases/2026-01-28.yaml": release(1, text, "2026-01-28", "2026-01-28"),
    }
