"""Text for XML 1.0, which cannot contain most control characters, unpaired surrogates and two noncharacters."""

from __future__ import annotations

import re

from generator.text.clean import REPLACEMENT

# https://www.w3.org/TR/xml/#charsets
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return the text with U+FFFD for each character that XML cannot contain. Nothing is escaped."""
    return _NOT_XML.sub(REPLACEMENT, text)
