"""What is adopted: texts, sections with ids that stay, dates with their sources, and nothing lost on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from site_builder import config, content
from site_builder.adopt import Moment, Past, Wishes, in_order, past_of_files, read_mapping
from site_builder.compare import compare
from site_builder.content import Folder
from site_builder.model.policy import Level
from site_builder.model.prose import CodeBlock, Document, Listing, Numbering
from site_builder.outputs.marked import ENGLISH, Options, redline_html
from site_builder.problems import ProblemError
from site_builder.text import plain_blocks
from tests.adopting import START, Adopted, past
from tests.values import REPOSITORY

SEED = REPOSITORY / "tests" / "cases" / "seed" / "privacy-policy.txt"
TEXT = """# Privacy Policy

*Last updated: {day}*

## {scope}

This policy covers the app and the website, and what people do with either of them.

## Retention of data

We keep what you give us for {days} days after you close your account, and logs for a week.

## Contact

Write to us by mail; we answer every letter that has a return address on it.
"""


def text(day: str = "January 1, 2020", scope: str = "Scope", days: int = 30) -> str:
    return TEXT.format(day=day, scope=scope, days=days)


def words(document: Document) -> str:
    return "\n".join(line for section in document.sections for line in plain_blocks(section.blocks))


def test_the_seed_gives_the_sections_of_our_own_policy_word_for_word() -> None:
    """Eleven sections with the titles, paragraphs and lists that people made of the same text by hand."""
    (adopted,) = Adopted(past_of_files({SEED.name: SEED.read_bytes()})).documents.values()
    folder = REPOSITORY / "content" / "privacy"
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    policy = config.read_policy(files["policy.yaml"].decode(), path="policy.yaml", zone=UTC)
    own = content.read_document(policy, Folder("content/privacy", files))
    assert [(one.title, one.blocks) for one in adopted[0].sections] == [(one.title, one.blocks) for one in own.sections]
    assert len(own.sections) == 11
    assert (adopted[0].title, adopted[0].numbering) == (own.title, own.numbering)


def test_the_seed_is_dated_by_its_own_line() -> None:
    """Nothing else says when the text was public, and the release says so."""
    (releases,) = Adopted(past_of_files({SEED.name: SEED.read_bytes()})).releases.values()
    assert releases[0].label == "2026-01-28"
    assert releases[0].inferred == {
        "published": 'the line "Last updated: January 28, 2026" of the text',
        "effective": 'the line "Last updated: January 28, 2026" of the text',
        "level": "it is the first version",
    }


def test_a_commit_is_a_version_where_readers_see_something_new() -> None:
    """Wrapping, bullets and front matter are no text; a word is."""
    states = [text(), text().replace("and the website, and", "and the website,\nand"), f"---\nlayout: x\n---\n{text()}"]
    adopted = Adopted(past(*({"privacy.md": one} for one in (*states, text(days=90)))))
    assert [one.revision for one in adopted.releases["privacy"]] == [1, 2]
    assert "90 days" in words(adopted.documents["privacy"][1])


def test_commits_within_a_window_are_one_version() -> None:
    """The last of a day counts, at its own instant; a window of nothing makes each a version."""
    history = past(*({"privacy.md": text(days=days)} for days in (30, 60, 90)), every=timedelta(hours=5))
    assert len(Adopted(history).releases["privacy"]) == 1
    assert "90 days" in words(Adopted(history).documents["privacy"][0])
    assert len(Adopted(history, Wishes(window=timedelta(0))).releases["privacy"]) == 3


def test_a_section_keeps_its_id_when_it_is_reworded_renumbered_or_moved() -> None:
    """The heading, the words, the number or the place may change; whoever linked to a section still finds it."""
    states = [
        (
            "# Terms\n\n## 1. Scope\n\nThese terms cover the app and the site.\n\n## 2. Fees\n\n"
            "We ask ten euros a month.\n\n## 3. End\n\nYou may leave at any time by writing to us.\n"
        ),
        (
            "# Terms\n\n## 1. What these terms are about\n\nThese terms cover the app and the site.\n\n## 2. Fees\n\n"
            "We ask ten euros a month.\n\n## 3. End\n\nYou may leave at any time by writing to us.\n"
        ),
        (
            "# Terms\n\n## 1. New things\n\nBeta features come without warranty of any kind.\n\n## 2. End\n\n"
            "You may leave at any time by writing to us.\n\n## 3. Fees\n\nWe ask twelve euros a month.\n\n"
            "## 4. What these terms are about\n\nThese terms cover the app and the site.\n"
        ),
    ]
    adopted = Adopted(past(*({"terms.md": one} for one in states)))
    assert adopted.ids("terms") == [
        ("scope", "fees", "end"),
        ("scope", "fees", "end"),
        ("new-things", "end", "fees", "scope"),
    ]
    assert [one.numbering for one in adopted.documents["terms"]] == [Numbering.DECIMAL] * 3


def test_a_section_that_comes_back_has_its_id_back() -> None:
    """What was taken out by mistake is the same section when it is there again."""
    without = text().replace("## Contact", "## Retention")
    states = [text(), text().partition("## Contact")[0], text(), without]
    adopted = Adopted(past(*({"privacy.md": one} for one in states)))
    assert adopted.ids("privacy")[0] == adopted.ids("privacy")[2] == ("scope", "retention-data", "contact")


def test_the_mapping_can_be_corrected_by_hand_and_is_used_again() -> None:
    """Whoever disagrees with an id writes another one; the rest comes out as it did."""
    states = [text(), text(scope="Whom and what it covers"), text(scope="Whom and what it covers", days=90)]
    history = past(*({"privacy.md": one} for one in states))
    first = Adopted(history)
    path = "adopted/policies/privacy.yaml"
    assert '{id: scope, since: 2, heading: "Whom and what it covers"}' in first.files[path]
    corrected = first.files[path].replace("{id: scope, since: 2", "{id: coverage, since: 2")
    second = Adopted(history, decided=read_mapping({path: corrected.encode()}))
    assert second.ids("privacy") == [
        ("scope", "retention-data", "contact"),
        ("coverage", "retention-data", "contact"),
        ("coverage", "retention-data", "contact"),
    ]
    assert second.files[path] == corrected


def test_a_file_is_followed_through_renames() -> None:
    """Moved, renamed with an edit, gone for two days: it is one policy, and its last version restores the text."""
    history = past(
        {"legal/pp.md": text()},
        {"legal/pp.md": None, "privacy/index.md": text(days=60)},
        {"privacy/index.md": None},
        {"privacy.md": text(days=60)},
        every=timedelta(days=2),
    )
    adopted = Adopted(history)
    assert list(adopted.releases) == ["privacy"]
    assert [one.revision for one in adopted.releases["privacy"]] == [1, 2, 3]
    assert adopted.releases["privacy"][1].text == adopted.releases["privacy"][2].text
    assert (
        'paths:\n  - "legal/pp.md"\n  - "privacy/index.md"\n  - "privacy.md"\n'
        in adopted.files["adopted/policies/privacy.yaml"]
    )


def test_a_text_that_was_taken_away_is_in_force_no_more() -> None:
    """Its policy ends when its file did, and says so; its versions stay."""
    adopted = Adopted(past({"privacy.md": text(), "terms.md": text(days=7)}, {"terms.md": None}))
    settled = config.read_policy(adopted.files["content/terms/policy.yaml"], path="p", zone=UTC)
    assert settled.retired is not None
    assert settled.retired.on == START + timedelta(days=10)
    assert "retired" not in adopted.files["content/privacy/policy.yaml"]
    assert "2020-01-11" in adopted.files["adopted/report.md"]


def test_a_text_that_was_emptied_is_in_force_no_more() -> None:
    """What has no words, or is no text, is told in the report, and the words that stood there end."""
    adopted = Adopted(past({"privacy.md": text()}, {"privacy.md": "---\ntitle: Gone\n---\n\n"}))
    assert len(adopted.releases["privacy"]) == 1
    assert "retired:" in adopted.files["content/privacy/policy.yaml"]
    assert "No text at commit2." in adopted.files["adopted/report.md"]


def test_dates_come_from_the_line_else_from_the_commit_and_say_so() -> None:
    """A line that did not change says nothing of an edit; one of the future says from when it applies."""
    states = [
        text("January 1, 2019"),
        text("January 1, 2019", days=60),
        text("January 19, 2020", days=60, scope="Reach"),
        text("January 19, 2020", days=60, scope="Reach").replace("*Last", "*Effective: March 1, 2020*\n\n*Last"),
        text("January 19, 2020", days=61, scope="Reach").replace("*Last", "*Effective: March 1, 2020*\n\n*Last"),
    ]
    releases = Adopted(past(*({"privacy.md": one} for one in states))).releases["privacy"]
    assert [(one.published.date().isoformat(), one.effective.date().isoformat()) for one in releases] == [
        ("2019-01-01", "2019-01-01"),
        ("2020-01-11", "2020-01-11"),
        ("2020-01-19", "2020-01-19"),
        ("2020-01-31", "2020-03-01"),
        ("2020-02-10", "2020-03-01"),
    ]
    assert releases[1].inferred["published"] == "the commit 2"
    assert releases[3].inferred["effective"] == 'the line "Effective: March 1, 2020" of the text'
    assert [one.label for one in releases[3:]] == ["2020-03-01", "2020-03-01-2"]


def test_a_date_far_from_the_commit_is_doubted() -> None:
    """A slip in a year does not keep a text from being in force for a century; the report names the line."""
    adopted = Adopted(past({"privacy.md": text("January 1, 2099")}))
    assert adopted.releases["privacy"][0].effective == START
    assert "dates-doubted" in adopted.files["adopted/report.md"]


def test_instants_never_go_back_though_clocks_do() -> None:
    """A commit that was made before its parent, by its clock, is public when its parent is."""
    forward = past(*({"privacy.md": text(days=days)} for days in (30, 60, 90)))
    wrong = [
        Moment(id=one.id, at=at, source=one.source, changes=one.changes)
        for one, at in zip(
            forward.moments, (START, START - timedelta(days=9000), START + timedelta(days=5)), strict=True
        )
    ]
    history = Past(moments=tuple(in_order(wrong)), read=forward.read)
    releases = Adopted(history, Wishes(window=timedelta(0))).releases["privacy"]
    assert [one.published for one in releases] == sorted(one.published for one in releases)


def test_levels_come_from_the_rules_and_are_marked() -> None:
    """A typo is editorial, another period is material; each release says that nobody declared it."""
    states = [text(), text().replace("mail; we", "mail: we"), text(days=90).replace("mail; we", "mail: we")]
    releases = Adopted(past(*({"privacy.md": one} for one in states))).releases["privacy"]
    assert releases[0].level is Level.MATERIAL
    assert releases[2].level is Level.MATERIAL
    assert releases[1].level < Level.MATERIAL
    assert {one.inferred["level"] for one in releases[1:]} == {"the rules of site-builder"}


def test_adopting_again_goes_on_where_it_ended() -> None:
    """New commits of the source are added behind the old ones, which come out as they did; nothing new is nothing."""
    states = [{"privacy.md": text(days=days)} for days in (30, 60, 90, 120)]
    first = Adopted(past(*states[:2]))
    again = Adopted(past(*states[:2]), after=first)
    assert again.commits == []
    more = Adopted(past(*states), after=first)
    whole = Adopted(past(*states))
    own = [commit for commit in more.commits if commit.message.startswith("privacy")]
    assert own == [commit for commit in whole.commits if commit.message.startswith("privacy")][2:]


def test_what_was_adopted_does_not_change() -> None:
    """A source whose history was rewritten is told, and nothing is written."""
    first = Adopted(past({"privacy.md": text()}, {"privacy.md": text(days=60)}))
    with pytest.raises(ProblemError, match="PS-534"):
        Adopted(past({"privacy.md": text()}, {"privacy.md": text(days=61)}, {"privacy.md": text(days=62)}), after=first)


def test_a_window_does_not_reach_over_an_earlier_adoption() -> None:
    """A version that was adopted stays, though an edit follows within the day."""
    states = [{"privacy.md": text(days=days)} for days in (30, 60)]
    first = Adopted(past(states[0]))
    more = Adopted(past(*states, every=timedelta(hours=3)), after=first)
    assert [one.revision for one in more.releases["privacy"]] == [2]


def test_dated_files_are_versions() -> None:
    """The date in the name counts, and what is left of the name is the policy."""
    files = {
        "privacy-2023-05-01.md": text("May 1, 2023"),
        "privacy-2024-01-15.md": text("May 1, 2023", days=60),
        "2024-02-01/terms.txt": "Terms\n\n1. Scope\n\nThis.\n\n2. End\n\nThat.\n",
    }
    adopted = Adopted(past_of_files({path: body.encode() for path, body in files.items()}))
    assert [one.label for one in adopted.releases["privacy"]] == ["2023-05-01", "2024-01-15"]
    assert adopted.releases["privacy"][1].inferred["published"] == "the name of the file privacy-2024-01-15.md"
    assert adopted.ids("terms") == [("scope", "end")]


def test_a_file_without_a_date_is_told() -> None:
    """Nobody guesses when a text was public."""
    with pytest.raises(ProblemError, match="PS-530"):
        Adopted(past_of_files({"privacy.md": b"# Privacy\n\nWe keep nothing.\n"}))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (b"\xff\xfe" + "# Politik\n\nFür Müller.\n".encode("utf-16-le"), "Für Müller."),
        ("# Politique\n\nDonn\u00e9es \u201cpersonnelles\u201d.\n".encode("cp1252"), "Données “personnelles”."),
        ("# 隐私政策\n\n我们收集您的个人信息和设备信息。\n".encode("gb18030"), "我们收集您的个人信息和设备信息。"),
        (b"# P\r\n\r\nOne.\r\nTwo\x0b\x08.\r\n", "One. Two ."),
        ("# P\n\npay\u200bpal is \u202enot\u202c ours.\n".encode(), "paypal is not ours."),
        (b"# P\n\n<p>Words in <b>tags</b>.</p><!-- not these -->\n", "Words in tags."),
        (b"# P\n\n{% data variables.contact %} or [us]({{ site.mail }}).\n", "{% data variables.contact %} or us."),
        (b"# P\n\nSee [the law][1] and [this][none].\n\n[1]: https://law.example\n", "See the law and [this] [none]."),
        (
            b"# P\n\nA [link](http://a.example), [another](/there) and ![a picture](x.png).\n",
            "A link, another and a picture.",
        ),
    ],
)
def test_words_stay_whatever_they_were_kept_in(source: bytes, expected: str) -> None:
    """Encodings, controls, HTML, templates, links that lead nowhere: words in are words out."""
    adopted = Adopted(past_of_files({"p-2024-01-01.md": source}))
    (documents,) = adopted.documents.values()
    assert words(documents[0]) == expected


def test_links_lead_to_sections_and_policies() -> None:
    """An anchor becomes a section, a file its policy, http https; what leads nowhere is told in the report."""
    source = (
        text() + "\nSee [there](#retention-of-data), [terms](../terms.md#x), [law](http://law.example) or [x](#gone).\n"
    )
    adopted = Adopted(past({"terms.md": text(days=1), "legal/privacy.md": source}))
    body = adopted.files["content/privacy/en/contact.md"]
    assert "[there](#retention-data), [terms](../terms/), [law](https://law.example) or x." in body
    assert "| targets | 1 | `#gone` |" in adopted.files["adopted/report.md"]


def test_lists_keep_their_numbers() -> None:
    """A list that goes on with 4 does so in the adopted text."""
    adopted = Adopted(past({"p.md": text() + "\n4. four\n5. five\n\nand\n\n6. six\n"}))
    (documents,) = adopted.documents.values()
    starts = [block.start for block in documents[0].sections[-1].blocks if isinstance(block, Listing)]
    assert starts == [4, 6]


def test_ids_of_policies_are_the_shortest_that_tell_them_apart() -> None:
    """A file's name, with its folder where two are called the same; never a language or a reserved word."""
    files = {"Claude.ai/Privacy Policy.md": text(), "ChatGPT/Privacy Policy.md": text(days=2), "de.md": text(days=3)}
    adopted = Adopted(past({**files, "api.md": text(days=4), "隐私.md": text(days=5), "README.md": "# Hello\n"}))
    assert sorted(adopted.releases) == [
        "api-policy",
        "chatgpt-privacy-policy",
        "claude-ai-privacy-policy",
        "de-policy",
        "policy",
    ]


