"""What each feature of a site takes: files by their paths, and the parts of the page of a paper."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.bench.results import Weight

PAPER_PAGE = "Page of the paper"
#: Features and the files that there would not be without them; the first that fits a path has the file.
FEATURES = {
    PAPER_PAGE: r"papers/",
    "Days, with abstracts": r"days/.*\.html$",
    "Days as Markdown": r"days/",
    "Weeks, months and years": r"(weeks|months|years)/",
    "Topics": r"topics/",
    "Authors": r"(authors|names)/",
    "Archive and statistics": r"(archive|statistics|trends|map|status)/",
    "Search: cards of results": r"search-index/cards/",
    "Search: words and their places": r"search-index/(terms|places)\.",
    "Search: authors, filters, meaning": r"search-index/",
    "API": r"api/v1/(?!papers\.jsonl)",
    "Download of all papers": r"(api|data)/.*\.(jsonl|parquet|csv)",
    "Feeds": r"feeds/",
    "New papers since the last visit": r"new-papers/",
    "Sitemap": r"sitemap\.xml",
}
#: Pages that are written once, scripts, style sheets and icons: their size does not depend on the archive.
FIXED = "Scripts, styles and other pages"
#: Parts of the page of a paper, in HTML; the first that fits has the text.
PAGE_PARTS = {
    "Head: data for search engines (JSON-LD)": r'<script type="application/ld\+json">.*?</script>',
    "Head: data for reference managers": r'<meta (?:name|property)="(?:citation_|z:|dc)[^>]*>',
    "Head: the rest": r"<head>.*?</head>",
    "Abstract": r'<section class="dg-abstract".*?</section>',
    "BibTeX": r'<section class="dg-cite".*?</section>',
    "Related papers": r'<section class="dg-related".*?</section>',
    "Topics with reasons": r'<section>(?:(?!</section>).)*?<a class="dg-badge.*?</section>',
    "Neighbours in lists": r'<nav class="dg-list-pager".*?</nav>',
    "Links to correct the paper": r'<section class="dg-report".*?</section>',
    "Links": r'<p class="dg-links.*?</p>',
    "Title, authors, dates": r"<main\b.*?</main>",
}
FRAME = "Frame: header, footer"
#: How many pages are taken apart.
_SAMPLE = 500


def weigh_features(site: Path) -> Mapping[str, Weight]:
    """Return the files and bytes of each feature of a site, the largest first; those of no feature come last."""
    files: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for file in site.rglob("*"):
        if file.is_file():
            feature = feature_of(file.relative_to(site).as_posix())
            files[feature] += 1
            sizes[feature] += file.stat().st_size
    order = sorted(sizes, key=lambda name: (name == FIXED, -sizes[name]))
    return {name: Weight(files=files[name], size=sizes[name]) for name in order}


def feature_of(path: str) -> str:
    """Return the feature to which a file of the site belongs."""
    return next((name for name, pattern in FEATURES.items() if re.match(pattern, path)), FIXED)


def weigh_pages(site: Path) -> Mapping[str, float]:
    """Return the mean bytes of the parts of a paper's page, from pages of the whole archive."""
    pages = sorted((site / "papers").glob("*/index.html"))
    return mean_parts(page.read_text(encoding="utf-8") for page in pages[:: max(1, len(pages) // _SAMPLE)])


def mean_parts(pages: Iterable[str]) -> Mapping[str, float]:
    """Return the mean bytes of the parts of pages."""
    sizes: Counter[str] = Counter()
    count = 0
    for page in pages:
        sizes.update(take_apart(page))
        count += 1
    return {name: sizes[name] / count for name in (*PAGE_PARTS, FRAME)}


def take_apart(page: str) -> Mapping[str, int]:
    """Return the bytes of the parts of a page; what belongs to no other part is its frame."""
    sizes = {}
    for name, pattern in PAGE_PARTS.items():
        rest = re.sub(pattern, "", page, flags=re.DOTALL)
        sizes[name] = len(page.encode()) - len(rest.encode())
        page = rest
    return {**sizes, FRAME: len(page.encode())}
