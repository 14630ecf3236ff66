"""The scripts of a site are those of the theme, without comments and indentation."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

import generator.theme
from generator.build.site.scripts import shortened_script

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted((Path(generator.theme.__path__[0]) / "assets" / "javascripts").glob("*.js"))
TYPESCRIPT = ROOT / "tests" / "javascript" / "node_modules" / "typescript"
#: Prints the texts of all tokens of each file, so that only comments and white space can differ.
TOKENS = """
const ts = require(process.argv[1])
const tokens = (node, file, found) => {
  const children = node.getChildren(file)
  if (!children.length) found.push(node.getText(file))
  else for (const child of children) if (!ts.isJSDoc(child)) tokens(child, file, found)
  return found
}
const texts = JSON.parse(require("fs").readFileSync(0, "utf8"))
const parsed = texts.map((text) => ts.createSourceFile("a.js", text, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS))
console.log(JSON.stringify(parsed.map((file) => tokens(file, file, []))))
"""


@pytest.mark.skipif(
    shutil.which("node") is None or not TYPESCRIPT.is_dir(), reason="needs Node.js and `make javascript`"
)
def test_only_comments_and_white_space_are_removed() -> None:
    texts = [path.read_text() for path in SCRIPTS]
    short = [shortened_script(str(path)) for path in SCRIPTS]
    command = ["node", "-e", TOKENS, str(TYPESCRIPT)]
    ran = subprocess.run(command, input=json.dumps([*texts, *short]), capture_output=True, text=True, check=True)
    tokens = json.loads(ran.stdout)
    for path, whole, shortened in zip(SCRIPTS, tokens[: len(texts)], tokens[len(texts) :], strict=True):
        assert shortened == whole, path.name
    assert sum(map(len, filter(None, short))) < 0.8 * sum(map(len, texts))


def test_other_scripts_stay_as_they_are(tmp_path: Path) -> None:
    own = tmp_path / "own.js"
    own.write_text("// mine\n")
    assert shortened_script(str(own)) is None
