"""The files of a publisher's repository: settings, sections, releases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from site_builder import config, content, instants, text, yamlfile
from site_builder.adopt.dating import Dates
from site_builder.content import INDEX, Folder
from site_builder.markup import write_blocks
from site_builder.model.policy import Level, Policy
from site_builder.model.prose import Blocks, Document, Heading, Numbering, Text

_KINDS = (
    ("privacy", "Privacy Policy"),
    ("cookie", "Trackers Policy"),
    ("tracker", "Trackers Policy"),
    ("acceptable-use", "Acceptable Use Policy"),
    ("community", "Community Guidelines"),
    ("developer", "Developer Terms"),
    ("commercial-terms", "Commercial Terms"),
    ("processing", "Data Processor Agreement"),
    ("processor", "Data Processor Agreement"),
    ("copyright", "Copyright Claims Policy"),
    ("terms", "Terms of Service"),
    ("conditions", "Terms of Service"),
)
# What a history shows of a version that nobody summarised: the first one, and what later ones change.
_FIRST = {
    "en": "The first version on record.",
    "zh-Hans": "有记录的第一个版本。",
    "zh-Hant": "有記錄的第一個版本。",
    "ar": "أول نسخة محفوظة.",
    "de": "Die erste aufbewahrte Fassung.",
    "fr": "La première version conservée.",
    "es": "La primera versión conservada.",
    "pt": "A primeira versão guardada.",
    "it": "La prima versione conservata.",
    "nl": "De eerste bewaarde versie.",
    "ja": "記録されている最初の版。",
    "ko": "기록된 첫 번째 버전.",
    "ru": "Первая сохранённая редакция.",
}
_CHANGED = {
    "en": "Changed: {}",
    "zh-Hans": "更改：{}",
    "zh-Hant": "更改：{}",
    "ar": "ما تغيّر: {}",
    "de": "Geändert: {}",
    "fr": "Modifié : {}",
    "es": "Cambios: {}",
    "pt": "Alterado: {}",
    "it": "Modificato: {}",
    "nl": "Gewijzigd: {}",
    "ja": "変更：{}",
    "ko": "변경: {}",
    "ru": "Изменено: {}",
}
_TITLES_SHOWN = 3
_README = """\
# Policies

This repository was made by `site-builder adopt` from texts that were kept elsewhere, with their whole past. Every
version that was found is a release; the dates and levels of these were inferred, and each says from what.

- `content/site.yaml`: put in the name and the address of your site before you publish.
- `content/<policy>/<language>/`: the text, one file a section.
- `adopted/report.md`: what was done to the texts, file by file. Read it once.
- `adopted/policies/`: which heading has which section id from which revision on. To correct one, edit the file and
  adopt again into a new folder with `--mapping` and the path of this folder.

`site-builder check` says whether everything is right, `site-builder build` makes the site.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """A version as files below its policy's folder, and the document that the strict reader has of them."""

    files: Mapping[str, str]
    document: Document
    digest: str


def folder_of(policy: str) -> str:
    """The folder of a policy."""
    return f"content/{policy}"


def settings(languages: Sequence[str]) -> dict[str, str]:
    """What a repository has besides its policies."""
    titles = [f"  {tag}: {yamlfile.quoted(_SITE.get(tag, _SITE['en']))}" for tag in languages[:1]]
    lines = [
        "# Put in your own: the name of the site, and the address at which it will stand.",
        "title:",
        *titles,
        "base_url: https://policies.example",
        "# A date without a time is midnight here.",
        "time_zone: UTC",
        "# The first language is the default.",
        f"locales: [{', '.join(languages)}]",
        "audiences:",
        "  default:",
        "    # The least number of days between publication and effect.",
        "    notice_days: {clarifying: 0, material: 30}",
        "",
    ]
    return {
        ".gitattributes": "* text=auto eol=lf\n",
        ".gitignore": "/site\n/site.d/\n",
        "README.md": _README,
        config.SITE_FILE: "\n".join(lines),
    }


