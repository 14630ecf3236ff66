"""A bare repository in place of the one on GitHub, and clones in which people work."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

REPOSITORY = "ada/digest"
SERVER = "https://github.com"
TOKEN = "t0ken-of-a-run"

_PROTECTED_BRANCH = """#!/bin/sh
# As GitHub does: the token of a workflow cannot push to a protected branch.
if [ "$1" = refs/heads/main ] && [ "$GITHUB_ACTIONS" = true ] && [ -e "$GIT_DIR/protected" ]; then
  echo "error: GH006: Protected branch update failed for refs/heads/main." >&2
  exit 1
fi
"""


class Repository:
    """The bare repository, and the Git settings that lead its address on GitHub to it."""

    def __init__(self, state: Path) -> None:
        self.path = state / "repository.git"
        self.home = state / "home"
        self.home.mkdir(parents=True)
        (self.home / ".gitconfig").write_text(
            f'[url "file://{self.path}"]\n'
            f"\tinsteadOf = {SERVER}/{REPOSITORY}\n"
            f"\tinsteadOf = {SERVER}/{REPOSITORY}.git\n"
            f"\tinsteadOf = https://x-access-token:{TOKEN}@github.com/{REPOSITORY}.git\n"
            "[init]\n\tdefaultBranch = main\n[advice]\n\tdetachedHead = false\n"
        )
        self._git("init", "--quiet", "--bare", str(self.path))
        self._git("-C", str(self.path), "config", "uploadpack.allowAnySHA1InWant", "true")
        hook = self.path / "hooks" / "update"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(_PROTECTED_BRANCH)
        hook.chmod(0o755)

    def protect(self) -> None:
        """Refuse pushes of workflows to the main branch."""
        (self.path / "protected").touch()

    def head(self, reference: str = "main") -> str:
        """The commit of a branch."""
        return self._git("-C", str(self.path), "rev-parse", reference).strip()

    def files(self, reference: str = "main", folder: str = "content/papers") -> list[str]:
        """The files of a branch under a folder."""
        listing = self._git("-C", str(self.path), "ls-tree", "-r", "--name-only", reference, folder)
        return listing.splitlines()

    def read(self, file: str, reference: str = "main") -> str:
        """The text of a file of a branch."""
        return self._git("-C", str(self.path), "show", f"{reference}:{file}")

    def compare(self, base: str, head: str) -> dict[str, Any]:
        """What a branch or commit has beyond a base: its commits, and the files that differ, as GitHub's API says."""
        git = ("-C", str(self.path))
        committers = self._git(*git, "log", "--reverse", "--format=%ce", f"{base}..{head}").splitlines()
        files = self._git(*git, "diff", "--name-only", "-z", f"{base}...{head}").split("\0")
        return {
            "commits": [{"commit": {"committer": {"email": email}}} for email in committers],
            "files": [{"filename": name} for name in files if name],
        }

    def clone(self, folder: Path, reference: str = "main") -> Path:
        """Clone into a new folder and check out a branch or a commit."""
        self._git("clone", "--quiet", f"file://{self.path}", str(folder))
        if reference != "main":
            self._git("-C", str(folder), "fetch", "--quiet", "origin", reference)
            self._git("-C", str(folder), "checkout", "--quiet", "--detach", "FETCH_HEAD")
        return folder

    def commit(self, folder: Path, message: str) -> str:
        """Commit all changes of a clone; returns the commit."""
        self._git("-C", str(folder), "add", ".")
        self._git("-C", str(folder), "commit", "--quiet", "--message", message)
        return self._git("-C", str(folder), "rev-parse", "HEAD").strip()

    def push(self, folder: Path, reference: str = "HEAD:main") -> None:
        """Push a clone's commits as a person."""
        self._git("-C", str(folder), "push", "--quiet", f"{SERVER}/{REPOSITORY}", reference)

    def merge(self, folder: Path, branch: str, *, message: str) -> str:
        """Merge a branch into main in a clone, as the button does; returns the merge commit."""
        self._git("-C", str(folder), "fetch", "--quiet", "origin")
        self._git("-C", str(folder), "checkout", "--quiet", "-B", "main", "origin/main")
        self._git("-C", str(folder), "merge", "--quiet", "--no-ff", "--message", message, f"origin/{branch}")
        return self._git("-C", str(folder), "rev-parse", "HEAD").strip()

    def git(self, folder: Path, *arguments: str) -> str:
        """Run Git as a person in a clone."""
        return self._git("-C", str(folder), *arguments)

    def _git(self, *arguments: str) -> str:
        identity = {
            f"GIT_{role}_{what}": "ada@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
        }
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_"))}
        environment |= identity | {"HOME": str(self.home), "XDG_CONFIG_HOME": str(self.home)}
        done = subprocess.run(["git", *arguments], capture_output=True, text=True, env=environment, check=False)
        assert done.returncode == 0, f"git {' '.join(arguments)}: {done.stderr}"
        return done.stdout
