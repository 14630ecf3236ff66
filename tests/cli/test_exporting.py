"""`digestif export` writes the papers that its options choose."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.running import digestif

BIB = """\
@article{a, title={Agents That Plan}, author={Lovelace, Ada and Hopper, Grace}, year={2025}}
@article{b, title={Agents That Fall}, author={Hopper, Grace}, year={2025}}
@article{c, title={A Robot}, author={Lovelace, Ada}, year={2025}, doi={10.1000/x}}
"""
TOPICS = """\
agents:
  name: Agents & Tools
  description: Programs that act.
  phrases:
    agents: 2
"""


@pytest.fixture(scope="module")
def digest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    assert digestif("new", "digest", cwd=folder).returncode == 0
    site = folder / "digest"
    (site / "content/topics.yaml").write_text(TOPICS)
    for day, entries in (("2025-07-30", BIB.splitlines()[:1]), ("2025-07-31", BIB.splitlines()[1:])):
        (site / "papers.bib").write_text("\n".join(entries))
        imported = digestif("import", "papers.bib", "--date", day, cwd=site)
        assert imported.returncode == 0, imported.stderr
    return site


def exported(site: Path, *options: str) -> list[str]:
    ran = digestif("export", "ris", *options, cwd=site)
    assert (ran.returncode, ran.stderr) == (0, "")
    return re.findall(r"TI  - (.*)", ran.stdout)


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        ([], ["Agents That Fall", "A Robot", "Agents That Plan"]),
        (["--topic", "agents"], ["Agents That Fall", "Agents That Plan"]),
        (["--topic", "agents & tools"], ["Agents That Fall", "Agents That Plan"]),
        (["--author", "ada lovelace"], ["A Robot", "Agents That Plan"]),
        (["--from", "2025-07-31"], ["Agents That Fall", "A Robot"]),
        (["--to", "2025-07-30"], ["Agents That Plan"]),
        (["--query", "fall -robot"], ["Agents That Fall"]),
        (["--query", "agents", "--author", "Lovelace", "--from", "2025-07-01"], ["Agents That Plan"]),
        (["--query", "nothing"], []),
    ],
)
def test_options_choose_papers(digest: Path, options: list[str], titles: list[str]) -> None:
    assert exported(digest, *options) == titles


def test_a_file_is_written_whole_and_the_papers_are_counted(digest: Path, tmp_path: Path) -> None:
    out = tmp_path / "agents.bib"
    ran = digestif("export", "bibtex", "--topic", "agents", "--out", str(out), cwd=digest)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"{out}: 2 papers\n", "")
    assert out.read_text().startswith("@article{hopper2025agents,\n")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--topic", "cooking"], "--topic cooking: unknown topic\n  the topics of this digest are agents"),
        (["--query", "year:20x5"], "--query: year:20x5 was ignored: write a year like year:2025"),
        (["--from", "31.7.2025"], "'31.7.2025' is not a date. Write dates like 2025-07-31."),
        (["--author", 'Ada "Lovelace'], "--author: a name has no quotation marks"),
        (["--from", "2025-08-01", "--to", "2025-07-01"], "--from 2025-08-01 is after --to 2025-07-01"),
    ],
)
def test_an_option_that_chooses_nothing_is_an_error(digest: Path, options: list[str], message: str) -> None:
    ran = digestif("export", "csv", *options, cwd=digest)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert message in ran.stderr
