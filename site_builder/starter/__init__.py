"""The first repository of a publisher: an example that is complete, so that everything is there to see.

One policy in two languages, and three versions of it: the first, a clarification, and a material change that is
announced and not yet in force. What is made depends on the answers and on nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from importlib import resources

from site_builder import __version__, config, content, instants, routes, text, yamlfile
from site_builder.content import INDEX, Folder
from site_builder.model.policy import Policy
from site_builder.model.prose import Document

LOCALES = ("en", "zh-Hans")
SECTIONS = ("scope", "data", "purposes", "retention", "rights")
_FOLDER = "content/privacy"
# How many days before or after the day of making a version was published and takes effect: the last one is
# announced more than the 30 days ahead that a material change needs.
_FIRST, _SECOND, _ANNOUNCED, _THIRD = -200, -100, -10, 30
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&!])")

_Texts = dict[tuple[str, str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a publisher is asked: the name, the address of the site, the time zone; and the day of asking."""

    publisher: str
    address: str
    time_zone: str
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """Files to be committed, by path, with a message and an instant."""

    message: str
    when: datetime
    files: Mapping[str, str]


# Which program a publisher's workflows install: this version, unless a variable of the repository names another.
_PACKAGE = "${{{{ vars.SITE_BUILDER || 'policy-site-builder=={version}' }}}}"
# What of this repository's own files for GitHub is about policies and not about the program.
_FOR_PUBLISHERS = re.compile(
    r"workflows/(check|comment|publish|release)\.yml|actions/.+|CODEOWNERS|pull_request_template\.md"
)
_FOR_US = " For a change of the program, delete everything and say what and why."


def workflows(files: Mapping[str, str]) -> dict[str, str]:
    """The workflows of a publisher, made of those that ship, by their paths below ``.github``."""
    package = _PACKAGE.format(version=__version__)
    theirs = {name: body for name, body in sorted(files.items()) if _FOR_PUBLISHERS.fullmatch(name)}
    return {
        f".github/{name}": body.replace("          package: .\n", f"          package: {package}\n").replace(
            _FOR_US, ""
        )
        for name, body in theirs.items()
    }


def first_repository(answers: Answers, more: Mapping[str, str] | None = None) -> tuple[Commit, ...]:
    """The commits of the repository, oldest first; ``more`` are files that stand beside the content.

    Raises:
        ProblemError: where an answer cannot stand in ``site.yaml``.
    """
    writer = _Writer(answers)
    first = {(locale, part): _shipped(f"{locale}/{part}.md") for locale in LOCALES for part in (INDEX, *SECTIONS)}
    first = {key: body.replace("{publisher}", _escaped(answers.publisher)) for key, body in first.items()}
    second = _edited(first, "purposes", {"en": _ANSWER, "zh-Hans": _ANSWER_ZH})
    third = _edited(second, "retention", {"en": _LONGER, "zh-Hans": _LONGER_ZH})
    return (
        Commit(
            message="Start with the first version of the privacy policy",
            when=writer.day(_FIRST - 2),
            files=writer.settings()
            | dict(more or {})
            | writer.texts(first, {})
            | writer.release(1, first, _FIRST, _FIRST),
        ),
        Commit(
            message="Say by example how questions are answered",
            when=writer.day(_SECOND - 1),
            files=writer.texts(second, first) | writer.change(2) | writer.release(2, second, _SECOND, _SECOND),
        ),
        Commit(
            message="Keep usage data for 180 days",
            when=writer.day(_ANNOUNCED - 1),
            files=writer.texts(third, second) | writer.change(3) | writer.release(3, third, _ANNOUNCED, _THIRD),
        ),
    )


# Replacements in the texts of the first version, by language.
_ANSWER = ("answer you;", "answer you, for example by e-mail;")
_ANSWER_ZH = ("答复您；", "答复您，例如通过电子邮件；")
_LONGER = ("90 days", "180 days")
_LONGER_ZH = ("90 天", "180 天")
_SLUGS = {2: "answers-by-example", 3: "keep-usage-data-180-days"}
_LEVELS = {1: "material", 2: "clarifying", 3: "material"}
_TOUCHED = {2: "purposes", 3: "retention"}
_SUMMARIES = {
    1: {"en": "The first version.", "zh-Hans": "第一个版本。"},
    2: {"en": "We give an example of how we answer you.", "zh-Hans": "我们举例说明如何答复您。"},
    3: {
        "en": "We will keep usage data for 180 days instead of 90.",
        "zh-Hans": "使用数据的保存期限由 90 天改为 180 天。",
    },
}


def _edited(texts: _Texts, part: str, edits: Mapping[str, tuple[str, str]]) -> _Texts:
    changed = {(locale, part): texts[locale, part].replace(*edit) for locale, edit in edits.items()}
    return texts | changed


def _shipped(name: str) -> str:
    return resources.files("site_builder.starter").joinpath("texts", name).read_text("utf-8")


