/* Writes papers of the API, or cards of the search index, in every format: JSON in on standard input, JSON out. */

import { readFileSync } from "node:fs"

const folder = new URL("../../generator/theme/assets/javascripts/", import.meta.url)
const load = (name) => import(new URL(`${name}.js`, folder))
const [{ bibtex }, { ris }, { csl }, { styled, STYLE_NAMES }, { citationFromApi }, { FORMAT_NAMES, write }] =
  await Promise.all(["bibtex", "ris", "csl", "styles", "from-api", "formats"].map((name) => load(`citation-${name}`)))
const { listed } = await load("search-export")

const filesOf = (papers) => Object.fromEntries(FORMAT_NAMES.map((format) => [format, write(papers, format).text]))

function fromApi({ papers, shown }) {
  const citations = papers.map(citationFromApi)
  return {
    citations,
    bibtex: citations.map((citation) => bibtex(citation)),
    ris: citations.map((citation) => ris(citation)),
    csl: citations.map((citation) => csl(citation)),
    styled: citations.map((citation, place) =>
      Object.fromEntries(STYLE_NAMES.map((style) => [style, styled({ ...citation, title: shown[place] }, style)])),
    ),
    files: filesOf(
      papers.map(({ key, date, url, topics = [], votes }, place) => ({
        ...{ key, date, topics, votes },
        href: url,
        citation: citations[place],
      })),
    ),
  }
}

const given = JSON.parse(readFileSync(0, "utf8"))
console.log(JSON.stringify(given.cards ? { files: filesOf(given.cards.map(listed)) } : fromApi(given)))
