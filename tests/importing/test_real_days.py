"""All real days of the daily-papers API: counts add up, nothing is lost, and neither repetition nor order matters."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

from generator.importing.report import Counts
from generator.importing.run import parsed_file
from generator.sources.hf_json import parse_hf_json
from generator.store.load import load_valid_content
from tests.importing.import_samples import content_files, import_into


def test_all_real_days(tmp_path: Path, shared: Path) -> None:
    names = sorted((shared / "samples" / "hf-daily").glob("*.json"))
    raw = {name: name.read_bytes() for name in names}
    parsed = [(name, parse_hf_json(raw[name], name=name.name)) for name in names]
    sites = [tmp_path / "whole", tmp_path / "one-by-one"]
    for site in sites:
        site.mkdir()
    whole, one_by_one = sites

    plan = import_into(whole, *(parsed_file(whole, name, papers) for name, papers in parsed))

    counts = plan.report.counts
    ids = {
        found.decode()
        for name in names
        for found in re.findall(rb"""['"]paper['"]: ?\{\s*['"]id['"]: ?['"]([\d.]+)""", raw[name])
    }
    assert len(ids) > 250
    assert load_valid_content(whole).library.records.keys() == ids
    assert (counts.read, counts.new) == (sum(len(papers.papers) for _, papers in parsed), len(ids))
    again = import_into(whole, *(parsed_file(whole, name, papers) for name, papers in parsed))
    assert again.steps == ()
    assert again.report.counts == Counts(unchanged=counts.new, repeated=counts.repeated)

    shuffled = list(parsed)
    Random(7).shuffle(shuffled)
    for name, papers in shuffled:
        import_into(one_by_one, parsed_file(one_by_one, name, papers))
    assert content_files(one_by_one) == content_files(whole)
