/**
 * Keeps edits for this tab only: they survive reload and navigation, and end with it,
 * since code in a cell may hold somebody's token.
 *
 * @typedef {{published: string, code: string}} Draft
 */

/** @param {string} key page and cell @returns {Draft | null} */
export function readDraft(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/**
 * Stores an edit, or forgets it when it equals the published code.
 *
 * @param {string} key
 * @param {Draft} draft
 */
export function writeDraft(key, draft) {
  try {
    if (draft.code === draft.published) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // Storage is off or full: the edit lives as long as the page.
  }
}
