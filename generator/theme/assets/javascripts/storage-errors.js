/* Why a browser does not store something. */

/**
 * Whether the storage is full, and not forbidden. The error's name is "QuotaExceededError", in Firefox
 * "NS_ERROR_DOM_QUOTA_REACHED".
 *
 * @param {any} error
 */
export const isFull = (error) => /quota/i.test(error.name)
