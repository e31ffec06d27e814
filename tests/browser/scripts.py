"""A policy in six scripts, with two versions: what pages and redlines look like where lines run and break otherwise."""

from __future__ import annotations

from pathlib import Path

from site_builder.model.prose import Numbering
from tests import publisher as p
from tests.publisher import FOLDER, Publisher

LOCALES = ("en", "zh-Hans", "ja", "ar", "he", "th", "hi")
# Languages that have words for the pages, and here no text: what their readers see is a banner and the English text.
OTHERS = ("zh-Hant", "ko", "de", "fr", "es", "pt-BR")
OLD, NEW = "2026-01-10", "2026-03-01"
AS_OF = "2026-04-01T00:00:00+08:00"
INDEX = "# Privacy Policy\n"
SCOPE = """# Scope

This policy covers the app “Aurora” (version 2.1) and its website. It does **not** cover services of others; see
[](#retention) below.

1. Account: name, e-mail address and IP address;
2. device: model and language.
"""
RETENTION = "# Retention\n\nWe keep your data for 30 days after you close your account, and no longer.\n"
RETENTION_2 = "# Retention\n\nWe keep your data for 60 days after you close your account, and no longer.\n"
# By locale: the title, the scope, and the retention with its number of days left open.
TEXTS = {
    "zh-Hans": (
        "# 隐私政策\n",
        """# 适用范围

本政策适用于应用“Aurora”（2.1 版）及其网站。本政策**不**适用于他人提供的服务；参见 [](#retention)。

1. 账户：姓名、电子邮件地址和 IP 地址；
2. 设备：型号和语言。
""",
        "# 保存期限\n\n在您注销账户后，我们将您的数据保存 {} 天，不会更久。\n",
    ),
    "ja": (
        "# プライバシーポリシー\n",
        """# 適用範囲

本ポリシーは、アプリ「Aurora」（バージョン 2.1）およびそのウェブサイトに適用されます。
他者のサービスには適用され**ません**。[](#retention)をご覧ください。

1. アカウント：氏名、メールアドレスおよび IP アドレス
2. デバイス：機種および言語
""",
        "# 保存期間\n\n当社は、アカウントの閉鎖後、お客様のデータを {} 日間保存し、それを超えて保存しません。\n",
    ),
    "ar": (
        "# سياسة الخصوصية\n",
        """# النطاق

تسري هذه السياسة على تطبيق «Aurora» (الإصدار 2.1) وعلى موقعه الإلكتروني. وهي **لا** تسري على خدمات الآخرين؛ انظر
[](#retention).

1. الحساب: الاسم وعنوان البريد الإلكتروني وعنوان IP؛
2. الجهاز: الطراز واللغة.
""",
        "# الاحتفاظ بالبيانات\n\nنحتفظ ببياناتك مدة {} يومًا بعد إغلاق حسابك، ولا نحتفظ بها بعد ذلك.\n",
    ),
    "he": (
        "# מדיניות פרטיות\n",
        """# תחולה

מדיניות זו חלה על היישום „Aurora” (גרסה 2.1) ועל אתר האינטרנט שלו. היא **אינה** חלה על שירותים של אחרים; ראו
[](#retention).

1. חשבון: שם, כתובת דוא״ל וכתובת IP;
2. מכשיר: דגם ושפה.
""",
        "# שמירת מידע\n\nאנו שומרים את המידע שלך {} ימים לאחר סגירת החשבון, ולא יותר.\n",
    ),
    "th": (
        "# นโยบายความเป็นส่วนตัว\n",
        """# ขอบเขต

นโยบายนี้ใช้กับแอป “Aurora” (รุ่น 2.1) และเว็บไซต์ของแอป นโยบายนี้**ไม่**ใช้กับบริการของผู้อื่น โปรดดู [](#retention)

1. บัญชี: ชื่อ ที่อยู่อีเมล และที่อยู่ IP
2. อุปกรณ์: รุ่นและภาษา
""",
        "# ระยะเวลาเก็บรักษา\n\nเราเก็บรักษาข้อมูลของคุณเป็นเวลา {} วันหลังจากที่คุณปิดบัญชี และไม่เกินกว่านั้น\n",
    ),
    "hi": (
        "# गोपनीयता नीति\n",
        """# दायरा

यह नीति ऐप “Aurora” (संस्करण 2.1) और उसकी वेबसाइट पर लागू होती है। यह दूसरों की सेवाओं पर लागू **नहीं** होती; [](#retention) देखें।

1. खाता: नाम, ईमेल पता और IP पता;
2. उपकरण: मॉडल और भाषा।
""",
        "# डेटा प्रतिधारण\n\nआपके द्वारा खाता बंद करने के बाद हम आपका डेटा {} दिनों तक रखते हैं, उससे अधिक नहीं।\n",
    ),
}
_NAMES = ", ".join(LOCALES)
SITE = f"""\
title: {{en: Policies, zh-Hans: 政策, ja: ポリシー, ar: السياسات, he: מסמכי מדיניות, th: นโยบาย, hi: नीतियाँ}}
base_url: https://policies.example
time_zone: Asia/Shanghai
locales: [{_NAMES}]
"""
POLICY = f"""\
id: privacy
terms_type: Privacy Policy
governing: en
locales: [{_NAMES}]
sections: [scope, retention]
prevails: {{default: en}}
numerals: {{zh-Hans: article, ja: article, ar: parentheses, th: native, hi: native}}
"""


def write(path: Path, *, others: tuple[str, ...] = ()) -> None:
    """Make the repository: two versions, each in all languages but the ``others``, which the site serves too."""
    names = ", ".join((*LOCALES, *others))
    made = Publisher(path)
    first, second = (
        p.document(INDEX, Numbering.DECIMAL, scope=SCOPE, retention=one) for one in (RETENTION, RETENTION_2)
    )
    summary = "{en: A change.}"
    made.commit(
        {
            "content/site.yaml": SITE.replace(_NAMES, names),
            f"{FOLDER}/policy.yaml": POLICY.replace(_NAMES, names),
            f"{FOLDER}/en/index.md": INDEX,
            f"{FOLDER}/en/scope.md": SCOPE,
            f"{FOLDER}/en/retention.md": RETENTION,
            f"{FOLDER}/releases/{OLD}.yaml": p.release(1, first, OLD, OLD, summary=summary),
            **{f"{FOLDER}/{tag}/index.md": p.translated_index(INDEX, text[0]) for tag, text in TEXTS.items()},
            **{f"{FOLDER}/{tag}/scope.md": p.translation(SCOPE, text[1]) for tag, text in TEXTS.items()},
            **_retention(RETENTION, 30),
        }
    )
    made.commit(
        {
            f"{FOLDER}/en/retention.md": RETENTION_2,
            f"{FOLDER}/releases/{NEW}.yaml": p.release(2, second, "2026-01-20", NEW, summary=summary),
            **_retention(RETENTION_2, 60),
        }
    )


def _retention(of: str, days: int) -> dict[str, str]:
    return {
        f"{FOLDER}/{tag}/retention.md": p.translation(of, text[2].replace("{}", str(days)))
        for tag, text in TEXTS.items()
    }
