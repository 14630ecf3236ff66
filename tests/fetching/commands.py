"""The commands of a digest whose services are a local server, and what they leave in content/."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from generator.cli.main import main

#: An answer of arXiv with one paper.
ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">
  <id>http://arxiv.org/api/x</id><title>arXiv Query</title>
  <opensearch:totalResults>1</opensearch:totalResults>
  <entry>
    <id>http://arxiv.org/abs/2507.00001v1</id>
    <title>A Paper That Was Missing Here</title>
    <summary>It says something.</summary>
    <published>2025-07-01T00:00:00Z</published>
    <author><name>Ada Lovelace</name></author>
  </entry>
</feed>"""


def run(site: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(site), *arguments])


def content(site: Path) -> dict[str, bytes]:
    files = (file for file in (site / "content").rglob("*") if file.is_file())
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in files}
