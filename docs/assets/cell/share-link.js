import { fromBase64url, toBase64url } from "../shared/base64url.js";

const PREFIX = "#code=";

/**
 * Makes an address that brings code back into a cell. The code is in the fragment,
 * which browsers do not send to the server.
 *
 * @param {string} id of the cell
 * @param {string} code
 */
export function shareAddress(id, code) {
  const text = toBase64url(new TextEncoder().encode(code));
  return `${location.origin}${location.pathname}${PREFIX}${id}.${text}`;
}

/**
 * Reads the code that the address brings for a cell.
 *
 * @param {string} id of the cell
 * @returns {string | null | undefined} undefined if there is none, null if it cannot
 *   be read
 */
export function sharedCode(id) {
  const start = `${PREFIX}${id}.`;
  if (!location.hash.startsWith(start)) return undefined;
  try {
    const bytes = fromBase64url(location.hash.slice(start.length));
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * Removes a cell's code from the address. If it stayed, a reload would replace what the
 * reader has written since.
 *
 * @param {string} id of the cell
 */
export function forgetShared(id) {
  if (sharedCode(id) === undefined) return;
  history.replaceState(history.state, "", location.pathname + location.search);
}
