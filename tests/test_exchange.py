"""Out to translators and back: nothing is lost, nothing is changed, and only what changed is asked for."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree
from translate.storage import pypo, xliff2

from site_builder.exchange import Part, check_language, fit, read_parts, read_xliff, units, write_xliff
from site_builder.locales import Message, read_messages, write_messages
from site_builder.problems import ProblemError
from tests.publisher import FOLDER, Publisher, simple_files
from tests.values import REPOSITORY

SCOPE = "# Scope\n\nThis policy covers the app and the site.\n\nIt binds us.\n"
RETENTION = "# Retention\n\nWe keep data for 90 days. See [](#scope).\n\n- [mail](https://a.example/);\n- **name**.\n"
FORMS: dict[str, tuple[Callable[..., bytes], Callable[..., object]]] = {
    "po": (write_messages, read_messages),
    "xliff": (write_xliff, read_xliff),
}
CHINESE = {
    "privacy/scope#1": "本政策适用于本应用及网站。",
    "privacy/scope#2": "本政策对我们有约束力。",
    "privacy/retention#title": "保存期限",
    "privacy/retention#1": "数据保存90天。参见 [](#scope)。",
    "privacy/retention#2_1": "[邮件](https://a.example/)；",
    "privacy/retention#2_2": "**姓名**。",
}


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A policy of which one section was translated and then changed, and another never translated."""
    made = Publisher(tmp_path_factory.mktemp("exchange") / "repo")
    made.commit(simple_files())
    made.commit({f"{FOLDER}/en/scope.md": SCOPE, f"{FOLDER}/en/retention.md": RETENTION})
    return made.path


def run(repo: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "site_builder", "translate", *arguments, "--repo", str(repo)]
    return subprocess.run(command, capture_output=True, check=False)


@pytest.fixture(scope="module")
def parts(repo: Path) -> tuple[Part, ...]:
    from site_builder.doors.inspect import overlay_of  # noqa: PLC0415 - the door is opened for this alone

    return read_parts(overlay_of(repo)[0])


def messages(parts: tuple[Part, ...], **changed: str) -> list[Message]:
    """Everything that is to be translated, translated; a change names a block and what stands there instead."""
    words = CHINESE | {name.replace("__", "#").replace("_at_", "/"): said for name, said in changed.items()}
    return [
        Message(context=unit.context, source=unit.source, target=words[unit.context], line=7)
        for part in parts
        for unit in units(part)
    ]


def test_status_says_what_is_to_be_done(repo: Path) -> None:
    """Each part by its state, with the line that a hand-written translation must carry, as table and as JSON."""
    said = run(repo, "status").stdout.decode()
    assert said.splitlines()[:2] == [
        "privacy zh-Hans: 1 current, 1 outdated, 1 missing",
        "  outdated  content/privacy/zh-Hans/scope.md",
    ]
    rows = json.loads(run(repo, "status", "--format", "json").stdout)["translations"]
    assert [(row["section"], row["status"], row["review"]) for row in rows] == [
        ("index", "current", "counsel"),
        ("scope", "outdated", "counsel"),
        ("retention", "missing", None),
    ]
    assert f"            {rows[1]['translates']}" in said.splitlines()
    assert rows[1]["translates"].startswith("translates: c1-sha256-")


def test_only_what_changed_is_asked_for(parts: tuple[Part, ...]) -> None:
    """The title of the changed section stays as it is; its reworded block comes with what it said before."""
    found = {unit.context: unit for part in parts for unit in units(part)}
    assert list(found) == list(CHINESE)
    reworded = found["privacy/scope#1"]
    assert (reworded.previous, reworded.target) == ("This policy covers the app.", "本政策适用于本应用。")
    assert (found["privacy/scope#2"].previous, found["privacy/scope#2"].target) == ("", "")
    every = [unit.context for part in parts for unit in units(part, everything=True)]
    assert set(every) - set(found) == {"privacy/index#title", "privacy/scope#title"}


