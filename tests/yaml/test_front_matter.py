"""Front matter is YAML, whatever the values are, and is read back as it was written."""

from __future__ import annotations

import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from generator.yaml.front_matter import dump_front_matter, load_front_matter

VALUES = st.dictionaries(st.sampled_from(["kind", "title", "description", "head"]), st.text(max_size=40))


@given(values=VALUES)
@example(values={"kind": "day", "title": "no", "description": "It's: 'quoted' # and # more", "head": '<meta name="a">'})
@example(values={"kind": "null", "title": "a\x85b\u2028c\x00\ufeff\uffff", "description": "\n", "head": " \U0001f600 "})
def test_any_values_are_read_back(values: dict[str, str]) -> None:
    dumped = dump_front_matter(values)
    lines = dumped.removeprefix("---\n").removesuffix("---\n")
    assert dumped == f"---\n{lines}---\n"
    assert lines.count("\n") == len(values)
    assert load_front_matter(lines) == values
    assert (yaml.safe_load(lines) or {}) == values
