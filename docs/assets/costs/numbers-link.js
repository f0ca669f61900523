const PREFIX = "#cost=";

/**
 * @param {Record<string, number>} numbers
 * @returns {string} the fragment that brings these numbers back; it is never sent
 */
export function fragmentOf(numbers) {
  const pairs = Object.entries(numbers).filter(([, value]) => Number.isFinite(value));
  return PREFIX + pairs.map(([name, value]) => `${name}:${value}`).join(",");
}

/**
 * @param {string} fragment
 * @returns {Record<string, number> | null} the numbers that the fragment names, or null
 * if it speaks of other things
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
