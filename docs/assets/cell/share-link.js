const PREFIX = "#code=";

/**
 * @param {string} id of the cell
 * @param {string} code
 * @returns {string} an address that brings the code back; the fragment is never sent
 */
export function shareAddress(id, code) {
  const bytes = new TextEncoder().encode(code);
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  const safe = text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return `${location.origin}${location.pathname}${PREFIX}${id}.${safe}`;
}

/**
 * @param {string} id of the cell
 * @returns {string | null | undefined} the code that the address brings for the cell;
 * null if it cannot be read, undefined if there is none
 */
export function sharedCode(id) {
  const start = `${PREFIX}${id}.`;
  if (!location.hash.startsWith(start)) return undefined;
  try {
    const text = location.hash.slice(start.length);
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * Drops what the address brought for the cell: a reload would put it in the place of
 * what the reader made of it since.
 *
 * @param {string} id of the cell
 */
export function forgetShared(id) {
  if (sharedCode(id) === undefined) return;
  history.replaceState(history.state, "", location.pathname + location.search);
}
