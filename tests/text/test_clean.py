import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.clean import check_line, check_prose, scrub, unwrap, unwrap_paragraphs
from generator.text.repairs import Repair, undo_repairs

_HOSTILE = st.text(
    st.sampled_from("ab \n\r\t\x00\x0b\x85\u2028\u202e\u2069\ufdd0\uffff\ud800\udfffe\u0301é日\u1100\u1161\u0f71\u0f72")
    | st.characters(),
    max_size=40,
)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a\x00b", "a control character (U+0000) at character 2\nit is invisible and has no meaning here: delete it"),
        (" a\tb", "a tab at character 3\nexpected one line: use a space instead"),
        ("a\nb", "a line break at character 2\nexpected one line: use a space instead"),
        ("a\u2028b", "a line break (U+2028) at character 2\nexpected one line: use a space instead"),
        (
            "a\u202eb",
            "a text-direction control (U+202E) at character 2\nit is invisible and has no meaning here: delete it",
        ),
        ("\ud800", "an unpaired surrogate (U+D800) at character 1\nit is invisible and has no meaning here: delete it"),
        ("a\uffff", "a noncharacter (U+FFFF) at character 2\nit is invisible and has no meaning here: delete it"),
    ],
)
def test_a_line_refuses(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        check_line(text)


def test_prose_has_lines_and_directions_but_no_control_characters() -> None:
    assert check_prose("a\n\n\tb \u202ec\u202c\n") == "a\n\n\tb \u202ec\u202c"
    sentence = "a control character (U+0007) at line 2, character 2\nit is invisible and has no meaning here: delete it"
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        check_prose("a\nb\x07")


def test_text_is_composed_and_trimmed() -> None:
    assert check_line(" Cafe\u0301\n") == "Café"


def test_scrubbing_lists_what_it_did() -> None:
    assert scrub("a\x00 e\u0301\r\nb\u202e", field="title", line=True) == (
        "a\ufffd é\nb",
        (
            Repair(at=1, was="\x00", now="\ufffd", field="title"),
            Repair(at=3, was="e\u0301", now="é", field="title"),
            Repair(at=4, was="\r", now="", field="title"),
            Repair(at=6, was="\u202e", now="", field="title"),
        ),
    )


@given(_HOSTILE, st.booleans())
def test_scrubbed_text_passes_the_check_and_can_be_undone(text: str, line: bool) -> None:
    scrubbed, repairs = scrub(text, field="abstract", line=line)
    assert undo_repairs(scrubbed, repairs) == text
    assert scrub(scrubbed, field="abstract", line=line) == (scrubbed, ())
    assert unicodedata.is_normalized("NFC", scrubbed)
    check_prose(scrubbed)
    if line:
        check_line(unwrap(scrubbed))


def test_unwrapping_joins_lines_and_keeps_meant_spaces() -> None:
    assert (
        unwrap("  A title\n   that wraps  twice\u00a0here\u3000there ")
        == "A title that wraps twice\u00a0here\u3000there"
    )
    assert unwrap_paragraphs("one\n two\r\n\r\n \nthree\n\n\n") == "one two\n\nthree"
