"""What an import writes checks clean, whatever strangers write: papers are imported, or set aside with a reason."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.checks.content import check_content
from generator.importing.run import import_files, parsed_file
from generator.sources.registry import parse
from generator.store.load import load_content
from tests.importing.file_formats import EXPORT, FORMATS
from tests.importing.import_samples import DAY

#: Texts that broke a reader, a writer or a page somewhere, and ids and addresses that look right.
HOSTILE = (
    *(
        "",
        " ",
        "\u200b",
        "\u202e",
        "\ufeff",
        "\x00",
        "\x1b[31m",
        "\x7f",
        "\x85",
        "\u2028",
        "\ud800",
        "\ufffe",
        "\U000e0041",
    ),
    *(
        "---",
        "...",
        "a: b",
        "# no comment",
        " #",
        "- item",
        "? key",
        "!!python/object",
        "&a *a",
        "<<",
        "null",
        "~",
        "yes",
    ),
    *("1e999", "0x10", "2401.10000", "2024-02-30", "'", '"', "'''", "|", ">", "%YAML 1.1", "{", "[", "@x", "`x`", "\\"),
    *(
        "<script>alert(1)</script>",
        "=cmd()",
        "\t",
        "a\r\nb",
        "a\n\n\n---\nb",
        "a\n# b",
        "$\\frac{$",
        "\\input{/etc/passwd}",
    ),
    *("CON", "..", "index", "../../x", "日本語", "🙂", "e\u0301", "İ", "ß", "x" * 2_100, "word " * 900, "W" * 300_000),
    *("http://127.0.0.1/", "https://user@example.org/", "javascript:alert(1)", "https://example.org/\u202e", "//x"),
    *("10.1000/xyz", "10.1/<x>", "https://doi.org/10.1000/a b", "arXiv:2401.10000v3", "hep-th/9901001", "9999.99999"),
    *("https://arxiv.org/abs/2401.10000", "https://openreview.net/forum?id=x", "2024.acl-long.1"),
    *("0000", "1799", "2024", "2024-13", "2024-02-30T25:00:00Z", "9999-12-31", "3000-01-01", "-1", "1" * 400),
)
TEXT = st.sampled_from(HOSTILE) | st.text(max_size=12)
FIELDS = (
    *("title", "abstract", "summary", "id", "doi", "arxiv", "url", "pdf", "code", "project", "venue", "journal"),
    *("volume", "number", "pages", "publisher", "genre", "published", "updated", "date", "year", "comment", "type"),
    *("title_zh", "abstract_de", "translated_title", "title (xx)", "摘要翻译"),
    *("categories", "keywords", "status", "note", "key", "image", "topics", "aliases", "rank", "kind"),
)
AUTHOR = TEXT | st.fixed_dictionaries(
    {"name": TEXT}, optional={"orcid": TEXT, "affiliation": TEXT | st.lists(TEXT, max_size=3)}
)
#: Lists as long as those of large collaborations: a record with so many values or bytes is too large.
AUTHORS = (
    st.lists(AUTHOR, max_size=4)
    | st.lists(AUTHOR, max_size=4)
    | st.builds(
        lambda count, affiliation: [{"name": f"Ada Example{n}", "affiliation": affiliation} for n in range(count)],
        st.sampled_from((200, 5_000)),
        TEXT,
    )
)
LINKS = st.dictionaries(st.sampled_from(("page", "pdf", "code", "more", "model")), TEXT | st.lists(TEXT), max_size=3)
IDS = st.dictionaries(st.sampled_from(("arxiv", "doi", "acl", "openreview")), TEXT, max_size=3)
TRANSLATIONS = st.dictionaries(
    st.sampled_from(("zh", "zh-Hant", "de", "no", "xx", "")) | TEXT,
    st.dictionaries(st.sampled_from(("title", "abstract", "by", "model", "date", "else")), TEXT, max_size=4),
    max_size=3,
)
RECORD = st.dictionaries(st.sampled_from(FIELDS), TEXT | st.lists(TEXT, max_size=3), max_size=8).flatmap(
    lambda record: st.fixed_dictionaries(
        {"title": TEXT | st.just("A Plain Title")},
        optional={"authors": AUTHORS, "links": LINKS, "ids": IDS, "translations": TRANSLATIONS},
    ).map(lambda more: record | more)
)
RECORDS = st.lists(RECORD, min_size=1, max_size=3)


@settings(
    max_examples=int(os.environ.get("DIGESTIF_EXAMPLES", "30")),
    deadline=None,
    derandomize=False,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
@given(answers=st.lists(st.tuples(st.sampled_from(sorted(FORMATS)), RECORDS), min_size=1, max_size=3))
def test_what_an_import_writes_checks_clean(
    tmp_path_factory: Any, answers: list[tuple[str, list[dict[str, Any]]]]
) -> None:
    site: Path = tmp_path_factory.mktemp("hostile")
    for name, records in answers:
        source, write = FORMATS[name]
        parsed = parse(source, write(records), name=name)
        plan = import_files(site, [parsed_file(site, site / name, parsed)], day=DAY)
        counts = plan.report.counts
        assert counts.read == len(parsed.papers) + len(parsed.quarantined)
        problems = check_content(load_content(site), today=DAY)
        # Of two records with one title in a digest's export, a person has decided that they are two papers, or has to.
        may_repeat = any(name == EXPORT for name, _ in answers)
        errors = [
            str(problem)
            for problem in problems
            if problem.severity == "error" and not (may_repeat and problem.code == "record-twice")
        ]
        assert errors == []
