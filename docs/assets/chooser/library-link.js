/** The kinds of the page on libraries, by how a recommendation begins. */
const KINDS = /** @type {const} */ ([
  ["Session", "session"],
  ["JWT", "JWT"],
  ["Opaque token", "opaque token"],
]);

/**
 * Returns the address of the libraries that satisfy a recommendation, as seen from the
 * chooser's page.
 *
 * @param {string} choice
 * @param {string[]} codes the reader's answers
 */
export function librariesFor(choice, codes) {
  const kind = KINDS.find(([start]) => choice.startsWith(start))?.[1];
  const atOnce = codes.includes("logout") || codes.includes("at-once");
  const pairs = [
    ...(kind ? [`kind:${encodeURIComponent(kind)}`] : []),
    ...(atOnce ? ["requirement:logout"] : []),
  ];
  return `../libraries/${pairs.length ? `#libraries=${pairs.join(",")}` : ""}`;
}
