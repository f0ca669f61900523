/**
 * The reader's edit of a cell, and the published code that it started from.
 *
 * @typedef {{published: string, code: string}} Draft
 */

/**
 * Reads an edit that this tab keeps. Edits survive a reload and navigation, but they
 * end with the tab, because code in a cell may hold somebody's token.
 *
 * @param {string} key page and cell
 * @returns {Draft | null}
 */
export function readDraft(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/**
 * Keeps an edit, or forgets it if it equals the published code.
 *
 * @param {string} key page and cell
 * @param {Draft} draft
 */
export function writeDraft(key, draft) {
  try {
    if (draft.code === draft.published) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // If the storage is off or full, the edit lasts until the reader leaves the page.
  }
}
