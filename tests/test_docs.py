"""The hand-written documentation: its links lead somewhere, and what it tells people to copy works."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from generator.checks.theme_settings import COLOURS, FEATURES, check_theme_settings
from generator.publish_settings import parse_address

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
#: All pages that people write; a build writes docs/index.md, whose links lead to files of the site.
PAGES = sorted(
    [
        *ROOT.glob("README*.md"),
        *(page for page in (ROOT / "docs").glob("*.md") if page.name != "index.md"),
        *(ROOT / ".github").glob("*.md"),
    ]
)


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, timeout=120)


def test_links_between_documents_lead_somewhere() -> None:
    checked = run(BIN / "lychee", "--offline", "--no-progress", "--include-fragments", *PAGES)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(
    "file", ["README.md", "pyproject.toml", "CITATION.cff", "docs/about.md", "generator/__init__.py"]
)
def test_every_introduction_says_the_same(file: str) -> None:
    text = " ".join((ROOT / file).read_text().split())
    assert "static site generator for paper digests" in text


TRANSLATIONS = [page for page in PAGES if re.search(r"\.[a-z]{2}(-[A-Z]{2})?\.md$", page.name)]
#: What a translation has as often as its original has it.
_COUNTED = ("strong_open", "em_open", "list_item_open", "tr_open")


def original_of(translation: Path) -> Path:
    return translation.with_name(f"{translation.name.split('.')[0]}.md")


def tokens(page: Path) -> Iterator[Token]:
    text = re.sub(r"\A---\n.*?\n---\n", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        yield token
        yield from token.children or ()


def links(page: Path) -> list[str]:
    """The targets of links and the sources of pictures, in order."""
    return [
        str(token.attrs.get("href") or token.attrs.get("src"))
        for token in tokens(page)
        if token.tag in {"a", "img"} and token.attrs
    ]


def headings(page: Path) -> list[str]:
    return [token.tag for token in tokens(page) if token.type == "heading_open"]


def commands(page: Path) -> list[list[str]]:
    """The lines of each block of code, without the comments, which are translated."""
    blocks = [token.content for token in tokens(page) if token.type in {"code_block", "fence"}]
    return [[re.sub(r"\s+# .*", "", line) for line in block.splitlines()] for block in blocks]


@pytest.mark.parametrize("translation", TRANSLATIONS, ids=lambda page: page.name)
def test_a_translation_has_what_its_original_has(translation: Path) -> None:
    original = original_of(translation)
    assert headings(translation) == headings(original)
    assert commands(translation) == commands(original)
    found, expected = (
        Counter(token.content for token in tokens(page) if token.type == "code_inline")
        for page in (translation, original)
    )
    assert found == expected
    found, expected = (
        Counter(token.type for token in tokens(page) if token.type in _COUNTED) for page in (translation, original)
    )
    assert found == expected, (
        "in Chinese, a closing ** needs a space or punctuation behind it if it follows punctuation"
    )


@pytest.mark.parametrize("translation", TRANSLATIONS, ids=lambda page: page.name)
def test_a_translation_links_to_what_its_original_links_to_and_to_translations_of_it(translation: Path) -> None:
    original = original_of(translation)
    ending = translation.name.removeprefix(original.stem)
    translated = {str(Path(os.path.relpath(page, translation.parent))) for page in TRANSLATIONS}

    def in_translation(target: str) -> str:
        own = target.removesuffix(".md") + ending
        return own if own in translated else target

    assert links(original)[0] == translation.name
    assert links(translation)[0] == original.name
    expected = {in_translation(target) for target in links(original)[1:]}
    assert set(links(translation)[1:]) == expected


THEMING = (ROOT / "docs" / "theming.md").read_text()


@pytest.mark.parametrize("settings", re.findall(r"```yaml\n(.*?)```", THEMING, re.DOTALL))
def test_the_documented_settings_of_the_theme_have_an_effect(settings: str) -> None:
    theme = "" if "theme:" in settings else "theme: {name: digestif}\n"
    raw = f"site_name: A digest\nplugins: []\n{theme}{settings}".encode()
    assert list(check_theme_settings(raw, has_file=lambda path: True)) == []


def test_all_colours_and_features_of_the_theme_are_documented() -> None:
    text = " ".join(THEMING.split())
    names = [*(colour for colour in COLOURS if colour != "custom"), *(f"`{feature}`" for feature in FEATURES)]
    assert [name for name in names if not re.search(rf"{re.escape(name)}(,| and|\.| to )", text)] == []


HOSTS = (ROOT / "docs" / "hosts.md").read_text()


def test_the_documented_job_of_gitlab_is_valid(tmp_path: Path) -> None:
    [job] = re.findall(r"```yaml\n(pages:.*?)```", HOSTS, re.DOTALL)
    file = tmp_path / ".gitlab-ci.yml"
    file.write_text(job)
    checked = run(
        BIN / "check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", file, "--data-transform", "gitlab-ci"
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def script(command: str) -> str:
    """The documented script that contains a command, without the build, which other tests run."""
    scripts: list[str] = re.findall(r"```sh\n(.*?)```", HOSTS, re.DOTALL)
    [found] = [each for each in scripts if command in each]
    return found.replace("digestif build\n", "")


def test_the_documented_script_of_codeberg_replaces_the_branch(tmp_path: Path) -> None:
    who = {f"GIT_{role}_{what}": "a@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    work, remote = tmp_path / "work", tmp_path / "remote.git"
    (work / "site").mkdir(parents=True)

    def shell(text: str) -> str:
        command = ["bash", "-euc", text]
        done = subprocess.run(command, cwd=work, env=os.environ | who, capture_output=True, text=True, check=True)
        return done.stdout

    shell(f"git init -q --bare {remote} && git init -q -b main . && git remote add origin {remote}")
    for text in ("first", "second"):
        (work / "site" / "index.html").write_text(text)
        shell(script("--initial-branch pages"))
    assert shell(f"git -C {remote} show pages:index.html") == "second"
    assert shell(f"git -C {remote} rev-list --count pages") == "1\n"


#: The arguments of an upload, with the options that the programs' references document, and the variables it needs.
UPLOADS = {
    "wrangler": (
        ["wrangler", "pages", "deploy", "site", "--project-name", "my-digest", "--branch", "main"],
        ("CLOUDFLARE_ACCOUNT_ID", "CLOUDFLARE_API_TOKEN"),
    ),
    "netlify": (
        ["netlify-cli", "deploy", "--prod", "--no-build", "--dir", "site"],
        ("NETLIFY_AUTH_TOKEN", "NETLIFY_SITE_ID"),
    ),
}
_NPX = """#!/bin/sh
for name in $NEEDED; do eval "test -n \\"\\$$name\\"" || { echo "$name is not set"; exit 1; }; done
test -f site/index.html || { echo "site/ is not built"; exit 1; }
printf '%s\\n' "$@"
"""


@pytest.mark.parametrize("program", UPLOADS)
def test_the_documented_uploads_pass_the_built_site_and_need_the_documented_variables(
    tmp_path: Path, program: str
) -> None:
    arguments, variables = UPLOADS[program]
    programs = {"npx": _NPX, "digestif": "#!/bin/sh\nmkdir -p site && touch site/index.html\n"}
    for name, text in programs.items():
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "NEEDED": " ".join(variables)}
    assert all(f"`{variable}`" in HOSTS for variable in variables)
    command = ["bash", "-euc", f"digestif build\n{script(program)}"]
    refused = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (refused.returncode, refused.stdout) == (1, f"{variables[0]} is not set\n")
    environment |= dict.fromkeys(variables, "x")
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == arguments


@pytest.mark.parametrize("page", ["hosts.md", "publishing.md"])
def test_the_documented_targets_of_publications_are_targets(page: str) -> None:
    text = (ROOT / "docs" / page).read_text()
    targets = re.findall(r"digestif publish ([^-`\s]\S*)", text) + re.findall(r"publish: (\S+?)`", text)
    targets += re.findall(r"^\| `([^`]*/[^`]*)` \|", text, re.MULTILINE)
    kinds = {parse_address(target.replace("BUCKET", "bucket")).kind for target in targets if target != "TARGET"}
    assert kinds == {"folder", "s3", "rsync"}
