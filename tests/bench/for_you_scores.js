/* Scores lists of papers for simulated readers, with the scripts and files of the site. Input and output are JSON. */

import { readFileSync } from "node:fs"
import { inflateRawSync } from "node:zlib"
import { learn } from "../../generator/theme/assets/javascripts/for-you-examples.js"
import { readFeatures } from "../../generator/theme/assets/javascripts/for-you-files.js"

const { index, without, readers } = JSON.parse(readFileSync(0, "utf8"))
const head = JSON.parse(readFileSync(`${index}/features.json`, "utf8"))
const papers = new Map(
  head.firsts.flatMap((_, number) =>
    readFeatures(new Uint8Array(inflateRawSync(readFileSync(`${index}/${head.folder}/${number}`))), head.topics),
  ),
)
const empty = { topics: [], authors: [], vector: null }
for (const features of papers.values()) for (const name of without) features[name] = empty[name]
const known = (keys) => keys.map((key) => papers.get(key))
const none = { terms: new Map(), topics: new Map(), authors: new Map() }

const began = process.cpuUsage()
const scores = readers.map(({ bookmarked, hidden, read, others, lists }) => {
  const chosen = { bookmarked: known(bookmarked), hidden: known(hidden), read: known(read), others: known(others) }
  const model = learn(chosen, none)
  return lists.map((keys) => known(keys).map((features) => model.score(features)))
})
const { user, system } = process.cpuUsage(began)
console.log(JSON.stringify({ scores, milliseconds: (user + system) / 1000 }))