@pytest.mark.parametrize("form", FORMS)
def test_what_comes_back_is_a_section_with_its_digest(repo: Path, tmp_path: Path, form: str) -> None:
    """Exported, translated and imported again, every section is current, and says what was translated."""
    work = tmp_path / "repo"
    shutil.copytree(repo, work)
    file = tmp_path / f"zh.{form}"
    assert run(work, "export", "--locale", "zh-Hans", "--format", form, "--out", str(file)).returncode == 0
    write, read = FORMS[form]
    exported: list[Message] = list(read(file.read_bytes(), path="x"))  # type: ignore[call-overload]
    assert [one.context for one in exported] == list(CHINESE)
    assert not any(one.target for one in exported if not one.fuzzy)
    translated = [Message(context=one.context, source=one.source, target=CHINESE[one.context]) for one in exported]
    file.write_bytes(write(translated, source="en", target="zh-Hans"))
    done = run(work, "import", str(file), "--locale", "zh-Hans")
    assert done.returncode == 0, done.stderr.decode()
    assert run(work, "status").stdout.decode() == "privacy zh-Hans: 3 current\n"
    head, _, body = (work / FOLDER / "zh-Hans" / "retention.md").read_text("utf-8").partition("\n---\n\n")
    assert head.splitlines()[2:] == ["review: pending"]
    assert body == ("# 保存期限\n\n数据保存90天。参见 [](#scope)。\n\n- [邮件](https://a.example/)；\n- **姓名**。\n")
    assert (
        (work / FOLDER / "zh-Hans" / "scope.md")
        .read_text("utf-8")
        .endswith("# 范围\n\n本政策适用于本应用及网站。\n\n本政策对我们有约束力。\n")
    )
    nothing = run(work, "export", "--locale", "zh-Hans")
    assert (nothing.returncode, nothing.stdout) == (0, b"")
    assert b"PS-174" in nothing.stderr


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        ({"privacy_at_retention__1": "数据保存90天。"}, "PS-144", "privacy/retention#1 has other references: #scope"),
        (
            {"privacy_at_retention__1": "数据保存30天。参见 [](#scope)。"},
            "PS-144",
            "other numbers: 90 in the original, 30",
        ),
        ({"privacy_at_retention__2_1": "邮件；"}, "PS-144", "other links: https://a.example/ in the original, nothing"),
        ({"privacy_at_retention__2_1": "[邮](https://b.example/)；"}, "PS-144", "https://b.example/ here"),
        ({"privacy_at_retention__2_2": ""}, "PS-172", "privacy/retention#2_2 has no translation"),
        ({"privacy_at_retention__2_2": "- **姓名**"}, "PS-173", "privacy/retention#2_2 is not one run of words"),
        ({"privacy_at_retention__2_2": "**姓名**\n\n和"}, "PS-173", "is not one run of words"),
        ({"privacy_at_retention__2_2": "<b>姓名</b>"}, "PS-173", "is not one run of words"),
        ({"privacy_at_retention__title": "保存\n期限"}, "PS-173", "privacy/retention#title cannot be a title"),
        ({"privacy_at_retention__title": "**保存**"}, "PS-173", "cannot be a title"),
    ],
)
def test_a_section_with_a_fault_is_not_written(
    parts: tuple[Part, ...], change: dict[str, str], code: str, said: str
) -> None:
    """What was lost or changed is told with the line in the file; the sections beside it are taken all the same."""
    files, problems = fit(parts, messages(parts, **change), path="zh.po")
    assert set(files) == {f"{FOLDER}/zh-Hans/scope.md"}
    assert [one.code for one in problems] == [code]
    assert said in problems[0].message
    assert str(problems[0].place).startswith("zh.po:7")


def test_a_translation_of_another_text_is_refused(parts: tuple[Part, ...]) -> None:
    """What was translated before the policy changed, or belongs to no block, is not put anywhere."""
    given = [
        Message(context="privacy/scope#1", source="This policy covers the app.", target="x"),
        Message(context="privacy/scope#9", source="x", target="x"),
        Message(context="", source="x", target="x"),
    ]
    files, problems = fit(parts, given, path="zh.po")
    assert (files, [one.code for one in problems]) == ({}, ["PS-171"] * 3)


def test_what_is_as_it_was_stays_as_it_is(parts: tuple[Part, ...]) -> None:
    """A current section that comes back unchanged is not written, so that what counsel has read stays read."""
    index = next(part for part in parts if part.part == "index")
    given = [
        Message(context=unit.context, source=unit.source, target=unit.target) for unit in units(index, everything=True)
    ]
    assert given[0].target == "隐私政策"
    assert fit(parts, given, path="zh.po") == ({}, ())
    changed = [replace(one, target="隐私权政策") for one in given]
    files, _ = fit(parts, changed, path="zh.po")
    assert b"review: pending" in files[f"{FOLDER}/zh-Hans/index.md"]


@pytest.mark.parametrize("form", FORMS)
def test_a_file_in_another_language_is_refused(form: str) -> None:
    """A Japanese file never becomes the German text."""
    body = FORMS[form][0]([Message(context="a#1", source="x", target="y")], source="en", target="zh-Hans")
    check_language(body, "zh-Hans", path="a")
    check_language(body.replace(b"zh_Hans", b"zh_CN").replace(b"zh-Hans", b"zh-CN"), "zh-Hans", path="a")
    with pytest.raises(ProblemError, match="a translation into zh-Hans and not into de"):
        check_language(body, "de", path="a")


def test_fuzzy_is_not_taken(parts: tuple[Part, ...]) -> None:
    """A translation that nobody has looked at leaves its section as it was."""
    given = [Message(context=one.context, source=one.source, target=one.target, fuzzy=True) for one in messages(parts)]
    assert fit(parts, given, path="zh.po") == ({}, ())