def _escaped(words: str) -> str:
    """Words as Markdown shows them as they are."""
    return _MARKUP.sub(r"\\\1", words)


class _Writer:
    """Files as their readers want them."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.site = config.read_site(self._site())
        self.zone: tzinfo = instants.zone(self.site.time_zone)
        self.policy: Policy = config.read_policy(self._policy(), path=f"{_FOLDER}/policy.yaml", zone=UTC)

    def day(self, offset: int) -> datetime:
        """Midnight of a day, so many days from the day of making, in the site's zone."""
        start = self.answers.today + timedelta(days=offset)
        return instants.parse(start.isoformat(), self.zone).astimezone(self.zone)

    def settings(self) -> dict[str, str]:
        """What is the same in every version."""
        readme = _shipped("README.md").replace("{address}", self.answers.address)
        return {
            ".gitattributes": "* text=auto eol=lf\n",
            ".gitignore": "/site\n/site.d/\n",
            "README.md": readme.replace("{publisher}", _escaped(self.answers.publisher)),
            config.SITE_FILE: self._site(),
            f"{_FOLDER}/policy.yaml": self._policy(),
        }

    def texts(self, texts: _Texts, before: _Texts) -> dict[str, str]:
        """The sections that differ; a translation names the text that it translates."""
        document = self._document(texts)
        digests = {INDEX: text.heading_digest(document.title, document.preamble)}
        digests |= {section.id: text.section_digest(section) for section in document.sections}
        files: dict[str, str] = {}
        for (locale, part), body in texts.items():
            if before.get((locale, part)) != body:
                front = "" if locale == LOCALES[0] else f"---\ntranslates: {digests[part]}\nreview: pending\n---\n\n"
                files[f"{_FOLDER}/{locale}/{part}.md"] = front + body
        return files

    def change(self, revision: int) -> dict[str, str]:
        """The change record of a version."""
        lines = [
            self._schema("change"),
            f"level: {_LEVELS[revision]}",
            f"sections: [{_TOUCHED[revision]}]",
            *_summary(revision),
        ]
        return {f"{_FOLDER}/{config.CHANGES}/{_SLUGS[revision]}.yaml": "\n".join([*lines, ""])}

    def release(self, revision: int, texts: _Texts, published: int, effective: int) -> dict[str, str]:
        """The release of a version."""
        label = self.day(effective).date().isoformat()
        covered = [f"changes: [{_SLUGS[revision]}]"] if revision in _SLUGS else []
        lines = [
            self._schema("release"),
            f"revision: {revision}",
            f"text: {text.digest(self._document(texts))}",
            f"published: {instants.with_zone(self.day(published))}",
            f"effective: {instants.with_zone(self.day(effective))}",
            f"level: {_LEVELS[revision]}",
            *covered,
            *_summary(revision),
            "approved_by: [General Counsel]",
        ]
        return {f"{_FOLDER}/{config.RELEASES}/{label}.yaml": "\n".join([*lines, ""])}

    def _document(self, texts: _Texts) -> Document:
        governing = LOCALES[0]
        files = {f"{locale}/{part}.md": body.encode() for (locale, part), body in texts.items() if locale == governing}
        return content.read_document(self.policy, Folder(_FOLDER, files))

    def _site(self) -> str:
        lines = [
            self._schema("site"),
            "title:",
            f"  en: {yamlfile.quoted(f'Policies of {self.answers.publisher}')}",
            f"  zh-Hans: {yamlfile.quoted(f'{self.answers.publisher} 的政策')}",
            f"base_url: {yamlfile.quoted(self.answers.address)}",
            "publisher:",
            f"  name: {yamlfile.quoted(self.answers.publisher)}",
            "# A date without a time is midnight here.",
            f"time_zone: {yamlfile.quoted(self.answers.time_zone)}",
            "# The first language is the default.",
            f"locales: [{', '.join(LOCALES)}]",
            "audiences:",
            "  default:",
            "    # The least number of days between publication and effect.",
            "    notice_days: {clarifying: 0, material: 30}",
        ]
        return "\n".join([*lines, ""])

    def _policy(self) -> str:
        lines = [
            self._schema("policy"),
            "id: privacy",
            "terms_type: Privacy Policy",
            "governing: en",
            f"locales: [{', '.join(LOCALES)}]",
            "required_locales: [en]",
            "prevails: {default: en}",
            "numbering: decimal",
            "# The ids of the sections, in order; each is the name of a file.",
            "sections:",
            *(f"  - {section}" for section in SECTIONS),
        ]
        return "\n".join([*lines, ""])

    def _schema(self, name: str) -> str:
        """A line that gives editors completion and a check while typing."""
        return f"# yaml-language-server: $schema={routes.absolute(self.answers.address, routes.schema(name))}"


def _summary(revision: int) -> list[str]:
    return ["summary:", *(f"  {locale}: {yamlfile.quoted(words)}" for locale, words in _SUMMARIES[revision].items())]
