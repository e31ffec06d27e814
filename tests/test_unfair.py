"""Phrases that guidelines call unfair: found where they are meant, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.unfair import PHRASES, check_phrases

CONTENT = Path(__file__).parents[1] / "content"
FOUND = [
    ("en", "Please check this page regularly for changes."),
    ("en", "We encourage you to periodically review this Privacy Policy."),
    ("en", "We suggest that you review this page regularly."),
    ("en", "You should review our Terms of Service from time to time."),
    ("en", "Your continued use of the Service constitutes acceptance of the new terms."),
    ("en", "By continuing to use the app you will be deemed to agree."),
    ("en", "If you continue to access the site after that, it means that you accept them."),
    ("en", "We may change these terms at any time without notice."),
    ("en", "We reserve the right to modify our privacy policy without any prior notice."),
    ("en", "You are deemed to have read this notice."),
    ("en", "We may use your personal data to develop new services."),
    ("zh-Hans", "请您定期查看本页面以了解本政策的更新。"),
    ("zh-Hans", "您继续使用本服务即视为您同意修改后的协议。"),
    ("zh-Hans", "我们可能随时修改本协议，恕不另行通知。"),
    ("zh-Hant", "請經常瀏覽本聲明。"),
]
FINE = [
    ("en", "We regularly check our systems."),
    ("en", "We review this policy from time to time and tell you 30 days before it changes."),
    ("en", "We will also regularly review this policy."),
    ("en", "Check your account settings regularly."),
    ("en", "You may continue to use the Service until the new terms take effect."),
    ("en", "We never change these terms before you were told."),
    ("en", "We may remove content without notice."),
    ("en", "We may use your personal data to develop new services that you asked for, with your consent."),
    ("en", "If there are material changes, we will notify you via in-app notice."),
    ("de", "Please check this page regularly."),
    ("zh-Hans", "我们会定期检查系统的安全。"),
    ("zh-Hans", "如有重大变更，我们会通过应用内通知告知您。"),
]


@pytest.mark.parametrize(("locale", "text"), FOUND)
def test_a_phrase_is_found_with_its_source_and_what_to_say_instead(locale: str, text: str) -> None:
    """Also over a line end, at the line where it begins."""
    broken = "# Updates\n\n" + text.replace(" ", "\n", 2)
    for source, line in ((text, 1), (broken, None)):
        (one,) = check_phrases(source, path="updates.md", locale=locale)
        assert one.code == "PS-630"
        assert one.hint
        assert any(phrase.source in one.message for phrase in PHRASES)
        assert line is None or one.place.line == line


@pytest.mark.parametrize(("locale", "text"), FINE)
def test_what_only_looks_like_one_is_left_alone(locale: str, text: str) -> None:
    """A warning that is often wrong is not read."""
    assert list(check_phrases(text, path="updates.md", locale=locale)) == []


def test_the_published_policy_raises_no_alarm() -> None:
    """In none of its languages."""
    files = [path for path in CONTENT.rglob("*.md") if "README" not in path.name]
    assert len(files) > 20
    for path in files:
        assert list(check_phrases(path.read_text("utf-8"), path=str(path), locale=path.parent.name)) == []
