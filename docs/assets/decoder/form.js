import { button, make } from "../shared/dom.js";
import { textArea, WorkshopField } from "../shared/form-field.js";
import { ALGORITHMS } from "../shared/secret-input.js";

/**
 * @typedef {"token" | "algorithm" | "key" | "form" | "iss" | "aud" | "leeway" | "now"} FieldName
 * @typedef {Record<FieldName, string>} Fields
 */

const CHOICE =
  "Your choice or the key's kind decides, never the token alone: a forger writes its header.";
const KEY = "A secret, PEM, certificate, JWK or JWKS. It stays in this page.";

/** What the reader gives: the token, the key, and what a service would expect. */
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
    this.token = new WorkshopField("Encoded token", textArea(7), example, share, clear);
    this.token.hint = "Paste it, drop a file, or open an address that ends in #token=…";
    this.algorithm = new WorkshopField("Algorithm", algorithms());
    this.algorithm.hint = CHOICE;
    this.key = new WorkshopField("Key", textArea(4));
    this.key.hint = KEY;
    this.iss = new WorkshopField("Expected iss", line());
    this.aud = new WorkshopField("Expected aud", line());
    this.leeway = new WorkshopField("Leeway in seconds", line("numeric"));
    this.now = new WorkshopField("Now", line());
    this.now.hint = "Empty: the present. Or seconds since 1970, or 2030-01-31T12:00Z.";
  }

  /** @param {string} missing algorithms that this browser's Python lacks, and why */
  tellLimits(missing) {
    this.algorithm.hint = `${CHOICE} ${missing}`.trim();
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

  /** @param {EventTarget | null} target a secret is written in one way only */
  keepOneForm(target) {
    if (target === this.base64url.box) this.hex.box.checked = false;
    if (target === this.hex.box) this.base64url.box.checked = false;
  }

  /** @returns {HTMLElement} */
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
  const names = [...ALGORITHMS, "Ed25519"].map((name) =>
    make("option", { value: name }, name),
  );
  return make("select", { autocomplete: "off" }, auto, ...names);
}

/** @param {string} [mode] */
function line(mode = "text") {
  return make("input", {
    type: "text",
    inputmode: mode,
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
  });
}

/** @param {string} name */
function checkbox(name) {
  const box = make("input", { type: "checkbox", autocomplete: "off" });
  return { box, element: make("label", { class: "decoder-box" }, box, ` ${name}`) };
}
