const PREFIX = "#token=";

/**
 * Takes a token out of the address, so that neither history nor a copied address
 * keeps it. A fragment is never sent to a server.
 *
 * @returns {string | undefined}
 */
export function takeToken() {
  if (!location.hash.startsWith(PREFIX)) return undefined;
  const text = location.hash.slice(PREFIX.length);
  history.replaceState(history.state, "", location.pathname + location.search);
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** @param {string} token without key: an address is copied, kept and forwarded */
export function tokenAddress(token) {
  return `${location.origin}${location.pathname}${PREFIX}${encodeURIComponent(token)}`;
}
