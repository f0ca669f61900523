import { ALGORITHMS } from "../shared/algorithms.js";
import { button, make } from "../shared/dom.js";
import { FormField, textArea, textLine } from "../shared/form-field.js";

/**
 * @typedef {"token" | "algorithm" | "key" | "form" | "iss" | "aud" | "leeway" | "now"} FieldName
 * @typedef {Record<FieldName, string>} Fields
 */

const ALGORITHM_HINT =
  "Your choice or the kind of key decides. The token alone never does, because a forger writes its header.";
const KEY_HINT = "A secret, PEM, certificate, JWK or JWKS. It stays in this page.";

/** The decoder's fields: the token, the key, and what a service expects. */
export class DecoderForm {
  buttons = {
    example: button("Example"),
    share: button("Share"),
    clear: button("Clear"),
    sign: button("Sign again"),
  };
  base64url = checkbox("Secret is base64url");
  hex = checkbox("Secret is hex");

  constructor() {
    const { example, share, clear } = this.buttons;
    this.token = new FormField("Encoded token", textArea(7), example, share, clear);
    this.token.hint = "Paste it, drop a file, or open an address that ends in #token=…";
    this.algorithm = new FormField("Algorithm", algorithms());
    this.algorithm.hint = ALGORITHM_HINT;
    this.key = new FormField("Key", textArea(4));
    this.key.hint = KEY_HINT;
    this.iss = new FormField("Expected iss", textLine());
    this.aud = new FormField("Expected aud", textLine());
    this.leeway = new FormField("Leeway in seconds", textLine("numeric"));
    this.now = new FormField("Now", textLine());
    this.now.hint =
      "Leave it empty for the present, or give seconds since 1970 or 2030-01-31T12:00Z.";
  }

  /** @returns {Fields} */
  get values() {
    return {
      token: this.token.value,
      algorithm: this.algorithm.value,
      key: this.key.value,
      form: this.#form,
      iss: this.iss.value,
      aud: this.aud.value,
      leeway: this.leeway.value,
      now: this.now.value,
    };
  }

  get #form() {
    if (this.base64url.box.checked) return "base64url";
    return this.hex.box.checked ? "hex" : "text";
  }

  /**
   * Unchecks the other box: a secret is written in one way only.
   *
   * @param {EventTarget | null} target the box that the reader checked
   */
  keepOneForm(target) {
    if (target === this.base64url.box) this.hex.box.checked = false;
    if (target === this.hex.box) this.base64url.box.checked = false;
  }

  /** @returns {HTMLElement} the fields that decide whether a token is accepted */
  get verification() {
    const forms = make("div", { class: "decoder-boxes" });
    forms.append(this.base64url.element, this.hex.element);
    const expected = make("details", { class: "decoder-expected" });
    expected.append(make("summary", {}, "What your service expects"));
    for (const field of [this.iss, this.aud, this.leeway, this.now])
      expected.append(field.element);
    const { algorithm, key } = this;
    return make(
      "div",
      { class: "form-column" },
      algorithm.element,
      key.element,
      forms,
      expected,
    );
  }
}

function algorithms() {
  const auto = make("option", { value: "" }, "From the key");
  const names = ALGORITHMS.map((name) => make("option", { value: name }, name));
  return make("select", { autocomplete: "off" }, auto, ...names);
}

/** @param {string} name */
function checkbox(name) {
  const box = make("input", { type: "checkbox", autocomplete: "off" });
  return { box, element: make("label", { class: "decoder-box" }, box, ` ${name}`) };
}
