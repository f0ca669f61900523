import { make, tableHead } from "../shared/dom.js";

/**
 * @import { Dates } from "./dates.js"
 * @import { Row } from "./types.js"
 */

/** The claims in their order, each with what it says. */
export class ClaimsTable {
  #head = tableHead(["Claim", "Value", "What it says"]);
  #body = make("tbody");
  #more = make("p", { class: "decoder-hint" });
  element = make("div", { role: "region", "aria-label": "Claims" });
  /** @type {string[]} */
  #shown = [];

  constructor() {
    const caption = make("caption", { class: "away" }, "Claims");
    this.table = make(
      "table",
      { class: "claims-table" },
      caption,
      this.#head,
      this.#body,
    );
    this.element.append(this.table, this.#more);
  }

  /**
   * @param {Row[]} rows
   * @param {{verified: boolean, more: number, dates: Dates}} how
   */
  show(rows, { verified, more, dates }) {
    this.table.hidden = !rows.length;
    const says = this.#head.querySelector("th:last-child");
    if (says)
      says.textContent = verified ? "What it says" : "What it claims, unverified";
    this.#more.textContent = more
      ? `${more} more claims are in the tab Raw JSON.`
      : rows.length
        ? ""
        : "There are no claims to read.";
    const next = rows.map((row) => JSON.stringify([row, dates.isLocal]));
    // A row that has not changed stays, with the selection and the focus in it.
    rows.forEach((row, at) => {
      if (next[at] === this.#shown[at]) return;
      const element = rowElement(row, dates);
      const old = this.#body.children[at];
      if (old) old.replaceWith(element);
      else this.#body.append(element);
    });
    while (this.#body.children.length > rows.length) this.#body.lastChild?.remove();
    this.#shown = next;
  }
}

/** @param {Row} row @param {Dates} dates */
function rowElement(
  { name, value, bold, meaning, label, url, time, age, tone },
  dates,
) {
  const text = make("bdi", {}, name);
  const header = make(
    "th",
    { scope: "row" },
    url ? make("a", { href: url, title: label }, text) : text,
  );
  const says = make("td");
  if (bold) says.append(make("b", {}, bold), " ");
  if (time !== null) {
    const stamp = { datetime: new Date(time * 1000).toISOString() };
    says.append(
      make("time", stamp, dates.full(time)),
      ": ",
      make("b", { class: "claim-age" }, age),
    );
  }
  if (meaning) says.append(make("bdi", {}, meaning));
  const row = make("tr", {}, header);
  row.append(make("td", {}, make("bdi", {}, value)), says);
  if (tone) row.dataset.tone = tone;
  return row;
}