_SITE = {"en": "Policies", "zh-Hans": "政策", "zh-Hant": "政策", "de": "Richtlinien", "fr": "Politiques"}


def policy_file(policy: str, locale: str, sections: Sequence[str], *, numbered: bool, ended: datetime | None) -> str:
    """``policy.yaml``; ``ended`` is when its text was taken away."""
    kind = next((words for part, words in _KINDS if part in policy), policy.replace("-", " ").title())
    retired = ["# The text was taken away from its source then.", "retired:", f"  on: {_at(ended)}"] if ended else []
    lines = [
        f"id: {policy}",
        f"terms_type: {yamlfile.quoted(kind)}",
        f"governing: {locale}",
        f"locales: [{locale}]",
        f"required_locales: [{locale}]",
        f"numbering: {Numbering.DECIMAL if numbered else Numbering.NONE}",
        "# The ids of the sections, in order; each is the name of a file.",
        "sections:",
        *(f"  - {section}" for section in sections),
        *retired,
        "",
    ]
    return "\n".join(lines)


def lay_out(
    policy: str,
    locale: str,
    heading: tuple[str, Blocks],
    sections: Sequence[tuple[str, str, Blocks]],
    *,
    numbered: bool,
) -> Laid:
    """The files of a version, read again by the reader that will publish them.

    Raises:
        ProblemError: where that reader refuses one of them.
        ValueError: where something has no spelling.
        AssertionError: where it reads anything else than what was written.
    """
    source = policy_file(policy, locale, [one for one, _, _ in sections], numbered=numbered, ended=None)
    files = {config.POLICY_FILE: source, f"{locale}/{INDEX}.md": section_file(*heading)}
    files |= {f"{locale}/{name}.md": section_file(title, blocks) for name, title, blocks in sections}
    settled: Policy = config.read_policy(source, path=f"{folder_of(policy)}/{config.POLICY_FILE}", zone=UTC)
    bytes_of = {name: body.encode() for name, body in files.items()}
    document = content.read_document(settled, Folder(folder_of(policy), bytes_of))
    read = [(one.id, one.title, one.blocks) for one in document.sections]
    if (document.title, document.preamble) != heading or read != list(sections):
        raise AssertionError("what was written reads as something else")
    return Laid(files=files, document=document, digest=text.digest(document))


def section_file(title: str, blocks: Blocks) -> str:
    """One file: its title, and its text."""
    body = write_blocks(blocks)
    head = write_blocks((Heading(1, (Text(title),)),))
    return f"{head}\n{body}" if body else head


def release_file(
    revision: int, digest: str, dates: Dates, level: Level, summary: Mapping[str, str], origin: str
) -> str:
    """A release whose dates and level are inferred, each with its source."""
    first = revision == 1
    by = "it is the first version" if first else "the rules of site-builder"
    lines = [
        f"# {origin}",
        f"revision: {revision}",
        f"text: {digest}",
        f"published: {_at(dates.published)}",
        f"effective: {_at(dates.effective)}",
        f"level: {level}",
        "summary:",
        *(f"  {locale}: {yamlfile.quoted(words)}" for locale, words in summary.items()),
        "# Nobody declared these; this is where they were taken from.",
        "inferred:",
        f"  published: {yamlfile.quoted(dates.published_by)}",
        f"  effective: {yamlfile.quoted(dates.effective_by)}",
        f"  level: {yamlfile.quoted(by)}",
        "",
    ]
    return "\n".join(lines)


def summary_of(locale: str, changed: Sequence[str] | None) -> dict[str, str]:
    """What the history says of a version; ``changed`` has the titles of what it changes, None for the first one."""
    tag = locale if locale in _FIRST else "en"
    if changed is None:
        return {locale: _FIRST[tag]}
    shown = " · ".join(changed[:_TITLES_SHOWN])
    more = f" +{len(changed) - _TITLES_SHOWN}" if len(changed) > _TITLES_SHOWN else ""
    return {locale: _CHANGED[tag].format(f"{shown}{more}")}


def _at(instant: datetime) -> str:
    return instants.with_zone(instant.astimezone(UTC))
