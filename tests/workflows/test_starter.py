"""The files of ``digestif new``, and this repository's copies, which differ only in how they install Digestif."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from click import Command, Context, Group

from generator.cli.main import main
from generator.starter import starter_files

ROOT = Path(__file__).parent.parent.parent
STARTER = starter_files()

#: This repository installs itself; a new digest installs the released package. Everything else is the same.
INSTALLS = {
    "python -m pip install --quiet --requirement requirements.txt": (
        'make .venv/site-ready && echo "$GITHUB_WORKSPACE/.venv/bin" >> "$GITHUB_PATH"'
    ),
}
DEVELOPS = {
    "python -m pip install --quiet --requirement requirements.txt": "make .venv/test-ready",
    '"postAttachCommand": "digestif check"': '"postAttachCommand": ".venv/bin/digestif check"',
    "entry: digestif check": "entry: .venv/bin/digestif check",
}
#: Files that this repository has in versions of its own.
OWN = {".gitignore", "README.md", "mkdocs.yml", "requirements.txt"}
SHARED = [path for path in STARTER if path.startswith(".") and path not in OWN]


@pytest.mark.parametrize("path", SHARED)
def test_this_repository_uses_the_files_of_a_new_digest(path: str) -> None:
    expected = STARTER[path].decode()
    for ours, here in (INSTALLS if path.startswith(".github/") else DEVELOPS).items():
        expected = expected.replace(ours, here)
    assert (ROOT / path).read_text() == expected, f"change both: {path} and its copy in generator/starter/"


def test_git_ignores_the_same_generated_files_in_a_new_digest() -> None:
    generated = [
        line for line in (ROOT / ".gitignore").read_text().splitlines() if line.startswith(("/docs/", "/site/"))
    ]
    assert [line for line in generated if line not in STARTER[".gitignore"].decode().splitlines()] == []


def commands(text: str) -> list[list[str]]:
    """The arguments of every ``digestif`` command in a script."""
    joined = text.replace("\\\n", " ")
    return [
        line.split("digestif ", 1)[1].split("||")[0].split(">>")[0].split()
        for line in joined.splitlines()
        if line.strip().startswith("digestif ") or " digestif " in line.partition("SOURCE_DATE_EPOCH")[2]
    ]


def scripts() -> list[tuple[str, str]]:
    found = []
    for path, content in STARTER.items():
        if path.startswith(".github/workflows/"):
            for job in yaml.safe_load(content)["jobs"].values():
                found += [(path, step["run"]) for step in job.get("steps", ()) if "run" in step]
    return found


def test_workflows_call_only_commands_and_options_that_exist() -> None:
    called = [(path, words) for path, script in scripts() for words in commands(script)]
    names = {words[0] for _, words in called}
    assert names == {"apply", "build", "check", "compare", "doctor", "fetch", "merge", "send", "status"}
    for path, words in called:
        command: Command = main
        context = Context(main)
        while isinstance(command, Group) and words and not words[0].startswith(("-", '"', "$")):
            found = command.get_command(context, words[0])
            assert found is not None, f"{path}: digestif {' '.join(words)}"
            command, words = found, words[1:]
        options = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
        children = command.commands.values() if isinstance(command, Group) else ()
        options |= {name for child in children for parameter in child.params for name in parameter.opts}
        unknown = [word for word in words if word.startswith("--") and word not in options]
        assert unknown == [], f"{path}: digestif {command.name}"
