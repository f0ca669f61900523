/**
 * Creates an element.
 *
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children strings become text nodes, never HTML
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

/**
 * Creates a button in the style of the site.
 *
 * @param {string} name its accessible name
 * @param {() => void} [onClick]
 */
export function button(name, onClick) {
  const element = make("button", { type: "button", class: "action-button" }, name);
  if (onClick) element.onclick = onClick;
  return element;
}

/**
 * Creates the header row of a table.
 *
 * @param {string[]} columns
 */
export function tableHead(columns) {
  const cells = columns.map((name) => make("th", { scope: "col" }, name));
  return make("thead", {}, make("tr", {}, ...cells));
}

/**
 * Creates a table row of plain cells, after a row header if `header` is given.
 *
 * @param {string[]} cells
 * @param {string} [header]
 */
export function tableRow(cells, header) {
  const row = make("tr", {}, ...cells.map((text) => make("td", {}, text)));
  if (header !== undefined) row.prepend(make("th", { scope: "row" }, header));
  return row;
}

/**
 * Creates the status of a tool: a screen reader announces its text when it is free.
 *
 * @param {string} name its accessible name
 * @param {string} style its CSS class
 */
export function status(name, style) {
  return make("p", { class: style, role: "status", "aria-label": name });
}

/**
 * Shows a sentence, or hides the element when there is none.
 *
 * @param {HTMLElement} element
 * @param {string} sentence
 */
export function showOrHide(element, sentence) {
  element.textContent = sentence;
  element.hidden = !sentence;
}

/**
 * Writes only what is new, so that a live region does not repeat what it said.
 *
 * @param {Element | null} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}
