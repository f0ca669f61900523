// The build replaces this constant; see snippets/bundle.py.
/** @type {string} */ const file = CRYPTO_FILE;

/**
 * Loads jose-crypto.js, one file for the page and for its worker.
 *
 * @returns {Promise<typeof import("./jose-crypto.js")>}
 */
export function loadCrypto() {
  return import(new URL(file, import.meta.url).href);
}
