"""Build a digest with other builders and list how their pages differ from those of MkDocs.

    python -m tests.builders.compare --bin .venv/builders/bin

Each builder gets the same docs/ (as ``digestif generate`` writes it), the same mkdocs.yml and the theme's folder as
``custom_dir``, because Zensical knows no installed themes. The report is Markdown. Exit code 0 if every builder makes
every page with the same visible text, else 1.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
THEME = ROOT / "generator" / "theme"
#: Settings that a theme's own file may hold and mkdocs.yml may not.
THEME_FILE_ONLY = {"extends"}
#: The theme settings that each builder needs besides ours.
BUILDERS: Mapping[str, Mapping[str, str]] = {
    "mkdocs": {"name": "material"},
    "properdocs": {"name": "material"},
    "zensical": {"variant": "classic"},
}
#: Zensical's template engine, minijinja, has no methods of strings and mappings, and fails at attributes of undefined
#: values (404.html has no front matter). These replacements are all that the theme needs to work with it.
MINIJINJA = (
    (r"([\w.]+(?:\[\d\])?|\([^()]*(?:\([^()]*\)[^()]*)*\))\.split\(([^()]*)\)", r"(\1 | split(\2) | list)"),
    (r"(\w+)\.startswith\(([^()]*)\)", r"\1 is startingwith(\2)"),
    (r"(\}|\))\.items\(\)", r"\1 | items"),
    (r"page\.meta\.", "(page.meta | default({}))."),
    (r"page\.canonical_url", "(page.canonical_url | default(none))"),
    (r"mkdocs_version", '"none"'),
)
SHOWN = 10
EXCERPT = 6
SECONDS = 600


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """How one builder's site differs from the reference: paths of pages, and why the builder stopped, if it did.

    ``different`` has the first difference of each page.
    """

    builder: str
    pages: int
    missing: tuple[str, ...]
    different: Mapping[str, str]
    error: str = ""


class _VisibleText(HTMLParser):
    """Collects the text of a page's body, without scripts and styles."""

    _HIDDEN = frozenset({"head", "script", "style", "template"})

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._depth += tag in self._HIDDEN

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag in self._HIDDEN and self._depth > 0

    def handle_data(self, data: str) -> None:
        if not self._depth:
            self.words += data.split()


def visible_text(html: str) -> str:
    """The words of a page's body, with single spaces between them."""
    parser = _VisibleText()
    parser.feed(html)
    return " ".join(parser.words)


def compare_sites(builder: str, reference: Path, other: Path, *, error: str = "") -> Comparison:
    """Compare the HTML pages of two sites by their visible text."""
    pages = sorted(path.relative_to(reference).as_posix() for path in reference.rglob("*.html"))
    missing = tuple(page for page in pages if not (other / page).is_file())
    differences = {page: _first_difference(reference / page, other / page) for page in pages if page not in missing}
    different = {page: difference for page, difference in differences.items() if difference}
    return Comparison(builder=builder, pages=len(pages), missing=missing, different=different, error=error)


def _first_difference(expected: Path, found: Path) -> str:
    """The words at which the visible texts of two pages begin to differ; an empty text if they are the same."""
    ours, theirs = (visible_text(page.read_text(encoding="utf-8")).split() for page in (expected, found))
    if ours == theirs:
        return ""
    same = next((at for at, pair in enumerate(zip(ours, theirs, strict=False)) if pair[0] != pair[1]), len(ours))
    excerpts = (" ".join(words[same : same + EXCERPT]) or "end of page" for words in (ours, theirs))
    return " → ".join(excerpts)


def prepare(site: Path, folder: Path, theme_settings: Mapping[str, str]) -> None:
    """Copy docs/, mkdocs.yml and the theme into ``folder``, ready for a builder without our entry point."""
    shutil.copytree(site / "docs", folder / "docs")
    shutil.copytree(THEME, folder / "theme", ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    own = yaml.safe_load((THEME / "mkdocs_theme.yml").read_text(encoding="utf-8"))
    config: dict[str, Any] = yaml.safe_load((site / "mkdocs.yml").read_text(encoding="utf-8"))
    theme = config.get("theme") or {}
    ours = {name: value for name, value in own.items() if name not in THEME_FILE_ONLY}
    config["theme"] = {**ours, **theme, **theme_settings, "custom_dir": "theme"}
    if "name" not in theme_settings:
        del config["theme"]["name"]
    (folder / "theme" / "mkdocs_theme.yml").unlink()
    if "variant" in theme_settings:
        for template in (folder / "theme").rglob("*.html"):
            template.write_text(for_minijinja(template.read_text(encoding="utf-8")), encoding="utf-8")
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")


def for_minijinja(template: str) -> str:
    """A Jinja template of the theme in the form that minijinja understands."""
    for pattern, replacement in MINIJINJA:
        template = re.sub(pattern, replacement, template)
    return template


def build_with(builder: str, program: Path, folder: Path) -> str:
    """Run ``builder build`` in ``folder``; return the last line of its output if it failed, else an empty text."""
    config = [] if builder == "zensical" else ["-f", "mkdocs.yml"]
    try:
        built = subprocess.run(
            [program, "build", *config], cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    lines = re.sub(r"\x1b\[[0-9;]*m", "", built.stdout + built.stderr).strip().splitlines()
    return "" if built.returncode == 0 else (lines[-1] if lines else f"exit code {built.returncode}")


def report(comparisons: Mapping[str, Comparison]) -> Iterator[str]:
    """The comparison as lines of Markdown: a table, then the pages, at most ten of a kind."""
    yield "| Builder | Pages | Missing | Different text | Error |"
    yield "|---|---|---|---|---|"
    for one in comparisons.values():
        error = one.error.replace("|", "\\|") or "none"
        row = (one.builder, one.pages - len(one.missing), len(one.missing), len(one.different), error)
        yield f"| {' | '.join(map(str, row))} |"
    for one in comparisons.values():
        lists = {
            "Missing": [f"`{page}`" for page in one.missing],
            "Different text": [f"`{page}`: {difference}" for page, difference in one.different.items()],
        }
        for what, lines in lists.items():
            if lines:
                yield f"\n{what} with {one.builder}:\n"
                yield from (f"- {line}" for line in lines[:SHOWN])
            if len(lines) > SHOWN:
                yield f"- and {len(lines) - SHOWN:,} more"


def main() -> int:
    """Compare the builders on this repository's digest."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--bin", type=Path, required=True, help="folder with the programs properdocs and zensical")
    parser.add_argument("--site", type=Path, default=ROOT, help="the digest; its docs/ must be generated")
    arguments = parser.parse_args()
    comparisons = {}
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for builder, theme_settings in BUILDERS.items():
            prepare(arguments.site, work / builder, theme_settings)
            program = (
                Path(sys.executable).parent / builder if builder == "mkdocs" else arguments.bin.resolve() / builder
            )
            error = build_with(builder, program, work / builder)
            if builder == "mkdocs" and error:
                sys.exit(f"mkdocs: {error}")
            comparisons[builder] = compare_sites(
                builder, work / "mkdocs" / "site", work / builder / "site", error=error
            )
    del comparisons["mkdocs"]
    print("\n".join(report(comparisons)))
    return int(any(one.missing or one.different or one.error for one in comparisons.values()))


if __name__ == "__main__":
    sys.exit(main())