@pytest.mark.parametrize(
    ("form", "data"),
    [
        ("po", b"mesgid"),
        ("po", b"\xff\xfe"),
        ("xliff", b"<xliff"),
        ("xliff", b"<xliff/>"),
        ("xliff", b'<!DOCTYPE a [<!ENTITY b "c">]><xliff xmlns="urn:oasis:names:tc:xliff:document:2.0">&b;</xliff>'),
    ],
)
def test_a_broken_file_is_one_problem(form: str, data: bytes) -> None:
    """What is no such file is refused whole; XML's document types are refused before anything is read."""
    with pytest.raises(ProblemError) as raised:
        list(FORMS[form][1](data, path="a"))  # type: ignore[call-overload]
    assert [one.code for one in raised.value.problems] == ["PS-170"]


def test_declared_differences_are_kept_and_allowed(tmp_path: Path) -> None:
    """A translator who must write another number says why, once; later imports keep the reason."""
    from site_builder.doors.inspect import overlay_of  # noqa: PLC0415 - as above

    made = Publisher(tmp_path / "repo")
    files = simple_files()
    scope = files[f"{FOLDER}/zh-Hans/scope.md"]
    files[f"{FOLDER}/zh-Hans/scope.md"] = scope.replace("review: counsel", 'differs: {numbers: "counted: otherwise"}')
    files[f"{FOLDER}/en/scope.md"] = "# Scope\n\nIt holds for 40,000 users.\n"
    made.commit(files)
    known = read_parts(overlay_of(made.path)[0])
    given = [
        Message(context="privacy/scope#title", source="Scope", target="范围"),
        Message(context="privacy/scope#1", source="It holds for 40,000 users.", target="适用于4万名用户。"),
    ]
    written, problems = fit(known, given, path="a")
    assert problems == ()
    assert b'differs: {numbers: "counted: otherwise"}\n' in written[f"{FOLDER}/zh-Hans/scope.md"]


def exported(parts: tuple[Part, ...], form: str) -> bytes:
    """Everything of the policy, with what was said before, and characters that formats have to escape."""
    made = [
        Message(
            context=unit.context,
            source=unit.source,
            target=unit.target,
            previous=unit.previous,
            fuzzy=bool(unit.target) and unit.previous != unit.source,
            notes=("a note",),
        )
        for part in parts
        for unit in units(part, everything=True)
    ]
    odd = Message(context="privacy/odd#1", source='a "b" \\ c\\\nd\t<e> & f', target="الف\u200f ב 中")
    return FORMS[form][0]([*made, odd], source="en", target="zh-Hans")


def test_gettext_accepts_what_is_exported(parts: tuple[Part, ...], tmp_path: Path) -> None:
    """GNU gettext's own check, and its writer gives the same messages back."""
    msgfmt, msgcat = shutil.which("msgfmt"), shutil.which("msgcat")
    if msgfmt is None and "CI" not in os.environ:
        pytest.skip("gettext is not installed")
    assert msgfmt is not None
    assert msgcat is not None
    file = tmp_path / "zh.po"
    file.write_bytes(exported(parts, "po"))
    subprocess.run([msgfmt, "--check", "--output-file", os.devnull, file], check=True, capture_output=True)
    again = subprocess.run([msgcat, "--no-wrap", file], check=True, capture_output=True).stdout
    assert [(m.context, m.source, m.target, m.fuzzy) for m in read_messages(again, path="x")] == [
        (m.context, m.source, m.target, m.fuzzy) for m in read_messages(file.read_bytes(), path="x")
    ]


def test_what_is_exported_fulfils_the_schema_of_xliff(parts: tuple[Part, ...]) -> None:
    """The schema of the OASIS standard, and it can fail."""
    schema = etree.XMLSchema(etree.parse(REPOSITORY / "tests" / "schemas" / "xliff-core-2.0.xsd"))
    body = exported(parts, "xliff")
    assert b"mtc:match" in body
    schema.assertValid(etree.fromstring(body))
    assert not schema.validate(etree.fromstring(body.replace(b' id="s1"', b' id="s 1"', 1)))


@pytest.mark.parametrize("form", FORMS)
def test_translate_toolkit_gives_back_what_it_is_given(parts: tuple[Part, ...], form: str) -> None:
    """The library under Pootle, Weblate and Virtaal reads every message and writes the same ones."""
    body = exported(parts, form)
    store = pypo.pofile(BytesIO(body)) if form == "po" else xliff2.Xliff2File.parsestring(body)  # type: ignore[no-untyped-call]
    assert len([unit for unit in store.units if not unit.isheader()]) == 9
    read = FORMS[form][1]
    before, after = (list(read(data, path="x")) for data in (body, bytes(store)))  # type: ignore[call-overload]
    assert [replace(one, line=0) for one in after] == [replace(one, line=0) for one in before]
    if form == "po":
        assert bytes(store) == body
