/* Identifiers of arXiv: https://info.arxiv.org/help/arxiv_identifier.html */

/**
 * The year of an arXiv id, as in 2401.10000 and hep-th/9901001.
 *
 * @param {string} arxiv
 */
export function yearOfArxiv(arxiv) {
  const [, isOld, year] = /^(?:.*(\/))?([0-9]{2})/.exec(arxiv) ?? []
  return year && `${isOld && year > "90" ? 19 : 20}${year}`
}
