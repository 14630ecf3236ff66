"""Programs of a few lines that use the data. ``tests/site/test_data_examples.py`` runs each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.language.words import gettext_noop


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """A program; ``{api}`` in its text stands for the address of the API, which ends with a slash."""

    name: str
    language: Literal["bash", "python", "javascript", "sql", "r"]
    text: str

    def code(self, address: str) -> str:
        """Return the program for the API at an address."""
        return self.text.replace("{api}", address)


EXAMPLES = (
    Example(
        name=gettext_noop("curl: download all papers"),
        language="bash",
        text="""\
curl --fail --silent --show-error --remote-name {api}papers.jsonl.gz
gunzip --keep --force papers.jsonl.gz
wc -l papers.jsonl
""",
    ),
    Example(
        name=gettext_noop("Python: print the newest papers"),
        language="python",
        text="""\
import gzip, json
from urllib.request import urlopen

with urlopen("{api}papers.jsonl.gz") as response, gzip.open(response, "rt", encoding="utf-8") as lines:
    papers = [json.loads(line) for line in lines]

for paper in papers[-3:]:
    print(paper["date"], paper["title"])
""",
    ),
    Example(
        name=gettext_noop("JavaScript: print the papers of the newest digest"),
        language="javascript",
        text="""\
const api = "{api}"
const get = async (path) => (await fetch(api + path)).json()

const index = await get("index.json")
const digest = await get(index.digests[0].path)
for (const { shard, keys } of digest.papers) {
  const { papers } = await get(`papers/${shard}.json`)
  const byKey = new Map(papers.map((paper) => [paper.key, paper]))
  for (const key of keys) console.log(byKey.get(key).title)
}
""",
    ),
    Example(
        name=gettext_noop("DuckDB: count papers by month"),
        language="sql",
        text="""\
-- After: curl --remote-name {api}papers.jsonl.gz
SELECT strftime(date, '%Y-%m') AS month, count(*) AS papers
FROM read_json('papers.jsonl.gz', format = 'newline_delimited')
GROUP BY month
ORDER BY month DESC;
""",
    ),
    Example(
        name=gettext_noop("R: count papers by month"),
        language="r",
        text="""\
library(jsonlite)
papers <- stream_in(gzcon(url("{api}papers.jsonl.gz")), verbose = FALSE)
print(table(substr(papers$date, 1, 7)))
""",
    ),
)
