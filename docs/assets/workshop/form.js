import { ALGORITHMS, SECRET_BYTES, usesSecret } from "../shared/algorithms.js";
import { button } from "../shared/dom.js";
import { exampleClaims } from "../shared/example-claims.js";
import { FormField, selectBox, textArea } from "../shared/form-field.js";
import { newSecret, utf8Length } from "../shared/secret-input.js";

const KEY_PAIR_HINT =
  "A PEM or JWK. The private key signs, and its public half verifies.";

/** The workshop's four fields with their buttons. */
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
    const { newJti, sign, decode, verify, revoke } = this.buttons;
    for (const main of [sign, verify]) main.classList.add("action-button--main");
    this.claims = new FormField("Claims", textArea(9), newJti);
    this.algorithm = new FormField("Algorithm", selectBox(ALGORITHMS));
    this.key = new FormField("Key", textArea(2), this.buttons.newSecret, sign);
    this.token = new FormField("Token", textArea(8), decode, verify, revoke);
    this.claims.hint = "A JSON object. Ctrl+Enter signs it.";
    this.algorithm.hint = "Sign uses it, and Verify accepts no other.";
    this.token.hint = "Sign makes one, or you can paste your own.";
    this.claims.value = exampleClaims();
    // Each visit gets its own secret, so that Sign works at once.
    this.key.value = newSecret("HS256");
    this.tellKeySize();
  }

  /** The chosen algorithm. */
  get chosen() {
    return this.algorithm.value;
  }

  /** Says what key the algorithm needs, and what the button beside the key makes. */
  tellKeySize() {
    const { chosen } = this;
    this.buttons.newSecret.textContent = usesSecret(chosen)
      ? "New secret"
      : "New key pair";
    if (!usesSecret(chosen)) {
      this.key.hint = KEY_PAIR_HINT;
      return;
    }
    const bytes = utf8Length(this.key.value);
    const size = `${bytes} ${bytes === 1 ? "byte" : "bytes"} of UTF-8 text`;
    this.key.hint = `${size}. ${chosen} needs at least ${SECRET_BYTES[chosen]}.`;
  }
}
