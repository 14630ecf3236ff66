"""Text that shows nothing is recognised, whatever characters it consists of."""

from __future__ import annotations

import pytest

from generator.text.visible import is_visible


@pytest.mark.parametrize(
    "text", ["", " ", "\u200b", "\u2060\u200d", "\ufeff", "\u00ad", "\u3164", "\u2800", "\u202e \u0301"]
)
def test_invisible_text(text: str) -> None:
    assert not is_visible(text)


@pytest.mark.parametrize("text", ["a", "名", "\u200ba", "e\u0301", "1", "…", "∑", "\U0001f600", "\ue000"])
def test_visible_text(text: str) -> None:
    assert is_visible(text)
