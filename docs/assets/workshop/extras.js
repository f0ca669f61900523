import { button, make } from "../shared/dom.js";
import { Explained } from "../shared/explained-table.js";
import { choice } from "../shared/form-field.js";

/**
 * @typedef {{way: string, entries: number, bytes: number, lasts: string}} Cost
 * @typedef {{name: string, value: string, meaning: string, label: string, url: string}} Advice
 * @typedef {{fault: string, rows: Advice[], lacking: Advice[]}} Help
 */

const PARTS = ["Header", "Payload", "Signature"];
const COLUMNS = ["Revocation", "Entries", "Bytes", "Kept"];
const KEYS = {
  publicPem: "Public key as PEM",
  publicJwk: "Public key as JWK",
  privatePem: "Private key as PEM",
  privateJwk: "Private key as JWK",
};

/** What stands below the form: other revocations, tampering, keys, help, programs. */
export class WorkshopExtras {
  element = make("div", { class: "workshop-extras" });
  /** @param {number} _part */
  onTamper = (_part) => {};
  onCode = () => {};
  #costs = make("tbody");
  #claims = new Explained("Claims explained");
  #fault = make("p", { class: "form-hint" });
  #lacking = make("div", { class: "form-buttons" });
  #keys = make("div", { class: "workshop-keys" });
  #code = make("div");

  /** @param {Record<"revokeUser" | "raiseVersion", HTMLButtonElement>} buttons */
  constructor({ revokeUser, raiseVersion }) {
    const part = choice(PARTS);
    part.id = "workshop-part";
    const label = make("label", { for: part.id }, "Part to tamper with");
    const tamper = button("Tamper", () => this.onTamper(part.selectedIndex));
    const code = button("Copy Python", () => this.onCode());
    const change = make("div", { class: "form-field" }, label, part);
    const buttons = make("div", { class: "form-buttons" });
    buttons.append(revokeUser, raiseVersion, tamper, code);
    const help = make("div", {}, this.#claims.table, this.#fault, this.#lacking);
    this.element.append(change, buttons, this.#table(), this.#code, this.#keys, help);
    this.showCosts([]);
  }

  #table() {
    const names = COLUMNS.map((name) => make("th", { scope: "col" }, name));
    const head = make("thead", {}, make("tr", {}, ...names));
    const caption = make("caption", {}, "What each revocation stores");
    return make("table", { class: "workshop-table" }, caption, head, this.#costs);
  }

  /** @param {Cost[]} costs */
  showCosts(costs) {
    const rows = costs.map(({ way, entries, bytes, lasts }) => {
      const cells = [String(entries), String(bytes), lasts];
      const name = make("th", { scope: "row" }, way);
      return make("tr", {}, name, ...cells.map((text) => make("td", {}, text)));
    });
    const none = make("td", { colspan: "4" }, "Nothing yet.");
    this.#costs.replaceChildren(...(rows.length ? rows : [make("tr", {}, none)]));
  }

  /** @param {Help} help @param {(name: string) => void} add */
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
      ...shown.map((name) => region(KEYS[name], keys[name] ?? "")),
    );
  }

  /** @param {string} code */
  showCode(code) {
    this.#code.replaceChildren(region("Python", code));
  }
}

/** @param {string} name @param {string} text */
function region(name, text) {
  const title = make("p", { class: "form-label", "aria-hidden": "true" }, name);
  const attributes = { role: "region", "aria-label": name, tabindex: "0" };
  return make("div", { class: "workshop-parts" }, title, make("pre", attributes, text));
}
