import { make } from "./dom.js";
import { textArea } from "./form-field.js";

/** Characters up to which a text is coloured; a longer one stays plain and quick. */
const LONGEST = 20_000;
const KINDS = ["header", "payload", "signature"];
const JWS = ["Header", "Payload", "Signature"];
const TOKEN = /[\w-]*(?:\.[\w-]*){1,5}/;
const INSIDE = /(?<![\w.-])eyJ[\w-]+(?:\.[\w-]*){1,4}/g;

/**
 * A text box for a token that colours and underlines the token's parts while the reader
 * types. The colours are in a copy behind the box, whose own text is transparent.
 */
export class TokenField {
  control = textArea(3);
  #copy = make("pre", { "aria-hidden": "true", dir: "ltr" });
  names = make("p", { class: "token-names" });
  /** The token that was found in a longer paste, and the names of its parts. */
  #found = "";
  /** @type {string[]} */
  #parts = [];

  /** @param {string} name the accessible name of the box */
  constructor(name) {
    this.control.setAttribute("aria-label", name);
    this.control.setAttribute("dir", "ltr");
    this.control.wrap = "soft";
    this.element = make("div", { class: "token-paper" }, this.#copy, this.control);
    this.control.addEventListener("input", () => this.paint());
    this.paint();
  }

  get value() {
    return this.control.value;
  }

  /** @param {string} text */
  set value(text) {
    if (text === this.control.value) return;
    this.control.value = text;
    // A script's change must have the same consequences as a reader's.
    this.control.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /**
   * Takes over what was found in the text.
   *
   * @param {string} token the one that is read, if the paste holds more
   * @param {string[]} parts
   */
  follow(token, parts) {
    if (token === this.#found && parts.join() === this.#parts.join()) return;
    this.#found = token;
    this.#parts = parts;
    this.paint();
  }

  /** Colours the text as it is now. */
  paint() {
    const text = this.control.value;
    const plain = text.length > LONGEST;
    this.element.toggleAttribute("data-plain", plain);
    const pieces = plain ? [] : paintedPieces(text, this.#found);
    // A line break at the end has a height only if something follows it.
    this.#copy.replaceChildren(...pieces, "\u200b");
    const count = this.#copy.querySelectorAll("[data-part]").length;
    const known = this.#parts.length === count ? this.#parts : JWS.slice(0, count);
    const names = known.map((name, at) =>
      make("span", { "data-part": kindOf(at, count) }, name),
    );
    this.names.replaceChildren(...(count > known.length ? [] : names));
  }
}

/**
 * @param {string} text
 * @param {string} found
 * @returns {(Node | string)[]}
 */
function paintedPieces(text, found) {
  const at = found ? text.indexOf(found) : -1;
  if (at >= 0) return around(text, at, found);
  const whole = text.trim();
  if (TOKEN.exec(whole)?.[0] === whole && whole)
    return around(text, text.indexOf(whole), whole);
  const tokens = [...text.matchAll(INSIDE)];
  // The longest match is the token; a shorter one may be a word with a dot in it.
  const best = tokens.sort((one, other) => other[0].length - one[0].length)[0];
  return best ? around(text, best.index, best[0]) : [text];
}

/** @param {string} text @param {number} at @param {string} token */
function around(text, at, token) {
  const rest = text.slice(at + token.length);
  return [text.slice(0, at), ...coloured(token), rest].filter((piece) => piece !== "");
}

/**
 * Writes a token as one element for each part, with the dots between them.
 *
 * @param {string} token
 * @returns {(Node | string)[]}
 */
function coloured(token) {
  return token.split(".").flatMap((part, at) => {
    const kind = kindOf(at, token.split(".").length);
    const element = make("u", { "data-part": kind }, part);
    return at ? [".", element] : [element];
  });
}

/**
 * Names the colour of a part: the last of five is a tag, which is like a signature.
 *
 * @param {number} at
 * @param {number} count of parts
 */
function kindOf(at, count) {
  if (count <= KINDS.length) return KINDS[at];
  return at && at < count - 1 ? KINDS[1] : KINDS[at ? 2 : 0];
}