def test_texts_are_chosen_and_named() -> None:
    """`--select` chooses by path, `--policy` names one text, and joins two that follow each other."""
    history = past(
        {"a/privacy.md": text(), "b.md": text(days=2)}, {"b.md": None}, {"new/terms.md": "# Other\n\nWords.\n"}
    )
    wishes = Wishes(select=("a/*",), policies={"b.md": "tos", "new/terms.md": "tos"})
    adopted = Adopted(history, wishes)
    assert sorted(adopted.releases) == ["privacy", "tos"]
    assert len(adopted.releases["tos"]) == 2
    with pytest.raises(ProblemError, match="PS-531"):
        Adopted(history, Wishes(select=("nothing*",)))


def test_a_language_is_told_from_the_text() -> None:
    """The governing locale is that of the text; the site serves every language that there is."""
    files = {
        "en.md": text(),
        "datenschutz.md": "# Datenschutz\n\nWir verarbeiten Daten, die Sie uns geben, und löschen sie auf Wunsch.\n",
        "隐私.md": "# 隐私政策\n\n我们收集您的个人信息，并为您提供服务。\n",
        "vie.md": "---\nlang: fr\n---\n# V\n\nDonnées.\n",
    }
    adopted = Adopted(past(files))
    assert {d[0].locale for d in adopted.documents.values()} == {"en", "de", "zh-Hans", "fr"}
    assert "locales: [de, en, fr, zh-Hans]" in adopted.files["content/site.yaml"]


