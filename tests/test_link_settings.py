"""Links from papers to other sites, and comments: the settings in mkdocs.yml, and what is said about wrong ones."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from generator.comment_settings import Comments
from generator.errors import DigestifError
from generator.link_settings import DEFAULT_LINKS, other_sites
from generator.model import Ids, Paper
from generator.settings import Settings, parse_settings

GUIDE = (Path(__file__).parent.parent / "docs" / "theming.md").read_text()


def paper(title: str = "A paper", **ids: str) -> Paper:
    return Paper(title=title, date=date(2025, 7, 31), ids=Ids(**ids))


def parsed(settings: str) -> Settings:
    lines = "".join(f"    {line}\n" for line in settings.splitlines())
    return parse_settings(f"extra:\n  digestif:\n{lines}".encode())


def test_papers_lead_to_the_usual_sites_that_know_their_ids() -> None:
    assert list(other_sites(DEFAULT_LINKS, paper(arxiv="2401.10000"))) == [
        *("HTML", "alphaXiv", "Hugging Face", "Semantic Scholar", "Connected Papers")
    ]
    assert other_sites(DEFAULT_LINKS, paper(doi="10.1145/3292500.3330701")) == {
        "Semantic Scholar": "https://api.semanticscholar.org/10.1145/3292500.3330701",
        "Connected Papers": "https://www.connectedpapers.com/api/redirect/doi/10.1145/3292500.3330701",
    }
    assert other_sites(DEFAULT_LINKS, paper()) == {}


def test_the_documented_links() -> None:
    [documented] = re.findall(r"```yaml\n(extra:\n  digestif:\n    paper_links:.*?)```", GUIDE, re.DOTALL)
    links = parse_settings(documented.encode()).paper_links
    found = other_sites(links, paper("50% of what? A/B & C", doi="10.1145/3292500.3330701"))
    assert found == {"Google Scholar": "https://scholar.google.com/scholar?q=50%25%20of%20what%3F%20A%2FB%20%26%20C"}
    assert other_sites(links, paper(arxiv="hep-th/9901001"))["alphaXiv"].endswith("/abs/hep-th/9901001")


def test_no_links_to_other_sites() -> None:
    assert parsed("paper_links: false").paper_links == ()
    assert parsed("paper_links:").paper_links == DEFAULT_LINKS


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("paper_links: [x]", "mkdocs.yml:3:18: extra.digestif.paper_links: is not a mapping"),
        ("paper_links: {A: }", "mkdocs.yml:3:22: extra.digestif.paper_links.A: has no address"),
        ("paper_links: {A: [[x]]}", "mkdocs.yml:3:22: extra.digestif.paper_links.A: has a value that is not text"),
        (
            "paper_links: {A: 'https://a.org/{isbn}'}",
            "mkdocs.yml:3:22: extra.digestif.paper_links.A: '{isbn}' is not a field of a paper",
        ),
        (
            "paper_links: {A: 'https://a.org/'}",
            "mkdocs.yml:3:22: extra.digestif.paper_links.A: 'https://a.org/' is the same for every paper",
        ),
        (
            "paper_links: {A: 'https://{title}/'}",
            "mkdocs.yml:3:22: extra.digestif.paper_links.A: 'https://{title}/' has a field in the name of its host",
        ),
        (
            "paper_links: {A: 'javascript:{title}'}",
            "mkdocs.yml:3:22: extra.digestif.paper_links.A: 'javascript:0' is not a web address",
        ),
        (
            "comments: {repo: ada/papers}",
            "mkdocs.yml:3:15: extra.digestif.comments: needs repo_id",
        ),
        (
            "comments: {repo: ada, repo_id: R_kgDO, category: Papers, category_id: DIC_kw}",
            "mkdocs.yml:3:22: extra.digestif.comments.repo: 'ada' is not a repository",
        ),
        (
            "comments: {repo: a/b, repo_id: R_kgDO, category: '\"><script>', category_id: DIC_kw}",
            "mkdocs.yml:3:54: extra.digestif.comments.category: '\"><script>' is not a category",
        ),
        (
            f"comments: {{repo: a/b, repo_id: R_kgDO, category: {'x' * 5000}, category_id: DIC_kw}}",
            "mkdocs.yml:3:54: extra.digestif.comments.category: 'xxx",
        ),
        (
            "comments: {repo: a/b, repo_id: R_kgDO, category: '~', category_id: DIC_kw}",
            "mkdocs.yml:3:54: extra.digestif.comments.category: '~' is not a category",
        ),
        ("paper_links: {~: 'https://a.org/{doi}'}", "mkdocs.yml:3:22: extra.digestif.paper_links.~: is not a label"),
        (
            "paper_links:\n  A b: 'https://a.org/{doi}'\n  A  b: 'https://b.org/{doi}'",
            "mkdocs.yml:5:7: extra.digestif.paper_links.A b: is there twice, first on line 4",
        ),
        (
            "paper_links:\n  A: 'https://a.org/{doi}'\n  A: 'https://b.org/{doi}'",
            "mkdocs.yml:5:7: extra.digestif.paper_links.A: is there twice, first on line 4",
        ),
        ("comments: {theme: dark}", "mkdocs.yml:3:23: extra.digestif.comments.theme: no such setting"),
    ],
)
def test_a_wrong_setting_is_named_with_its_place(settings: str, message: str) -> None:
    with pytest.raises(DigestifError) as error:
        parsed(settings)
    assert str(error.value).startswith(message)


def test_the_documented_comments() -> None:
    [documented] = re.findall(r"```yaml\n(extra:\n  digestif:\n    comments:.*?)```", GUIDE, re.DOTALL)
    assert parse_settings(documented.encode()).comments == Comments(
        repo="ada/papers", repo_id="R_kgDOABCDEF", category="Papers", category_id="DIC_kwDOABCDEF4CABCD"
    )
    assert parsed("comments:").comments is None
    assert parsed("comments: false").comments is None
