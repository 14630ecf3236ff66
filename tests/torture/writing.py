"""Payloads that have no markup: odd characters, scripts of the world, and sizes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
INVISIBLE = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\u206a\u206f\u2800"
    "\u3164\ufe00\ufe0f\ufeff\uffa0\ufff9\ufffa\ufffb\ufffc\U000e0001\U000e0041\U000e007f\U000e0100"
)
SPACES = "\u00a0\u1680\u2000\u2003\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
NONCHARACTERS = "\ufdd0\ufdef\ufffe\uffff\U0001fffe\U0001ffff\U0010fffe\U0010ffff"
PRIVATE = "\ue000\uf8ff\U000f0000\U00100000"

SCRIPTS = (
    *(
        "مقدمة في تعلم الآلة @M",
        "למידת מכונה @M",
        "یادگیری ماشین (۲۰۲۴) @M",
        "ܡܕܥܐ @M",
        "ދިވެހި @M",
        "العربية and English @M",
    ),
    *(
        "abc (אבג) def @M",
        "עברית <b>x</b> @M",
        "(((שלום))) @M",
        "機械学習入門",
        "深度学习导论",
        "기계 학습",
        "日本語の題名 @M",
    ),
    *("𠮷野家で𩸽", "㍿㌍", "ｶﾀｶﾅ ﾊﾝｶｸ @M", "ひらがなカタカナ漢字"),
    *("🙂", "🙂🙃😀", "👩‍🔬👨‍👩‍👧‍👦", "🏳️‍🌈🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🇩🇪🇯🇵🇺🇸"),
    *("❤️‍🔥", "1️⃣2️⃣3️⃣", "👍🏽👍🏿", "☃", "∮ E·da = Q", "ℝ ⊂ ℂ @M"),
    *("𝔄𝔅ℭ 𝒜ℬ𝒞 @M", "x²+y³=z⁴ @M", "ﬃ ﬁ ﬂ @M", "Ǆ ǅ ǆ @M"),
    *(
        "ქართული @M",
        "հայերեն @M",
        "ελληνικά @M",
        "кириллица @M",
        "हिन्दी में शीर्षक @M",
        "தமிழ் தலைப்பு @M",
        "ไทยไม่มีช่องว่าง @M",
    ),
    *("မြန်မာ @M", "ខ្មែរ @M", "ᠮᠣᠩᠭᠣᠯ @M", "ⵜⵉⴼⵉⵏⴰⵖ @M", "አማርኛ @M", "ᚠᚢᚦᚨᚱᚲ @M", "𒀀𒁀 @M", "İIıi ŞşĞğ @M", "ẞß ﬅ @M"),
    *(
        "Łódź, naïve, Ångström @M",
        "e\u0301 A\u030a u\u0308 @M",
        "\u1112\u1161\u11ab\u1100\u1173\u11af @M",
        "\u212b \u2126 \u00c5 @M",
    ),
    *(
        "q\u0307\u0323 q\u0323\u0307 @M",
        "\u0301 at the start @M",
        "a\u200d\u200db @M",
        "раураl (Cyrillic) @M",
        "ⅣⅤ ①② ½ @M",
    ),
)


def characters() -> Iterator[str]:
    """Every control and direction character, characters that show nothing, and halves of characters."""
    for code in (*range(0x20), *range(0x7F, 0xA0)):
        yield f"a{chr(code)}b @M"
    for character in BIDI:
        yield from (f"{character}abc @M", f"abc{character}<b>def</b> @M", f"@M abc{character}")
    for character in INVISIBLE + SPACES + NONCHARACTERS + PRIVATE:
        yield f"a{character}b @M"
    for character in INVISIBLE + SPACES:
        yield character
    yield from ("\u200b\u200b\u200b", "\u2066" * 200 + "@M", "\u202eevil\u202c@M\u202d", "@M" + "\u0301" * 300)
    yield from (f"a{half}b @M" for half in ("\ud800", "\udbff", "\udc00", "\udfff", "\ude00\ud83d", "\ud800\ud800"))
    yield from (unicodedata.normalize("NFD", "Ünïcödé ñåmes @M"), "Zͫ̆ͭâ̖l̶g̈́ő̵ @M", "\ufffd @M", "\u0000\u0001 @M")


def large() -> Iterator[str]:
    """Long words, long texts and repeated openings, from below the limits of fields to far above them."""
    for length in (200, 500, 1_900, 2_100, 49_000, 51_000, 1_000_000):
        yield f"{'W' * length} @M"
    for length in (300, 9_000, 200_000):
        yield f"{'word ' * length}@M"
    for opening in ("(", "[", "<", "*", "_", "`", "> ", "![", "<b>", "{{", "&", "- ", "<!--", "\u200d", "👨‍👩‍👧"):
        yield f"{opening * (1_900 // len(opening))} @M"
        yield f"{opening * (40_000 // len(opening))} @M"
