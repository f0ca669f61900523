import { make } from "../shared/dom.js";

/**
 * @typedef {{header: number, payload: number, signature: number, total: number}} Sizes
 * @typedef {{header_text: string, payload_text: string, sizes: Sizes}} Decoded
 */

const NOT_DECODED =
  "Decode shows what the token says. It needs no key and proves nothing.";

/** Shows header and payload of a token. They are text, because a token may hold markup. */
export class DecodedParts {
  element = make("div", { class: "workshop-parts" });
  #header = part("Header");
  #payload = part("Payload");
  #sizes = make("p", { class: "form-hint" }, NOT_DECODED);

  constructor() {
    for (const { label, text } of [this.#header, this.#payload]) {
      this.element.append(label, text);
    }
    this.element.append(this.#sizes);
  }

  /** @param {Decoded} decoded */
  show({ header_text, payload_text, sizes }) {
    this.#header.text.textContent = header_text;
    this.#payload.text.textContent = payload_text;
    this.#sizes.textContent =
      `Characters: header ${sizes.header}, payload ${sizes.payload}, signature ` +
      `${sizes.signature}; ${sizes.total} in all with the two dots.`;
  }

  clear() {
    this.#header.text.textContent = "";
    this.#payload.text.textContent = "";
    this.#sizes.textContent = NOT_DECODED;
  }
}

/** @param {string} name */
function part(name) {
  return {
    label: make("p", { class: "form-label", "aria-hidden": "true" }, name),
    text: make("pre", { role: "region", "aria-label": name, tabindex: "0" }),
  };
}
