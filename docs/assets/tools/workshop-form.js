import { button } from "../live/dom.js";
import { choice, textArea, WorkshopField } from "./workshop-field.js";
import { countBytes, firstClaims, KEY_BYTES } from "./workshop-input.js";

/** @import { Algorithm } from "./workshop-input.js" */

/** The four fields and their buttons, in the order of the keyboard. */
export class WorkshopForm {
  buttons = {
    newJti: button("New jti"),
    newSecret: button("New secret"),
    sign: button("Sign"),
    decode: button("Decode"),
    verify: button("Verify"),
    revoke: button("Revoke"),
  };

  constructor() {
    const { newJti, newSecret, sign, decode, verify, revoke } = this.buttons;
    for (const main of [sign, verify]) main.classList.add("live-button--run");
    this.claims = new WorkshopField("Claims", textArea(9), newJti);
    this.algorithm = new WorkshopField("Algorithm", choice(Object.keys(KEY_BYTES)));
    this.key = new WorkshopField("Key", textArea(2), newSecret, sign);
    this.token = new WorkshopField("Token", textArea(8), decode, verify, revoke);
    this.claims.hint = "A JSON object. Ctrl+Enter signs it.";
    this.algorithm.hint = "Sign uses it, and Verify accepts no other.";
    this.token.hint = "Sign makes one, or paste your own.";
    this.claims.value = firstClaims();
    this.tellKeySize();
  }

  get chosen() {
    return /** @type {Algorithm} */ (this.algorithm.value);
  }

  tellKeySize() {
    const bytes = countBytes(this.key.value);
    const size = `${bytes} ${bytes === 1 ? "byte" : "bytes"} of UTF-8 text`;
    this.key.hint = `${size}; ${this.chosen} needs at least ${KEY_BYTES[this.chosen]}.`;
  }
}
