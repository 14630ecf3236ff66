"""Where the ledger of sent digests is kept: in a file, or on a branch of the repository on GitHub."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Protocol

from generator.errors import DigestifError
from generator.files.folder import Folder
from generator.mail.ledger import Ledger, dump_ledger, parse_ledger
from generator.mail.sending.json_api import JsonApi

#: A branch with one file and no part in the site's history, which workflows can push to where main is protected.
BRANCH = "digestif-sent"
FILE = "sent.json"
_CONFLICT = (409, 422)
_MISSING = 404


class LedgerStore(Protocol):
    """Keeps the ledger. ``batch`` is how many recipients are entered at once, before they are sent to."""

    batch: int

    def load(self) -> Ledger:
        """Return the ledger, which is empty before the first digest."""

    def save(self, ledger: Ledger) -> None:
        """Keep the ledger durably before returning."""


class FileLedger:
    """A ledger in a file, which the caller commits or keeps."""

    batch = 1

    def __init__(self, file: Path) -> None:
        self._folder = Folder(file.parent)
        self._name = file.name
        self._shown = str(file)

    def load(self) -> Ledger:
        """Read the file."""
        raw = self._folder.read(self._name)
        return {} if raw is None else parse_ledger(raw, file=self._shown)

    def save(self, ledger: Ledger) -> None:
        """Replace the file, on the disk before its name changes."""
        self._folder.write(self._name, dump_ledger(ledger), durable=True)


class BranchLedger:
    """A ledger on the branch ``digestif-sent``. Two runs cannot both change it: the second one is refused."""

    #: Each save is a commit, and a crash may lose the e-mails of one batch.
    batch = 25

    def __init__(self, api: JsonApi, repository: str) -> None:
        self._api = api
        self._path = f"/repos/{repository}"
        self._version = ""

    def load(self) -> Ledger:
        """Read the branch; one that does not exist is empty."""
        answer = self._api.get(f"{self._path}/contents/{FILE}", expected=(_MISSING,), ref=BRANCH)
        if answer.status == _MISSING:
            return {}
        self._version = str(answer.get("sha"))
        try:
            raw = base64.b64decode(str(answer.get("content")))
        except ValueError:
            raw = b""
        return parse_ledger(raw, file=f"{FILE} of the branch {BRANCH}")

    def save(self, ledger: Ledger) -> None:
        """Commit the ledger on top of the version that was read or saved last."""
        content = dump_ledger(ledger)
        if not self._version:
            self._begin(content)
            return
        answer = self._api.put(
            f"{self._path}/contents/{FILE}",
            {
                "branch": BRANCH,
                "message": "Record sent digests",
                "content": base64.b64encode(content).decode(),
                "sha": self._version,
            },
            expected=_CONFLICT,
        )
        if answer.status in _CONFLICT:
            raise _another_run()
        self._version = str(answer.get("content", "sha"))

    def _begin(self, content: bytes) -> None:
        """Create the branch with one commit that has no parent."""
        file = {"path": FILE, "mode": "100644", "type": "blob", "content": content.decode()}
        tree = self._api.post(f"{self._path}/git/trees", {"tree": [file]})
        commit = self._api.post(
            f"{self._path}/git/commits", {"message": "Record sent digests", "tree": tree.get("sha"), "parents": []}
        )
        made = self._api.post(
            f"{self._path}/git/refs",
            {"ref": f"refs/heads/{BRANCH}", "sha": commit.get("sha")},
            expected=_CONFLICT,
        )
        if made.status in _CONFLICT:
            raise _another_run()
        self.load()


def _another_run() -> DigestifError:
    return DigestifError(
        f"the branch {BRANCH} changed at the same time", fix="another run is sending; run this again when it has ended"
    )
