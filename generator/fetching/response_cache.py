"""Where answers are kept, verbatim, before anybody reads them: .digestif/fetched/."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """What is remembered of a kept answer: where it came from, when (seconds since 1970), and how to ask for news."""

    url: str
    at: float
    sha256: str
    etag: str = ""
    last_modified: str = ""


class ResponseCache:
    """The answers of one site. Names are paths such as ``hf/2025-06-13.json``.

    The bytes and what is remembered of them are two files. The bytes are written first; what is remembered counts
    only while its digest fits them, so a crash between the two costs one unconditional question and no truth.
    """

    def __init__(self, site: Path) -> None:
        self._answers = site / ".digestif" / "fetched"
        self._origins = site / ".digestif" / "origins"
        self._refused = site / ".digestif" / "refused"

    def file(self, name: str) -> Path:
        """Where the answer called ``name`` is kept, or would be."""
        return self._answers / name

    def body(self, name: str) -> bytes | None:
        """The kept answer, or None."""
        try:
            return self.file(name).read_bytes()
        except FileNotFoundError:
            return None

    def origin(self, name: str) -> Origin | None:
        """What is remembered of the kept answer; None when nothing is, or when the bytes were changed since."""
        body = self.body(name)
        try:
            origin = Origin(**json.loads((self._origins / f"{name}.json").read_bytes()))
        except (FileNotFoundError, ValueError, TypeError):
            return None
        return origin if body is not None and origin.sha256 == _digest(body) else None

    def keep(self, name: str, body: bytes, *, url: str, at: float, etag: str = "", last_modified: str = "") -> Path:
        """Keep an answer in place of the earlier one of that name."""
        origin = Origin(url=url, at=at, sha256=_digest(body), etag=etag, last_modified=last_modified)
        if self.body(name) != body:
            _replace(self.file(name), body)
        _replace(self._origins / f"{name}.json", json.dumps(asdict(origin), indent=2).encode())
        return self.file(name)

    def refuse(self, name: str, body: bytes) -> Path:
        """Keep bytes that are no answer where a person can look at them; the good answer stays."""
        file = self._refused / name
        _replace(file, body)
        return file


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _replace(file: Path, content: bytes) -> None:
    """The file as a whole, or as it was: never half."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".digestif-", dir=file.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
