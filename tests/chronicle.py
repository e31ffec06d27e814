"""Half a year of a policy: six revisions in three languages, and every kind of event.

The files are written as people would write them, commit after commit. ``STEPS`` says what each commit does;
``INSTANTS`` says when a site is built and how many of the commits it has by then.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from site_builder.model.prose import Numbering
from tests import publisher as p
from tests.publisher import Publisher

SITE = """\
title: {en: Policies, zh-Hans: 政策, ar: السياسات}
publisher: {name: Example Ltd, url: "https://example.com"}
base_url: https://policies.example/legal
time_zone: Asia/Shanghai
locales: [en, zh-Hans, ar]
"""
POLICY = """\
id: privacy
terms_type: Privacy Policy
governing: en
locales: [en, zh-Hans, ar]
sections: [scope, retention, contact]
"""
FOLDER = "content/privacy"

INDEX = "# Privacy Policy\n"
SCOPE = "# Scope\n\nThis policy covers the app and the website.\n"
RETENTION = "# Retention\n\nWe keep your data for 30 days. Backups are deleted with it.\n"
CONTACT = "# Contact\n\nWrite to us: privacy@example.com.\n"
# The second revision says how long backups are kept; the third shares data with a payment service.
RETENTION_2 = "# Retention\n\nWe keep your data for 30 days. Backups are deleted after 90 days.\n"
SCOPE_3 = "# Scope\n\nThis policy covers the app and the website, and what our payment service does for us.\n"
# The fourth is withdrawn, the fifth is replaced by the sixth before it takes effect.
RETENTION_4 = "# Retention\n\nWe keep your data for 60 days. Backups are deleted after 180 days.\n"
RETENTION_5 = "# Retention\n\nWe keep your data for 45 days. Backups are deleted after 90 days.\n"
# The sixth prints an address in bold: not a word is another than in the third.
CONTACT_6 = "# Contact\n\nWrite to us: **privacy@example.com**.\n"

ZH = {
    "index": "# 隐私政策\n",
    "scope": "# 范围\n\n本政策适用于本应用和网站。\n",
    "retention": "# 保留\n\n我们保留您的数据 30 天。备份随之删除。\n",
    "contact": "# 联系\n\n请写信给我们：privacy@example.com。\n",
}
AR = {
    "index": "# سياسة الخصوصية\n",
    "scope": "# النطاق\n\nتشمل هذه السياسة التطبيق والموقع.\n",
    "retention": "# الاحتفاظ\n\nنحتفظ ببياناتك لمدة 30 يومًا، وتُحذف النسخ الاحتياطية معها.\n",
    "contact": "# الاتصال\n\nراسلنا: privacy@example.com.\n",
}


def _text(scope: str, retention: str, contact: str) -> Mapping[str, str]:
    return {"scope": scope, "retention": retention, "contact": contact}


TEXTS = {
    1: _text(SCOPE, RETENTION, CONTACT),
    2: _text(SCOPE, RETENTION_2, CONTACT),
    3: _text(SCOPE_3, RETENTION_2, CONTACT),
    4: _text(SCOPE_3, RETENTION_4, CONTACT),
    5: _text(SCOPE_3, RETENTION_5, CONTACT),
    6: _text(SCOPE_3, RETENTION_2, CONTACT_6),
}


def governing(revision: int) -> dict[str, str]:
    """The governing files of a revision."""
    return {f"{FOLDER}/en/{name}.md": body for name, body in TEXTS[revision].items()}


def release(
    revision: int, published: str, effective: str, summary: str, more: str = "", level: str = "material"
) -> str:
    """The release of a revision; ``more`` is put behind it as it is."""
    text = p.document(INDEX, Numbering.DECIMAL, **TEXTS[revision])
    return p.release(revision, text, published, effective, level=level, summary=summary) + more


def at(label: str) -> str:
    """Where a release stands."""
    return f"{FOLDER}/releases/{label}.yaml"


R1 = release(1, "2026-01-10", "2026-01-10", "{en: The first version., zh-Hans: 第一个版本。, ar: الإصدار الأول.}")
R2 = release(
    2,
    "2026-01-25T09:00:00+08:00",
    "2026-03-01",
    "{en: We say how long backups are kept., zh-Hans: 我们说明备份保留多久。}",
    "effective_new_users: 2026-02-01\n",
)
R2_CORRECTED = f"""{R2}amendments:
  - at: 2026-02-10T09:00:00+08:00
    summary: {{en: We now say that backups are kept for 90 days., zh-Hans: 我们现在说明备份保留 90 天。}}
    reason: {{en: The summary did not name the period.}}
