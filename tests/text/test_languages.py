"""Tags of languages, what people write instead, and the names of languages."""

from __future__ import annotations

import pytest

from generator.text.languages import check_language, covers, find_language, language_name


@pytest.mark.parametrize("tag", ["zh", "zh-Hant", "zh-Hans-CN", "pt-BR", "es-419", "haw", "de-1996", "en-x-simple"])
def test_tags_in_canonical_case_are_languages(tag: str) -> None:
    assert check_language(tag) == tag == find_language(tag)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        *[
            ("cn", "zh"),
            ("zh_cn", "zh-CN"),
            ("ZH-hant-tw", "zh-Hant-TW"),
            ("Chinese", "zh"),
            ("jp", "ja"),
            ("eng", "en"),
        ],
        *[(" Simplified Chinese ", "zh-Hans"), ("pt-br", "pt-BR"), ("EN", "en")],
        *[("klingon", ""), ("xx", ""), ("", ""), ("zh-", ""), ("a" * 1_000_000, ""), ("zh\n", "zh"), ("中文", "")],
    ],
)
def test_other_spellings_are_refused_with_the_tag_that_is_meant(text: str, meant: str) -> None:
    assert find_language(text) == meant
    fix = f"write {meant}" if meant else "use a tag of BCP 47, such as zh, zh-Hant or pt-BR"
    with pytest.raises(ValueError, match=f"is not the tag of a language\n{fix}"):
        check_language(text)


def test_languages_have_their_own_names() -> None:
    assert [language_name(tag) for tag in ("zh", "zh-CN", "zh-Hant-TW", "haw")] == ["中文", "中文", "繁體中文", "haw"]


def test_a_language_covers_its_variants() -> None:
    pairs = [("zh", "zh-Hans"), ("zh-Hans", "zh-Hans"), ("zh-Hans", "zh"), ("zh", "zha")]
    assert [covers(wanted, tag) for wanted, tag in pairs] == [True, True, False, False]
