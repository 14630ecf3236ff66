"""QR codes of the theme are read by an independent decoder, in every version."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

np = pytest.importorskip("numpy")
zxingcpp = pytest.importorskip("zxingcpp")
FOLDER = Path(__file__).parent
#: The most bytes of versions 1 to 40 at level L in byte mode: table 7 of ISO/IEC 18004.
CAPACITIES = (
    *(17, 32, 53, 78, 106, 134, 154, 192, 230, 271, 321, 367, 425, 458, 520, 586, 644, 718, 792, 858),
    *(929, 1003, 1091, 1171, 1273, 1367, 1465, 1528, 1628, 1732, 1840, 1952, 2068, 2188, 2303, 2431, 2563, 2699),
    *(2809, 2953),
)  # fmt: skip


def codes_of(texts: list[str]) -> list[list[str] | None]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not installed")
    done = subprocess.run(
        [node, FOLDER / "write_qr_codes.js"], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    codes: list[list[str] | None] = json.loads(done.stdout)
    return codes


def read(rows: list[str]) -> str:
    """Return the text that the decoder finds in a picture of a code, with quiet zone."""
    modules = np.array([[255 * (module == "0") for module in row] for row in rows], dtype=np.uint8)
    picture: Any = np.pad(modules, 4, constant_values=255).repeat(3, 0).repeat(3, 1)
    (found,) = zxingcpp.read_barcodes(picture)
    return str(found.text)


def test_the_fullest_and_the_emptiest_code_of_every_version_are_read() -> None:
    address = "https://example.org/digest/reading-list/#list="
    lengths = [length for full in CAPACITIES for length in (full, full + 1)][:-1]
    texts = [
        (address + "".join(chr(48 + (place * 7 + length) % 75) for place in range(length)))[:length]
        for length in lengths
    ]
    codes = codes_of(texts)
    assert [len(rows or ()) for rows in codes] == [
        4 * next(version for version, full in enumerate(CAPACITIES, 1) if length <= full) + 17 for length in lengths
    ]
    assert [read(rows or []) for rows in codes] == texts


def test_other_letters_are_read_and_a_text_that_is_too_long_has_no_code() -> None:
    text = "Grüße, 論文 🙂"
    code, none = codes_of([text, "x" * (CAPACITIES[-1] + 1)])
    assert code is not None
    assert read(code) == text
    assert none is None
