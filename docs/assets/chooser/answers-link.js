const PREFIX = "#choice=";

/**
 * Writes answers into a fragment, which browsers do not send to the server.
 *
 * @param {string[]} codes
 */
export function fragmentOf(codes) {
  return codes.length ? PREFIX + codes.join(",") : "#choice";
}

/**
 * Reads the answers from a fragment.
 *
 * @param {string} fragment
 * @returns {string[] | null} null if the fragment is about other things, such as a
 *   heading
 */
export function answersIn(fragment) {
  if (fragment === "" || fragment === "#choice") return [];
  if (!fragment.startsWith(PREFIX)) return null;
  return fragment.slice(PREFIX.length).split(",").filter(Boolean);
}
