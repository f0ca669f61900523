const PREFIX = "#token=";

/**
 * Takes a token out of the fragment of the address, so that neither the history nor a
 * copied address keeps it. Browsers do not send a fragment to the server.
 *
 * @returns {string | undefined} undefined if the address holds no token
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

/**
 * Makes an address that brings a token into a tool. It never holds the key, because
 * people keep and forward addresses.
 *
 * @param {string} path of the tool's page
 * @param {string} token
 */
export function tokenAddress(path, token) {
  return `${location.origin}${path}${PREFIX}${encodeURIComponent(token)}`;
}
