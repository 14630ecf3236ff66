"""The results of queries on the search page, in the browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.search.conftest import watched

pytestmark = pytest.mark.browser

FALL, CHAIN, GAMMA = "2507.10001", "2507.10002", "2506.10003"
CJK, BRIDGES, HOSTILE = "2412.10004", "10.1145-3292500", "hostile"


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """A page that stays open, because opening one takes a second; every query is that of a new visitor."""
    page = browser.new_page(viewport={"width": 1100, "height": 800})
    page.add_init_script("localStorage.clear(); sessionStorage.clear()")
    yield page
    page.close()


@pytest.fixture
def page(tab: Page) -> Iterator[Page]:
    with watched(tab) as page:
        yield page


def find(page: Page, address: str, query: str, **more: str) -> list[str]:
    """Search, and return the keys of the papers with all words in their order."""
    page.goto(f"{address}/search/?{urlencode({'q': query, **more})}")
    results = page.locator("[data-search-results]")
    expect(results).to_have_attribute("data-total", re.compile(r"\d+"))
    expect(page.locator("[data-search-status]")).to_contain_text(re.compile("paper|No results"))
    found = page.locator("[data-search-group=all] [data-key]")
    return list(found.evaluate_all("cards => cards.map(card => card.dataset.key)"))


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("robot", [FALL, CHAIN]),
        ("robots", [FALL, CHAIN]),
        ("robot -chain", [FALL]),
        ("chain thought", [CHAIN, GAMMA]),
        ('"chain of thought"', [CHAIN]),
        ("\u201cchain of thought\u201d", [CHAIN]),
        ('thought -"chain of thought"', [GAMMA]),
        ("author:lovelace", [FALL, BRIDGES]),
        ("author:munoz", [FALL]),
        ("author:Muñoz", [FALL]),
        ("muñoz", [FALL]),
        ('author:"grace hopper"', [CHAIN]),
        ("author:oberg", [GAMMA]),
        ("author:王小明", [CJK]),
        ("lovelace -author:munoz filler", []),
        ("topic:robotics", [FALL]),
        ('topic:"language models" year:2025', [CHAIN, GAMMA]),
        ("topic:language-models after:2025-07", [CHAIN]),
        ("topic:language-models before:2025-06-02", [CJK]),
        ("topic:language-models after:2025-06-02 before:2025-06-03", [GAMMA]),
        ("-topic:vision year:2025 year:2024 -month:2025-07", [GAMMA, CJK]),
        ("has:code", [FALL, CJK]),
        ("source:hf-daily month:2025-06", [GAMMA]),
        ("has:code retrieval", [CJK]),
        ("schrodinger", [BRIDGES]),
        ("SCHRÖDINGER", [BRIDGES]),
        ("naïve", [BRIDGES]),
        ("γ-MoD", [GAMMA]),
        ("gamma-mod", [GAMMA]),
        ("C++", [GAMMA]),
        ("C#", [GAMMA]),
        ("R1-like", [GAMMA]),
        ("2.68×", [GAMMA]),
        ("2.68x", [GAMMA]),
        ("268", []),
        ("检索增强", [CJK]),
        ("索增", [CJK]),
        ("检强", []),
        ("self-supervised", [BRIDGES]),
        ("self supervised", [BRIDGES]),
        ("selfsupervised", [BRIDGES]),
        ("flash attention", [BRIDGES]),
        ("10000 images", [BRIDGES]),
        ("2507.10001", [FALL]),
        ("arXiv:2507.10001v2", [FALL]),
        ("https://arxiv.org/abs/2507.10001", [FALL]),
        ("https://arxiv.org/pdf/2507.10001v1.pdf", [FALL]),
        ("2507.1000", [CHAIN, FALL]),
        ("10.1145/3292500.3330701", [BRIDGES]),
        ("https://doi.org/10.1145/3292500.3330701", [BRIDGES]),
        ("reinforc", [FALL]),
        ("zzzzqqq", []),
        ("robot zzzzqqq", []),
        ("robotzzz", []),
        ("html <b>titles</b>", []),
        ("onerror", [HOSTILE]),
    ],
)
def test_a_query_finds(page: Page, address: str, query: str, keys: list[str]) -> None:
    assert find(page, address, query) == keys
