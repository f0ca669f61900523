import { button, make } from "../shared/dom.js";
import { textArea, FormField } from "../shared/form-field.js";

/** @import { Decoded } from "./types.js" */

const STALE =
  "The signature belongs to the payload as it was. To sign the new payload, put the " +
  "secret or the private key into the field Key and press Sign again.";

/** Lets the reader change the payload, and says that the signature no longer fits. */
export class PayloadEditor {
  element = make("div", { class: "decoder-editor" });
  open = button("Edit payload");
  #stale = make("p", { class: "form-hint" });
  #payload = "";
  #original = "";

  /** @param {HTMLButtonElement} sign signs the edited payload */
  constructor(sign) {
    this.field = new FormField("Edited payload", textArea(6), sign);
    this.field.element.hidden = true;
    this.element.append(this.open, this.field.element, this.#stale);
    this.open.setAttribute("aria-expanded", "false");
    this.open.disabled = true;
    this.open.onclick = () => this.#toggle();
  }

  get editing() {
    return !this.field.element.hidden;
  }

  /**
   * Takes over the payload of a token that was decoded.
   *
   * @param {Decoded} decoded
   */
  follow({ token, payload, verdict, segments }) {
    this.open.disabled = segments.length !== 3;
    this.#payload = payload.runs.map(([, text]) => text).join("");
    if (!this.editing || token === this.#original || verdict === "Valid signature") {
      this.#original = token;
    }
    const stale = this.editing && token !== this.#original;
    this.#stale.textContent = stale ? STALE : "";
  }

  #toggle() {
    const { element, control } = this.field;
    element.hidden = this.editing;
    this.open.setAttribute("aria-expanded", String(this.editing));
    if (!this.editing) return;
    control.value = this.#payload;
    control.focus();
  }
}
