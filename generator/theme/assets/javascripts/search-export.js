/* Search results for a reference manager, a table or a text. Loaded when somebody asks for an export. */

const LIMIT = 500 // papers an export holds
const AT_ONCE = 16 // cards asked for at the same time
const KINDS = {
  BibTeX: { write: bibtex, file: "papers.bib", type: "application/x-bibtex" },
  RIS: { write: ris, file: "papers.ris", type: "application/x-research-info-systems" },
  CSV: { write: csv, file: "papers.csv", type: "text/csv" },
  Markdown: { write: markdown, file: "papers.md", type: "text/markdown" },
}

/** Copy or download the results; gives the sentence that says what was done. */
export async function exported(engine, answer, format, what) {
  const { write, file, type } = KINDS[format]
  const chosen = answer.results.slice(0, LIMIT)
  const papers = []
  for (let at = 0; at < chosen.length; at += AT_ONCE) {
    papers.push(...(await Promise.all(chosen.slice(at, at + AT_ONCE).map((result) => engine.card(result)))))
  }
  const text = write(papers)
  if (what === "copy") await navigator.clipboard.writeText(text)
  else save(text, file, type)
  const of = chosen.length < answer.results.length ? `the first ${LIMIT} of ${answer.results.length.toLocaleString("en")}` : papers.length.toLocaleString("en")
  return `${what === "copy" ? "Copied" : "Saved"} ${of} ${papers.length === 1 ? "paper" : "papers"} as ${format}.`
}

function save(text, file, type) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }))
  link.download = file
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10000)
}

/** The entries were made with the record's page, by the writer that knows LaTeX. Two papers may share a first author,
 * a year and a first word, so keys that come again are numbered: a .bib file with equal keys loses entries. */
export function bibtex(papers) {
  const taken = new Set()
  return papers
    .map((paper) =>
      paper.bibtex.replace(/^(@\w+\{)([^,]*)/, (whole, kind, key) => {
        let free = key
        for (let number = 2; taken.has(free); number++) free = `${key}-${number}`
        taken.add(free)
        return kind + free
      }),
    )
    .join("\n")
}

export function ris(papers) {
  const line = (tag, value) => (value ? `${tag}  - ${String(value).replace(/\s+/g, " ").trim()}\r\n` : "")
  return papers
    .map(
      (paper) =>
        line("TY", paper.venue ? "CONF" : paper.arxiv ? "UNPB" : "GEN") +
        line("TI", paper.title) +
        (paper.authors ?? []).map((name) => line("AU", lastFirst(name))).join("") +
        line("PY", year(paper)) +
        line("AB", paper.abstract) +
        line("DO", paper.doi) +
        line(paper.venue ? "T2" : "PB", paper.venue ?? (paper.arxiv && "arXiv")) +
        line("AN", paper.arxiv && `arXiv:${paper.arxiv}`) +
        line("UR", paper.links?.[0]?.[1] ?? paper.href) +
        "ER  - \r\n",
    )
    .join("\r\n")
}

/** Fields as RFC 4180 has them. A cell that a spreadsheet would take for a formula begins with an apostrophe. */
export function csv(papers) {
  const cell = (value) => {
    const text = String(value ?? "")
    const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
    return `"${harmless.replaceAll('"', '""')}"`
  }
  const head = ["key", "title", "authors", "date", "topics", "arxiv", "doi", "venue", "votes", "url", "abstract"]
  const row = (paper) => [paper.key, paper.title, paper.authors?.join("; "), paper.date, paper.topics?.join("; "), paper.arxiv, paper.doi, paper.venue, paper.votes, paper.href, paper.abstract]
  return [head, ...papers.map(row)].map((cells) => `${cells.map(cell).join(",")}\r\n`).join("")
}

export function markdown(papers) {
  const plain = (text) => String(text).replace(/[\\`*_{}[\]<>()#+.!|~$&-]/g, "\\$&").replace(/\s+/g, " ")
  const line = (paper) => {
    const authors = paper.authors?.length ? ` ${plain(paper.authors.join(", "))}.` : ""
    return `- [${plain(paper.title)}](<${paper.href}>).${authors} ${paper.date}.\n`
  }
  return papers.map(line).join("")
}

/** A new-style arXiv id tells the year of publication; a digest's day does not. */
const year = ({ arxiv, bibtex: entry }) => /^\s*year\s*=\s*\{(\d{4})\}/m.exec(entry)?.[1] ?? (/^\d{4}\./.test(arxiv ?? "") ? `20${arxiv.slice(0, 2)}` : "")

function lastFirst(name) {
  const at = name.lastIndexOf(" ")
  return at < 0 || name.includes(",") ? name : `${name.slice(at + 1)}, ${name.slice(0, at)}`
}
