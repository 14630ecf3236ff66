"""Forms and records that a source completes, against a local server: each failure is answered and changes nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.fetching.commands import ATOM, content, run
from tests.fetching.local_server import LocalServer, Reply


def form(**answers: str) -> str:
    return "".join(f"### {label.replace('_', ' ')}\n\n{answer}\n\n" for label, answer in answers.items())


def test_an_id_is_enough_to_add_a_paper(site: Path, server: LocalServer) -> None:
    server.plan(Reply(body=ATOM.encode()))
    event = site / "event.json"
    event.write_text(json.dumps({"issue": {"number": 3, "body": form(Paper_to_add="arXiv:2507.00001")}}))
    report = site / "report.md"
    result = run(site, "apply", "--event", str(event), "--report", str(report))
    assert result.exit_code == 0, result.output
    assert report.read_text().startswith("### Added: <code>A Paper That Was Missing Here</code>\n")
    assert result.output.startswith("Added: A Paper That Was Missing Here\n")
    [record] = content(site).values()
    assert b"title: A Paper That Was Missing Here\n" in record
    assert b"- Ada Lovelace\n" in record


def test_a_form_is_answered_if_the_source_does_not_respond(site: Path, server: LocalServer) -> None:
    server.plan(*[Reply(status=503)] * 10)  # arXiv, then DataCite
    issue = site / "issue.md"
    issue.write_text(form(Paper_to_add="arXiv:2507.00001"))
    result = run(site, "apply", str(issue))
    assert result.exit_code == 3
    assert "This form cannot be applied yet:" in result.output
    assert "127.0.0.1 answered 503 Service Unavailable (5 attempts)" in result.output
    assert "try again later, or give the title" in result.output
    assert content(site) == {}


def test_an_error_of_the_form_itself_is_not_tried_again(site: Path, server: LocalServer) -> None:
    server.plan(*[Reply(status=403)] * 2)
    issue = site / "issue.md"
    issue.write_text(form(Paper_to_add="arXiv:2507.00001", Digest="someday"))
    result = run(site, "apply", str(issue))
    assert result.exit_code == 1
    assert "This form cannot be applied as it is:" in result.output


def test_a_form_with_an_unknown_id_is_answered_with_the_reason(site: Path, server: LocalServer) -> None:
    nothing = re.sub("<entry>.*</entry>", "", ATOM.replace("Results>1", "Results>0"), flags=re.DOTALL)
    server.plan(Reply(body=nothing.encode()))
    issue = site / "issue.md"
    issue.write_text(form(Paper_to_add="https://arxiv.org/abs/2507.99999v1"))
    result = run(site, "apply", str(issue))
    assert result.exit_code == 1
    assert (
        "Paper to add: could not look up 2507.99999: arXiv has no such paper\n"
        "  check the identifier, or give the title in the field Title\n"
    ) in result.output


def test_a_file_that_is_not_a_form_changes_nothing(site: Path) -> None:
    issue = site / "issue.md"
    issue.write_text("Hello")
    result = run(site, "apply", str(issue))
    assert (result.exit_code, "this is not one of the site's forms" in result.output) == (1, True)


def test_a_form_is_compared_before_it_is_merged(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    before = tmp_path_factory.mktemp("before")
    for place in (before, site):
        file = place / "content/papers/2025/07/31/a-paper.yaml"
        file.parent.mkdir(parents=True)
        file.write_text("title: A Paper\ndate: 2025-07-31\n")
    issue = site / "issue.md"
    issue.write_text(form(Record_to_fix="a-paper", Title="A Better Paper"))
    assert run(site, "apply", str(issue)).exit_code == 0
    result = run(site, "compare", str(before))
    assert result.output.startswith("Records: 1 changed.\n")
    assert "- A Paper\n+ A Better Paper\n" in result.output
    assert run(site, "compare", str(before), "--format", "text").output == (
        "Records: 1 changed.\n\nChanged: A Better Paper\n\na-paper\n\nTitle:\n  - A Paper\n  + A Better Paper\n"
    )


def test_enrich_adds_certain_matches_and_lists_the_others(site: Path, server: LocalServer) -> None:
    for key, title in {"one": "A Paper That Was Missing Here", "two": "A Paper That Is Missing"}.items():
        file = site / f"content/papers/2025/07/31/{key}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"title: {title}\ndate: 2025-07-31\nabstract: It says something.\n")
    server.plan(Reply(body=ATOM.encode()), Reply(body=ATOM.encode()))
    result = run(site, "enrich")
    assert result.exit_code == 0, result.output
    assert "one: 2507.00001, score 1.00 (title 1.00, abstract 1.00)" in result.output
    assert "2025/07/31/two.yaml: A Paper That Is Missing" in result.output
    one = (site / "content/papers/2025/07/31/one.yaml").read_text()
    assert re.search(r"arxiv: '2507.00001'", one)
    assert "Ada Lovelace" in one
    assert "arxiv" not in (site / "content/papers/2025/07/31/two.yaml").read_text()


def test_enrich_keeps_what_it_found_before_arxiv_stopped_responding(site: Path, server: LocalServer) -> None:
    for key, title in {"one": "A Paper That Was Missing Here", "two": "A Paper That Is Missing"}.items():
        file = site / f"content/papers/2025/07/31/{key}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"title: {title}\ndate: 2025-07-31\nabstract: It says something.\n")
    server.plan(Reply(body=ATOM.encode()), Reply(status=403))
    result = run(site, "enrich")
    assert result.exit_code == 3
    assert "Not all titles were searched: 127.0.0.1 answered 403 Forbidden\n" in result.output
    assert "arxiv: '2507.00001'" in (site / "content/papers/2025/07/31/one.yaml").read_text()
