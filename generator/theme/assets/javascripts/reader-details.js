/* What bookmarks say, in the browser's database (IndexedDB), where a reading list has become too large for local storage.
 * Loaded by reader-store.js, which has the keys of papers and the ids of their details. */

/**
 * All that a bookmark says, but for when it was added. Details never change: an edited bookmark gets new ones, so that two
 * tabs cannot overwrite each other's.
 *
 * @typedef {Omit<import("./reader-store.js").Bookmark, "added">} Details
 */

const PLACE = "details"
const UNUSED_FOR = 7 * 24 * 60 * 60 * 1000 // milliseconds after which details without a bookmark are removed: undo is over

/**
 * Store details under new ids, and remove those that no bookmark has had for a week. Throws an error where the browser
 * has no database for the site, or no room.
 *
 * @param {string} name of the database
 * @param {Map<string, Details>} papers by key
 * @param {Set<string>} used ids that bookmarks have
 * @returns {Promise<Map<string, string>>} the ids by key, when they are stored
 */
export async function storeDetails(name, papers, used) {
  const ids = new Map([...papers.keys()].map((key) => [key, newId()]))
  await inDatabase(name, "readwrite", (place) => {
    for (const [key, details] of papers) place.put(details, ids.get(key))
    const all = place.getAllKeys()
    all.onsuccess = () => {
      for (const id of all.result.map(String)) {
        if (!used.has(id) && Date.now() - timeOf(id) > UNUSED_FOR) place.delete(id)
      }
    }
  })
  return ids
}

/**
 * Details by their ids; those that the database does not have are missing.
 *
 * @param {string} name of the database
 * @param {string[]} ids
 * @returns {Promise<Map<string, Details>>}
 */
export async function loadDetails(name, ids) {
  /** @type {Map<string, Details>} */
  const found = new Map()
  await inDatabase(name, "readonly", (place) => {
    for (const id of ids) {
      const request = place.get(id)
      request.onsuccess = () => request.result && found.set(id, request.result)
    }
  })
  return found
}

/** An id that says when it was made. */
const newId = () => `${Date.now()}-${Math.random().toString(36).slice(2)}`

/** @param {string} id */
const timeOf = (id) => Number(id.split("-")[0])

/**
 * @param {string} name
 * @param {IDBTransactionMode} mode
 * @param {(place: IDBObjectStore) => void} work
 * @returns {Promise<void>} when all is stored
 */
async function inDatabase(name, mode, work) {
  const database = await opened(name)
  try {
    await new Promise((resolve, reject) => {
      const transaction = database.transaction(PLACE, mode)
      transaction.oncomplete = resolve
      transaction.onabort = () => reject(transaction.error)
      work(transaction.objectStore(PLACE))
    })
  } finally {
    database.close()
  }
}

/**
 * @param {string} name
 * @returns {Promise<IDBDatabase>}
 */
function opened(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name)
    request.onupgradeneeded = () => request.result.createObjectStore(PLACE)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
