import { make } from "../shared/dom.js";

/**
 * @typedef {{iss: string, jti: string, exp: number}} Row
 * `exp` is in seconds since 1970.
 */

const COLUMNS = ["Issuer", "jti", "Expires"];

/** The revoked tokens, each for as long as it would have lived. */
export class DenylistTable {
  #body = make("tbody");

  constructor() {
    const names = COLUMNS.map((name) => make("th", { scope: "col" }, name));
    this.element = make(
      "table",
      { class: "workshop-table" },
      make("caption", {}, "Denylist"),
      make("thead", {}, make("tr", {}, ...names)),
      this.#body,
    );
    this.show([]);
  }

  /** @param {Row[]} rows */
  show(rows) {
    const filled = rows.map(({ iss, jti, exp }) =>
      make("tr", {}, make("td", {}, iss), make("td", {}, jti), expiry(exp)),
    );
    this.#body.replaceChildren(...(filled.length ? filled : [empty()]));
  }
}

function empty() {
  const span = String(COLUMNS.length);
  return make("tr", {}, make("td", { colspan: span }, "Empty: no token is revoked."));
}

/** @param {number} exp */
function expiry(exp) {
  const date = new Date(exp * 1000);
  const iso = date.toISOString();
  const local = date.toLocaleString(undefined, {
    dateStyle: "medium",
    timeStyle: "long",
  });
  const utc = `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
  return make("td", {}, make("time", { datetime: iso }, `${local} (${utc})`));
}
