/* Stands for search-engine.js in tests of the page: answers are those of window.fakeSearch, made complete here. */

export class Engine {
  /** @param {URL} root */
  constructor(root) {
    this.root = root
  }

  async manifest() {
    return { papers: window.fakeCards.length, topics: { vision: "Vision", robotics: "Robotics" }, has: ["code"] }
  }

  async search(query, options) {
    const answer = await window.fakeSearch(query, options)
    return {
      groups: [{ kind: "all", count: answer.results.length }],
      total: window.fakeCards.length,
      found: answer.results.filter(({ group }) => group === "all").length,
      corrections: [],
      instead: null,
      shown: null,
      unknown: [],
      unknownValues: [],
      facets: {},
      marks: { words: new Set(), names: new Set(), phrases: [] },
      canUseMeaning: false,
      meaningFailed: false,
      nothingClose: false,
      ...answer,
    }
  }

  async cards(results) {
    return results.map(({ row }) => ({ ...window.fakeCards[row], href: new URL(`papers/${window.fakeCards[row].key}/`, this.root).href }))
  }

  async facet() {
    return [["Ada Lovelace", 2]]
  }

  async complete() {
    return { words: [], authors: window.fakeAuthors ?? [] }
  }

  async reset() {}
}

export const sharedEngine = (root) => new Engine(root)
