const SVG = "http://www.w3.org/2000/svg";

/** Each sign as the paths of its strokes, with the size of its box. */
const SIGNS = /** @type {const} */ ({
  refuse: [30, "M10.5 3h9L27 10.500v9L19.500 27h-9L3 19.500v-9ZM9 15h12"],
  accept: [
    30,
    "M27 15A12 12 0 1 1 3 15A12 12 0 1 1 27 15ZM9.500 15.500l4 4 7.500-8.500",
  ],
  open: [
    30,
    "M27 15A12 12 0 1 1 3 15A12 12 0 1 1 27 15M11.500 12a3.500 3.500 0 1 1 5.200 3c-1.300.8-1.700 1.300-1.700 2.700M15 21v.2",
  ],
  other: [
    30,
    "M4 6a2 2 0 0 1 2-2h18a2 2 0 0 1 2 2v18a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2ZM10 12h10M10 18h10M19 8l-8 14",
  ],
  idle: [
    30,
    "M4 6a2 2 0 0 1 2-2h18a2 2 0 0 1 2 2v18a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2ZM15 10v10M10 15h10",
  ],
  yes: [18, "m3.500 9.500 4 4 7-9"],
  no: [18, "M4 4l10 10M14 4 4 14"],
  maybe: [
    18,
    "M6 6.500a3 3 0 1 1 4.300 2.700C9.400 9.700 9 10.200 9 11.500M9 14.500v.1",
  ],
  na: [18, "M4 9h10"],
  Danger: [18, "M9 2.500 16.500 15.500h-15Z"],
  Risk: [18, "M9 2.500 16.500 15.500h-15Z"],
  Note: [18, "M15 9A6 6 0 1 1 3 9A6 6 0 1 1 15 9Z"],
});

/** @typedef {keyof typeof SIGNS} SignName */

/**
 * Draws a sign. Words beside it say the same, so it is hidden from screen readers.
 *
 * @param {SignName} name
 */
export function sign(name) {
  const [size, path] = SIGNS[name];
  const attributes = { viewBox: `0 0 ${size} ${size}`, "aria-hidden": "true" };
  return svg("svg", { ...attributes, "data-sign": name }, svg("path", { d: path }));
}

/**
 * Creates an element of SVG.
 *
 * @param {string} name
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 */
export function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes))
    element.setAttribute(key, value);
  element.append(...children);
  return element;
}
