/* Loads the files that say which papers the site has (generator/outputs/new_papers.py). */

const FOLDER = new URL("../../new-papers/", import.meta.url)

/**
 * @param {string} name
 * @returns {Promise<any>} null where the site has no such file
 */
export async function load(name) {
  const response = await fetch(new URL(`${name}.json`, FOLDER), { cache: "no-cache" })
  if (response.status === 404) return null
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`)
  return response.json()
}
