import { button } from "../shared/dom.js";
import { choice, textArea, WorkshopField } from "../shared/form-field.js";
import {
  ALGORITHMS,
  countBytes,
  firstClaims,
  isSecret,
  KEY_BYTES,
} from "../shared/secret-input.js";

const PAIR = "A PEM or JWK: the private key signs, its public half verifies.";

/** The four fields and their buttons, in the order of the keyboard. */
export class WorkshopForm {
  buttons = {
    newJti: button("New jti"),
    newSecret: button("New secret"),
    sign: button("Sign"),
    decode: button("Decode"),
    verify: button("Verify"),
    revoke: button("Revoke"),
    revokeUser: button("Revoke user"),
    raiseVersion: button("Raise version"),
  };

  constructor() {
    const { newJti, newSecret, sign, decode, verify, revoke } = this.buttons;
    for (const main of [sign, verify]) main.classList.add("action-button--main");
    this.claims = new WorkshopField("Claims", textArea(9), newJti);
    this.algorithm = new WorkshopField("Algorithm", choice(ALGORITHMS));
    this.key = new WorkshopField("Key", textArea(2), newSecret, sign);
    this.token = new WorkshopField("Token", textArea(8), decode, verify, revoke);
    this.claims.hint = "A JSON object. Ctrl+Enter signs it.";
    this.algorithm.hint = "Sign uses it, and Verify accepts no other.";
    this.token.hint = "Sign makes one, or paste your own.";
    this.claims.value = firstClaims();
    this.tellKeySize();
  }

  get chosen() {
    return this.algorithm.value;
  }

  /** Says what the algorithm needs, and what the button beside the key makes. */
  tellKeySize() {
    const { chosen } = this;
    this.buttons.newSecret.textContent = isSecret(chosen)
      ? "New secret"
      : "New key pair";
    if (!isSecret(chosen)) {
      this.key.hint = PAIR;
      return;
    }
    const bytes = countBytes(this.key.value);
    const size = `${bytes} ${bytes === 1 ? "byte" : "bytes"} of UTF-8 text`;
    this.key.hint = `${size}; ${chosen} needs at least ${KEY_BYTES[chosen]}.`;
  }
}
