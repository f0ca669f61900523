/**
 * Copies text to the reader's clipboard.
 *
 * @param {string} text
 * @returns {Promise<boolean>} whether the browser allowed it; browsers offer a
 *   clipboard on https and localhost only
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
