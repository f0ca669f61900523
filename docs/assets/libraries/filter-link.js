const PREFIX = "#libraries=";
const NAMES = ["framework", "kind", "requirement", "setting"];

/**
 * Writes a filter into a fragment, which browsers do not send to the server.
 *
 * @param {Record<string, string>} filter
 */
export function fragmentOf(filter) {
  const pairs = NAMES.filter((name) => filter[name]).map(
    (name) => `${name}:${encodeURIComponent(filter[name])}`,
  );
  return pairs.length ? PREFIX + pairs.join(",") : "#libraries";
}

/**
 * Reads the filter from a fragment.
 *
 * @param {string} fragment
 * @returns {Record<string, string> | null} null if the fragment is about other things,
 *   such as a heading
 */
export function readFilter(fragment) {
  if (fragment === "" || fragment === "#libraries") return {};
  if (!fragment.startsWith(PREFIX)) return null;
  const pairs = fragment
    .slice(PREFIX.length)
    .split(",")
    .map((pair) => pair.split(":"))
    .filter(([name, value]) => NAMES.includes(name) && value)
    .map(([name, value]) => /** @type {const} */ ([name, decoded(value)]));
  return Object.fromEntries(pairs);
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