def test_a_typed_number_is_shown_once() -> None:
    """Numbers that do not count from 1 stay in their titles, and a redline does not put them there again."""
    states = [text(scope="A. Scope", days=days).replace("## R", "## B. R") for days in (30, 90)]
    before, after = Adopted(past(*({"privacy.md": one} for one in states))).documents["privacy"]
    assert [one.title for one in after.sections][:2] == ["A. Scope", "B. Retention of data"]
    shown = str(redline_html(compare(before, after)).html)
    assert "B. Retention of data" in shown
    assert "B. B." not in shown.replace("B..", "B. B.")


def test_typed_numbers_that_become_numbering_are_shown() -> None:
    """A page that writes its own numbers is not asked to write the letters that somebody typed, in either direction."""
    letters = text(scope="A. Scope").replace("## R", "## B. R").replace("## C", "## C. C")
    numbers = text(scope="1. Scope", days=90).replace("## R", "## 2. R").replace("## C", "## 3. C")
    one, other = Adopted(past({"privacy.md": letters}, {"privacy.md": numbers})).documents["privacy"]
    assert (one.numbering, other.numbering) == (Numbering.NONE, Numbering.DECIMAL)
    options = Options(labels=replace(ENGLISH, numbered=lambda number: f"§ {int(number)}"))
    assert "§ 2 " in str(redline_html(compare(one, other), options).html)
    assert "§ B." not in str(redline_html(compare(other, one), options).html)


def test_code_is_kept_as_it_is() -> None:
    """What stands in a fence is not touched."""
    adopted = Adopted(past({"p.md": text() + "\n```\n{{ 7*7 }} <b> [x][y]\n```\n"}))
    (documents,) = adopted.documents.values()
    assert documents[0].sections[-1].blocks[-1] == CodeBlock("{{ 7*7 }} <b> [x][y]")
