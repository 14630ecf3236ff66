/* Names of people in citations, as generator/text/people/names.py has them. */

/**
 * The parts of a name; `family` alone for a group and for a name of one word.
 *
 * @typedef {{given: string, particle: string, family: string, suffix: string}} PersonName
 */

const PARTICLE =
  /^(?:af|al|ap|av|ben|bin|bint|da|dal|dalla|das|de|degli|dei|del|della|delle|den|der|des|di|do|dos|du|el|ibn|la|las|le|lo|los|op|te|ten|ter|tot|van|vande|vander|vom|von|zu|zum|zur|d['’]|l['’]|['’]t)$/
const GROUP = new RegExp(
  String.raw`\s(?:teams?|collaborations?|consorti(?:um|a)|groups?|network|initiative|project|investigators|authors` +
    String.raw`|contributors|labs?|laborator(?:y|ies)|universit(?:y|ies)|institutes?|research|deepmind|community` +
    String.raw`|foundation|association|organi[sz]ation|corporation|committee|inc\.?|ltd\.?|llc|gmbh)$`,
  "i",
)
const CASED_GROUP = /^(?:Team|University|Institute)\s|\sAI$/
const SUFFIX = /^(?:jr|jnr|sr|snr|ii|iii|iv|2nd|3rd)\.*$/i
const CJK = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\u30fc]+$/u
const KATAKANA = /^\p{Script=Katakana}+$/u

/** Whether a name is that of authors who are no person, as in "Qwen Team". @param {string} name */
const isGroup = (name) => GROUP.test(name) || CASED_GROUP.test(name)

/** @param {...string} parts */
const join = (...parts) => parts.filter(Boolean).join(" ")

/** @param {string} text */
const words = (text) => text.split(/\s+/).filter(Boolean)

/**
 * A name as a paper prints it, in its parts.
 *
 * @param {string} name
 * @param {string} [stated] the family name with its particles, where it is not the last word
 * @returns {PersonName}
 */
export function splitName(name, stated) {
  if (!stated)
    return { given: words(name).slice(0, -1).join(" "), particle: "", family: words(name).at(-1) ?? "", suffix: "" }
  if (words(name).join(" ") === stated) return { given: "", suffix: "", ...splitParticle(stated, (word) => word) }
  const { given, suffix } = name.includes(",") ? aroundCommas(name, stated) : around(words(name), words(stated))
  return { given, suffix, ...splitParticle(stated) }
}

/**
 * @param {string[]} name
 * @param {string[]} family
 */
function around(name, family) {
  let place = name.length - family.length
  while (place > 0 && family.some((word, index) => word !== name[place + index])) place--
  const before = name.slice(0, place)
  const after = name.slice(place + family.length)
  const suffix = after.length && SUFFIX.test(after[after.length - 1]) ? (after.pop() ?? "") : ""
  return { given: [...before, ...after].join(" "), suffix }
}

/**
 * @param {string} name such as "King, Jr., Martin Luther"
 * @param {string} stated
 */
function aroundCommas(name, stated) {
  const [first, ...others] = name.split(",").map((piece) => words(piece).join(" "))
  const suffixes = others.filter((piece) => SUFFIX.test(piece))
  const given = words(others.filter((piece) => !SUFFIX.test(piece)).join(" "))
  if (!given.length) return { given: around(words(first), words(stated)).given, suffix: suffixes.join(" ") }
  if (!suffixes.length && SUFFIX.test(words(first).at(-1) ?? "")) suffixes.push(words(first).at(-1) ?? "")
  if (!suffixes.length && given.length > 1 && isLateSuffix(given[given.length - 1])) suffixes.push(given.pop() ?? "")
  while (given.length > 1 && PARTICLE.test(given[given.length - 1])) given.pop()
  return { given: given.join(" "), suffix: suffixes.join(" ") }
}

/**
 * Whether a word is a suffix after given names, as in "King, Martin L 3rd"; "Ii" and "Iv" are names.
 *
 * @param {string} word
 */
const isLateSuffix = (word) => SUFFIX.test(word) && (/[^iv.]/i.test(word) || word === word.toUpperCase())

/**
 * @param {string} family with its particles
 * @param {(word: string) => string} [spelled] the word in which a particle must be in lower case
 */
export function splitParticle(family, spelled = (word) => word.toLowerCase()) {
  const parts = words(family)
  let start = 0
  while (start < parts.length - 1 && PARTICLE.test(spelled(parts[start]))) start++
  return { particle: parts.slice(0, start).join(" "), family: parts.slice(start).join(" ") }
}

/** @param {PersonName} name */
export const familyWithParticle = ({ particle, family }) => join(particle, family)

/**
 * The name as papers print it.
 *
 * @param {PersonName} name
 */
export function displayName(name) {
  const family = familyWithParticle(name)
  return isFamilyFirst(name) ? join(family, name.given, name.suffix) : join(name.given, family, name.suffix)
}

/**
 * The name as indexes print it, as in "King, Martin Luther, Jr.".
 *
 * @param {PersonName} name
 */
export const lastFirst = (name) => [familyWithParticle(name), name.given, name.suffix].filter(Boolean).join(", ")

/**
 * The names of a list as Zotero splits them right: at a comma, else before the last word. The name of a group ends in a
 * comma, which Zotero removes.
 *
 * @param {string} list names as a page prints them, with commas between them
 * @returns {string[]}
 */
export function creators(list) {
  /** @type {string[]} */
  const names = []
  for (const piece of list.split(", ").filter(Boolean)) {
    if (SUFFIX.test(piece) && names.length) names.push(`${names.pop()} ${piece}`)
    else names.push(piece)
  }
  return names.map(creator)
}

/** @param {string} name */
function creator(name) {
  if (isGroup(name)) return `${name},`
  const parts = words(name)
  const familyFirst = { given: parts.slice(1).join(" "), family: parts[0], particle: "", suffix: "" }
  if (parts.length > 1 && isFamilyFirst(familyFirst)) return lastFirst(familyFirst)
  const suffix = parts.length > 2 && SUFFIX.test(parts[parts.length - 1]) ? (parts.pop() ?? "") : ""
  let start = parts.length - 1
  while (start > 0 && PARTICLE.test(parts[start - 1])) start--
  if (!start || (start === parts.length - 1 && !suffix)) return name
  return `${parts.slice(start).join(" ")}, ${join(...parts.slice(0, start), suffix)}`
}

/**
 * The initials of the given names, as in "J.-P.".
 *
 * @param {PersonName} name
 */
export const initials = ({ given }) =>
  (given.match(/[^\s.-]+|-/gu) ?? [])
    .map((word) => (word === "-" ? "-" : `${[...word][0]}.`))
    .join(" ")
    .replaceAll(" - ", "-")

/**
 * Whether the name is in Chinese, Japanese or Korean script; katakana alone spells foreign names.
 *
 * @param {PersonName} name
 */
export function isFamilyFirst({ given, family }) {
  const letters = (given + family).match(/\p{L}/gu)?.join("") ?? ""
  return CJK.test(letters) && !KATAKANA.test(letters)
}
