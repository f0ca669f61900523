import { Countdown } from "./countdown.js";
import { make, tableHead } from "./dom.js";

/**
 * @typedef {"good" | "bad" | "open"} Mark
 * @typedef {{name: string, value: string, meaning: string, label: string, url: string,
 *   time: number | null, mark: Mark | null, check: string}} Row
 */

const COLUMNS = ["Name", "Value", "What it says"];
const MARKS = { good: "✓ fits", bad: "✗ refused", open: "not compared" };

/** A table of header parameters or claims that explains each with its source. */
export class ExplainedTable {
  #body = make("tbody");
  /** @type {Countdown[]} */
  #countdowns = [];

  /** @param {string} caption */
  constructor(caption) {
    this.table = make("table", { class: "explained-table" });
    this.table.append(make("caption", {}, caption), tableHead(COLUMNS), this.#body);
    this.table.hidden = true;
  }

  /**
   * @param {Row[]} rows the table is hidden if there are none
   * @param {() => number} now seconds since 1970
   */
  show(rows, now) {
    this.#countdowns = [];
    this.#body.replaceChildren(...rows.map((row) => this.#row(row, now)));
    this.table.hidden = !rows.length;
  }

  /** Updates the countdowns. */
  tick() {
    for (const countdown of this.#countdowns) countdown.tick();
  }

  /** @param {Row} row @param {() => number} now */
  #row({ name, value, meaning, label, url, time, mark, check }, now) {
    const explanation = make("td", {}, make("p", {}, meaning));
    if (url)
      explanation.firstElementChild?.append(" ", make("a", { href: url }, label));
    if (time !== null) {
      const countdown = new Countdown(time, now);
      this.#countdowns.push(countdown);
      explanation.append(countdown.element);
    }
    if (mark) {
      const word = make("strong", {}, MARKS[mark]);
      explanation.append(
        make("p", { class: "explained-check", "data-mark": mark }, word, ` ${check}`),
      );
    }
    return make(
      "tr",
      {},
      make("th", { scope: "row" }, make("bdi", {}, name)),
      make("td", {}, make("code", {}, make("bdi", {}, value))),
      explanation,
    );
  }
}
