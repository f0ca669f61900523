const PREFIX = "#cost=";

/**
 * Writes numbers into a fragment, which browsers do not send to the server.
 *
 * @param {Record<string, number>} numbers
 */
export function fragmentOf(numbers) {
  const pairs = Object.entries(numbers).filter(([, value]) => Number.isFinite(value));
  return PREFIX + pairs.map(([name, value]) => `${name}:${value}`).join(",");
}

/**
 * Reads the numbers from a fragment.
 *
 * @param {string} fragment
 * @returns {Record<string, number> | null} null if the fragment is about other things,
 *   such as a heading
 */
export function numbersIn(fragment) {
  if (fragment === "") return {};
  if (!fragment.startsWith(PREFIX)) return null;
  const pairs = fragment
    .slice(PREFIX.length)
    .split(",")
    .map((pair) => pair.split(":"));
  return Object.fromEntries(
    pairs
      .map(([name, text]) => /** @type {const} */ ([name, Number(text || NaN)]))
      .filter(([, value]) => Number.isFinite(value) && value >= 0),
  );
}
