import { button, make, tableHead, tableRow } from "../shared/dom.js";
import { ExplainedTable } from "../shared/explained-table.js";
import { selectBox } from "../shared/form-field.js";
import { PARTS } from "./tamper.js";

/**
 * @import { WorkshopForm } from "./form.js"
 *
 * @typedef {{way: string, entries: number, bytes: number, lasts: string}} Cost
 * @typedef {{name: string, value: string, meaning: string, label: string, url: string}} Advice
 * @typedef {{fault: string, rows: Advice[], lacking: Advice[]}} Help
 */

const COLUMNS = ["Revocation", "Entries", "Bytes", "Kept"];
const KEYS = {
  publicPem: "Public key as PEM",
  publicJwk: "Public key as JWK",
  privatePem: "Private key as PEM",
  privateJwk: "Private key as JWK",
};

/** Everything below the form: other revocations, tampering, keys, help and programs. */
export class WorkshopExtras {
  element = make("div", { class: "workshop-extras" });
  /** @param {number} _part */
  onTamper = (_part) => {};
  onCode = () => {};
  #costs = make("tbody");
  #claims = new ExplainedTable("Claims explained");
  #fault = make("p", { class: "form-hint" });
  #lacking = make("div", { class: "form-buttons" });
  #keys = make("div", { class: "workshop-keys" });
  #code = make("div");

  /** @param {WorkshopForm} form */
  constructor({ buttons: { revokeUser, raiseVersion }, diagnose }) {
    const part = selectBox(PARTS);
    part.id = "field-part";
    part.value = "Payload";
    const label = make("label", { for: part.id }, "Part to tamper with");
    const tamper = button("Tamper", () => this.onTamper(part.selectedIndex));
    const code = button("Copy Python", () => this.onCode());
    const change = make("div", { class: "form-field" }, label, part);
    const buttons = make("div", { class: "form-buttons" });
    buttons.append(revokeUser, raiseVersion, tamper, code, diagnose);
    const help = make("div", {}, this.#claims.table, this.#fault, this.#lacking);
    this.element.append(change, buttons, this.#table(), this.#code, this.#keys, help);
    this.showCosts([]);
  }

  #table() {
    const caption = make("caption", {}, "What each revocation stores");
    return make(
      "table",
      { class: "workshop-table" },
      caption,
      tableHead(COLUMNS),
      this.#costs,
    );
  }

  /** @param {Cost[]} costs what each way of revocation stores */
  showCosts(costs) {
    const rows = costs.map(({ way, entries, bytes, lasts }) =>
      tableRow([String(entries), String(bytes), lasts], way),
    );
    const none = make("td", { colspan: "4" }, "Nothing yet.");
    this.#costs.replaceChildren(...(rows.length ? rows : [make("tr", {}, none)]));
  }

  /**
   * Explains the claims, and offers those that are missing.
   *
   * @param {Help} help
   * @param {(name: string) => void} add called with the claim to add
   */
  explain({ fault, rows, lacking }, add) {
    const plain = { time: null, mark: null, check: "" };
    this.#claims.show(
      rows.map((row) => ({ ...row, ...plain })),
      () => 0,
    );
    this.#fault.textContent = fault;
    const buttons = lacking.map(({ name, meaning }) => {
      const element = button(`Add ${name}`, () => add(name));
      element.title = meaning;
      return element;
    });
    this.#lacking.replaceChildren(...buttons);
  }

  /** @param {Partial<Record<keyof typeof KEYS, string>>} keys */
  showKeys(keys) {
    const names = /** @type {(keyof typeof KEYS)[]} */ (Object.keys(KEYS));
    const shown = names.filter((name) => keys[name]);
    this.#keys.replaceChildren(
      ...shown.map((name) => textRegion(KEYS[name], keys[name] ?? "")),
    );
  }

  /** @param {string} code */
  showCode(code) {
    this.#code.replaceChildren(textRegion("Python", code));
  }
}

/** @param {string} name @param {string} text */
function textRegion(name, text) {
  const title = make("p", { class: "form-label", "aria-hidden": "true" }, name);
  const attributes = { role: "region", "aria-label": name, tabindex: "0" };
  return make("div", { class: "workshop-parts" }, title, make("pre", attributes, text));
}
