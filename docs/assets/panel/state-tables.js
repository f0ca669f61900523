import { button, make, tableHead, tableRow } from "../shared/dom.js";
import { visible } from "../shared/wording.js";

/**
 * @typedef {{name: string, value: string, attributes: string}} Cookie
 * @typedef {{key: string, value: string, left: string}} Entry
 * @typedef {{time: string, hasher: string, cookies: Cookie[],
 *   held: Record<string, string>, store: Entry[]}} State
 */

const WEAKER =
  "Passwords are hashed with PBKDF2 here, because this site does not ship Argon2id, " +
  "so that pages load faster. A real server uses Argon2id.";

/** Seconds by which the reader can move the clock. */
const STEPS = { "+1 min": 60, "+15 min": 900, "+1 h": 3600 };

/** Tables of what client and server hold, and the clock that both use. */
export class StateTables {
  #time = make("span", { class: "panel-time", role: "status", "aria-label": "Clock" });
  #hasher = make("p", { class: "panel-hint" });
  #jar = new Table("Cookie jar", ["Name", "Value", "Attributes"]);
  #held = new Table("Held by the client", ["Name", "Value"]);
  #store = new Table("Store", ["Key", "Value", "Time left"]);

  /** @param {(seconds: number) => void} advance @param {() => void} restart */
  constructor(advance, restart) {
    const steps = Object.entries(STEPS).map(([name, seconds]) =>
      button(name, () => advance(seconds)),
    );
    this.clock = make(
      "div",
      { class: "panel-clock", role: "group", "aria-label": "Time" },
      this.#time,
      ...steps,
      button("Start over", restart),
    );
    this.element = make("div", { class: "panel-state" });
    for (const { frame } of [this.#store, this.#jar, this.#held])
      this.element.append(frame);
    this.element.append(this.#hasher);
    this.#time.textContent = "The clock does not move until you move it.";
  }

  /** @param {State} state */
  show({ time, hasher, cookies, held, store }) {
    this.#time.textContent = `Clock: ${time}`;
    this.#hasher.textContent =
      hasher === "PBKDF2" ? WEAKER : `Passwords are hashed with ${hasher}.`;
    this.#jar.show(
      cookies.map(({ name, value, attributes }) => [name, value, attributes]),
    );
    this.#held.show(Object.entries(held));
    this.#store.show(store.map(({ key, value, left }) => [key, value, left]));
  }
}

/** A table whose cells hold text. */
class Table {
  #body = make("tbody");

  /** @param {string} caption @param {string[]} columns */
  constructor(caption, columns) {
    this.columns = columns;
    this.frame = make(
      "table",
      { class: "panel-table" },
      make("caption", {}, caption),
      tableHead(columns),
      this.#body,
    );
    this.show([]);
  }

  /** @param {string[][]} rows */
  show(rows) {
    const span = { colspan: String(this.columns.length) };
    const empty = make("tr", {}, make("td", span, "Empty"));
    const filled = rows.map((cells) => tableRow(cells.map(visible)));
    this.#body.replaceChildren(...(filled.length ? filled : [empty]));
  }
}