"""
R3 = release(3, "2026-03-05", "2026-04-15", "{en: We name the payment service.}")
R3_MOVED = f"""{R3}amendments:
  - at: 2026-03-20T09:00:00+08:00
    effective: 2026-05-01
    reason: {{en: The payment service starts later., zh-Hans: 支付服务推迟开始。}}
"""
R4 = release(4, "2026-03-10", "2026-06-01", "{en: We keep data for 60 days.}")
R4_WITHDRAWN = f"""{R4}amendments:
  - at: 2026-04-01T09:00:00+08:00
    withdrawn: true
    reason: {{en: We keep the shorter period.}}
"""
R5 = release(5, "2026-05-10", "2026-07-01", "{en: We keep data for 45 days.}")
R6 = release(6, "2026-06-01", "2026-06-15", "{en: Bold type.}", level="editorial")


def translations(locale: str, words: Mapping[str, str], of: Mapping[str, str]) -> dict[str, str]:
    """The files of a locale, tied to the governing texts ``of``."""
    files = {f"{FOLDER}/{locale}/index.md": p.translated_index(INDEX, words["index"])}
    return files | {f"{FOLDER}/{locale}/{name}.md": p.translation(body, words[name]) for name, body in of.items()}


# Each commit: a sentence on what it does, and the files that it writes.
STEPS: tuple[tuple[str, Mapping[str, str]], ...] = (
    (
        "the first version, with its Chinese translation",
        {
            "content/site.yaml": SITE,
            f"{FOLDER}/policy.yaml": POLICY,
            f"{FOLDER}/en/index.md": INDEX,
            **governing(1),
            **translations("zh-Hans", ZH, TEXTS[1]),
            at("2026-01-10"): R1,
        },
    ),
    ("the Arabic translation of it, late", translations("ar", AR, TEXTS[1])),
    (
        "the second version, translated in time into Chinese only",
        {
            **governing(2),
            f"{FOLDER}/zh-Hans/retention.md": p.translation(
                RETENTION_2, "# 保留\n\n我们保留您的数据 30 天。备份在 90 天后删除。\n"
            ),
            at("2026-03-01"): R2,
        },
    ),
    ("a better summary of it", {at("2026-03-01"): R2_CORRECTED}),
    ("the text of the third version, which the next commit overwrites", governing(3)),
    ("the third and fourth version", {**governing(4), at("2026-04-15"): R3, at("2026-06-01"): R4}),
    ("the third version takes effect later", {at("2026-04-15"): R3_MOVED}),
    ("the fourth version is withdrawn", {at("2026-06-01"): R4_WITHDRAWN}),
    (
        "a better Chinese translation of what stays",
        {f"{FOLDER}/zh-Hans/contact.md": p.translation(CONTACT, "# 联系我们\n\n请写信至 privacy@example.com。\n")},
    ),
    ("the fifth version", {**governing(5), at("2026-07-01"): R5}),
    ("the sixth version", {**governing(6), at("2026-06-15"): R6}),
)

# When a site is built (in Shanghai), and how many of the steps are committed by then.
INSTANTS: tuple[tuple[str, int], ...] = (
    ("2026-01-10T00:00:00+08:00", 1),
    ("2026-01-20T12:00:00+08:00", 2),
    ("2026-01-25T09:00:00+08:00", 3),
    ("2026-02-01T00:00:00+08:00", 3),
    ("2026-02-10T09:30:00+08:00", 4),
    ("2026-03-01T00:00:00+08:00", 4),
    ("2026-03-05T00:00:00+08:00", 6),
    ("2026-03-10T00:10:00+08:00", 6),
    ("2026-03-20T10:00:00+08:00", 7),
    ("2026-04-01T10:00:00+08:00", 8),
    ("2026-04-20T10:00:00+08:00", 9),
    ("2026-05-01T00:00:00+08:00", 9),
    ("2026-05-10T00:00:00+08:00", 10),
    ("2026-06-01T00:00:00+08:00", 11),
    ("2026-06-15T00:00:01+08:00", 11),
)


def write(path: Path) -> list[str]:
    """Make the repository; the ids of its commits, one for each step."""
    made = Publisher(path)
    return [made.commit(files) for _, files in STEPS]
