import { ALGORITHMS, SECRET_BYTES, usesSecret } from "../shared/algorithms.js";
import { fromBase64url } from "../shared/base64url.js";
import { button, make } from "../shared/dom.js";
import { exampleClaims } from "../shared/example-claims.js";
import { FormField, selectBox, textArea } from "../shared/form-field.js";
import { newSecret, utf8Length } from "../shared/secret-input.js";
import { TokenField } from "../shared/token-field.js";

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

  /** Takes the token along to the decoder. */
  diagnose = make("a", { class: "action-button", href: "../decoder/" }, "Diagnose");

  constructor() {
    const { newJti, sign, decode, verify, revoke } = this.buttons;
    for (const main of [sign, verify]) main.classList.add("action-button--main");
    this.claims = new FormField("Claims", textArea(9), newJti);
    this.algorithm = new FormField("Algorithm", selectBox(ALGORITHMS));
    this.key = new FormField("Key", textArea(2), this.buttons.newSecret, sign);
    const paper = new TokenField("Token");
    this.token = new FormField("Token", paper.control, decode, verify, revoke);
    this.token.control.before(paper.element);
    paper.element.append(this.token.control);
    paper.element.after(paper.names);
    this.claims.hint = "A JSON object. Ctrl+Enter signs it.";
    this.algorithm.hint = "Sign uses it, and Verify accepts no other.";
    this.token.hint = "This one is signed. Sign makes another, or paste your own.";
    this.claims.value = exampleClaims();
    // Each visit gets its own secret, so that Sign works at once.
    this.key.value = newSecret("HS256");
    this.tellKeySize();
  }

  /**
   * Takes the claims of a token over, to edit and sign them.
   *
   * @param {string} token
   * @returns {boolean} false if its payload cannot be read
   */
  edit(token) {
    const [header, payload] = token.split(".").map(readPart);
    if (!payload) return false;
    this.claims.value = payload;
    const alg = header && JSON.parse(header).alg;
    if (ALGORITHMS.includes(alg)) this.algorithm.value = alg;
    this.token.value = token;
    return true;
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

/**
 * Reads a part of a token as indented JSON.
 *
 * @param {string} part
 * @returns {string} empty if it is no JSON object
 */
function readPart(part) {
  try {
    const bytes = fromBase64url(part);
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const value = JSON.parse(text);
    const isObject = typeof value === "object" && value && !Array.isArray(value);
    // A number beyond 2 ** 53 would change, so such claims stay as they are written.
    const exact = isObject && JSON.stringify(value) === text.replace(/\s/g, "");
    return isObject ? (exact ? JSON.stringify(value, null, 2) : text) : "";
  } catch {
    return "";
  }
}
