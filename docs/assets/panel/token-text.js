const TOKEN = /eyJ[\w-]+\.[\w-]+\.[\w-]*/g;

/**
 * Splits text into plain text and signed tokens.
 *
 * @param {string} text
 * @returns {(string | {token: string})[]}
 */
export function pieces(text) {
  /** @type {(string | {token: string})[]} */
  const found = [];
  let at = 0;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (index > at) found.push(text.slice(at, index));
    found.push({ token });
    at = index + token.length;
  }
  if (at < text.length) found.push(text.slice(at));
  return found;
}

/**
 * Gives the beginning of a credential, without the name of its cookie.
 *
 * @param {string} text
 */
export function short(text) {
  const value = text.slice(text.indexOf("=") + 1) || text;
  return value.length > 9 ? `${value.slice(0, 8)}…` : value;
}
