import { make } from "./dom.js";
import { Moment } from "./moment.js";

/** @import { Row } from "../decoder/types.js" */

const COLUMNS = ["Name", "Value", "What it says"];
const MARKS = { good: "✓ fits", bad: "✗ refused", open: "not compared" };

/** Header parameters or claims, each explained with its source. */
export class Explained {
  #body = make("tbody");
  /** @type {Moment[]} */
  #moments = [];

  /** @param {string} caption */
  constructor(caption) {
    const names = COLUMNS.map((name) => make("th", { scope: "col" }, name));
    const head = make("thead", {}, make("tr", {}, ...names));
    this.table = make("table", { class: "explained-table" });
    this.table.append(make("caption", {}, caption), head, this.#body);
    this.table.hidden = true;
  }

  /**
   * @param {Row[]} rows
   * @param {() => number} now seconds since 1970
   */
  show(rows, now) {
    this.#moments = [];
    this.#body.replaceChildren(...rows.map((row) => this.#row(row, now)));
    this.table.hidden = !rows.length;
  }

  /** Lets the countdowns go on. */
  tick() {
    for (const moment of this.#moments) moment.tick();
  }

  /** @param {Row} row @param {() => number} now */
  #row({ name, value, meaning, label, url, time, mark, check }, now) {
    const said = make("td", {}, make("p", {}, meaning));
    if (url) said.firstElementChild?.append(" ", make("a", { href: url }, label));
    if (time !== null) {
      const moment = new Moment(time, now);
      this.#moments.push(moment);
      said.append(moment.element);
    }
    if (mark) {
      const word = make("strong", {}, MARKS[mark]);
      said.append(
        make("p", { class: "explained-check", "data-mark": mark }, word, ` ${check}`),
      );
    }
    return make(
      "tr",
      {},
      make("th", { scope: "row" }, make("bdi", {}, name)),
      make("td", {}, make("code", {}, make("bdi", {}, value))),
      said,
    );
  }
}
