import { utc } from "../shared/countdown.js";
import { make, tableHead } from "../shared/dom.js";

/**
 * @typedef {{iss: string, jti: string, exp: number | null}} Row
 * `exp` is in seconds since 1970, null for a token that never expires.
 */

const COLUMNS = ["Issuer", "jti", "Expires"];

/** Lists the revoked tokens, each until it would have expired, if it ever does. */
export class DenylistTable {
  #body = make("tbody");

  constructor() {
    this.element = make(
      "table",
      { class: "workshop-table" },
      make("caption", {}, "Denylist"),
      tableHead(COLUMNS),
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

/** @param {number | null} exp */
function expiry(exp) {
  if (exp === null) return make("td", {}, "Never");
  const date = new Date(exp * 1000);
  const local = date.toLocaleString(undefined, {
    dateStyle: "medium",
    timeStyle: "long",
  });
  return make(
    "td",
    {},
    make("time", { datetime: date.toISOString() }, `${local} (${utc(date)})`),
  );
}
