const PREFIX = "#choice=";

/**
 * @param {string[]} codes
 * @returns {string} the fragment that brings these answers back; it is never sent
 */
export function fragmentOf(codes) {
  return codes.length ? PREFIX + codes.join(",") : "#choice";
}

/**
 * @param {string} fragment
 * @returns {string[] | null} the answers, or null if the fragment speaks of other things
 */
export function chosenIn(fragment) {
  if (fragment === "" || fragment === "#choice") return [];
  if (!fragment.startsWith(PREFIX)) return null;
  return fragment.slice(PREFIX.length).split(",").filter(Boolean);
}
