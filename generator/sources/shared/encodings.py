"""Encodings of texts that are not in UTF-8, and texts that a program decoded in the wrong one."""

from __future__ import annotations

import re
from types import MappingProxyType

#: Encodings of tables of older programs, with the names that iconv has for them.
_CANDIDATES = MappingProxyType(
    {
        "gb18030": "GB18030",
        "big5": "BIG5",
        "cp932": "SHIFT_JIS",
        "euc_jp": "EUC-JP",
        "cp949": "EUC-KR",
        "cp1251": "WINDOWS-1251",
        "cp1252": "WINDOWS-1252",
    }
)
_SAMPLE = 50_000
_HIGH = re.compile(rb"[\x80-\xff]")
_HIGH_RUNS = re.compile(rb"[\x80-\xff]{2,}")
# The characters as which Windows-1252 shows the bytes 80 to BF; five of those bytes it does not have.
_FOLLOWING = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\x81\x8d\x8f\x90\x9d\xa0-\xbf"
_WRONG = re.compile(f"[Â-ß][{_FOLLOWING}]|[à-ï][{_FOLLOWING}]{{2}}|[ð-ô][{_FOLLOWING}]{{3}}")
# "Ã©" for "é", "Â°" for "°" and "â€™" for "’": no language has these.
_SURE = re.compile(f"[ÃÂ][{_FOLLOWING}]|â€[{_FOLLOWING}]")
_WORD = re.compile(r"[^\s,;\"]{0,20}$")


def guess_encoding(raw: bytes) -> str:
    """The name, for iconv, of the encoding that bytes probably have which are not in UTF-8."""
    high = len(_HIGH.findall(raw[:_SAMPLE]))
    if sum(len(run) for run in _HIGH_RUNS.findall(raw[:_SAMPLE])) <= 0.6 * high:
        return "WINDOWS-1252"  # single letters with accents among letters of ASCII
    from charset_normalizer import from_bytes  # it takes long to load, and few files need it

    best = from_bytes(raw[:_SAMPLE], cp_isolation=list(_CANDIDATES)).best()
    return _CANDIDATES.get(best.encoding, "WINDOWS-1252") if best else "WINDOWS-1252"


def repair_decoding(text: str) -> tuple[str, str]:
    """The text with ``CafÃ©`` as ``Café``, and the first word that is or was written so; both as given where none is.

    Repaired is only a text of which every character outside of ASCII shows that mistake; in another one, which has
    parts of several origins, somebody must look. JSON stays as it is: digests export corrected texts in it.
    """
    found = _SURE.search(text) if "Ã" in text or "Â" in text or "â€" in text else None
    if found is None or text.lstrip()[:1] in ("{", "["):
        return text, ""
    before = _WORD.search(text[max(0, found.start() - 20) : found.start()])
    word = (before[0] if before else "") + found[0]
    if not _WRONG.sub("", text).isascii():
        return text, word
    try:
        return _WRONG.sub(lambda wrong: _bytes(wrong[0]).decode(), text), word
    except UnicodeDecodeError:
        return text, word


def _bytes(text: str) -> bytes:
    """The bytes that Windows-1252 shows as the text; it has the control characters of Latin-1 in its gaps."""
    return b"".join(sign.encode("latin-1" if sign < "\u0100" else "cp1252") for sign in text)
