/* The query for papers by an author. */

/** @param {string} name */
export const authorQuery = (name) => `author:${/\s/.test(name) ? `"${name}"` : name}`
