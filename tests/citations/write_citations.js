/* Writes papers of the API in every format: JSON in on standard input, JSON out. */

import { readFileSync } from "node:fs"

const folder = new URL("../../generator/theme/assets/javascripts/", import.meta.url)
const [{ bibtex }, { ris }, { csl }, { styled, STYLE_NAMES }, { citationFromApi }, { write }] = await Promise.all(
  ["bibtex", "ris", "csl", "styles", "from-api", "formats"].map(
    (name) => import(new URL(`citation-${name}.js`, folder)),
  ),
)

const { papers, shown } = JSON.parse(readFileSync(0, "utf8"))
const citations = papers.map(citationFromApi)
const listed = citations.map((citation, place) => ({ citation, topics: [], ...papers[place] }))
console.log(
  JSON.stringify({
    citations,
    bibtex: citations.map((citation) => bibtex(citation)),
    ris: citations.map((citation) => ris(citation)),
    csl: citations.map((citation) => csl(citation)),
    styled: citations.map((citation, place) =>
      Object.fromEntries(STYLE_NAMES.map((style) => [style, styled({ ...citation, title: shown[place] }, style)])),
    ),
    files: Object.fromEntries(["BibTeX", "RIS", "CSL-JSON"].map((format) => [format, write(listed, format).text])),
  }),
)
