"""Check that a tag, the version, the changelog and the citation agree; print the release notes.

    python .ci/check_release.py v0.2.0

Exit code 0 and the changelog's entry on standard output, or 1 and a line for each disagreement.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def main(tag: str) -> int:
    """Print the notes of the release ``tag`` (``v`` and the version), or what is wrong with it."""
    version = tag.removeprefix("v")
    problems = find_problems(tag, version)
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    if not problems:
        sys.stdout.write(changelog_entries()[version][1].strip() + "\n")
    return 1 if problems else 0


def find_problems(tag: str, version: str) -> list[str]:
    """Every file that does not say ``version``, one sentence each."""
    entries = changelog_entries()
    newest = next(iter(entries), "none")
    released = entries.get(version, ("", ""))[0]
    named = {
        "generator/__init__.py: __version__": one(r'__version__ = "([^"]+)"', "generator/__init__.py"),
        "CITATION.cff: version": one(r"^version: (\S+)", "CITATION.cff"),
        "docs/changelog.md: newest entry": newest,
    }
    problems = [f"{place} is {found}, but the tag is {tag}" for place, found in named.items() if found != version]
    cited = one(r'^date-released: "([^"]+)"', "CITATION.cff")
    if not problems and released != cited:
        problems.append(f"CITATION.cff: date-released is {cited}, but docs/changelog.md says {released}")
    return problems


def changelog_entries() -> dict[str, tuple[str, str]]:
    """Date and text of each released version, newest first; ``Unreleased`` is not among them."""
    text = (ROOT / "docs" / "changelog.md").read_text(encoding="utf-8")
    _, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    entries = {}
    for section in sections:
        heading, _, body = section.partition("\n")
        if heading.strip() != "Unreleased":
            version, _, day = heading.partition(" - ")
            entries[version.strip()] = (day.strip(), body)
    return entries


def one(pattern: str, file: str) -> str:
    """What the pattern's group matches in a file of the repository; "missing" where it matches nothing."""
    found = re.search(pattern, (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else "missing"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
