import { make } from "../shared/dom.js";

/** @import { Content, Segment } from "./types.js" */

const NAMES = { header: "Header", payload: "Payload", signature: "Signature" };

/** Shows the token's parts, each with its own colour, line and name. */
export class TokenParts {
  element = make("div", {
    class: "decoder-token",
    role: "group",
    "aria-label": "Parts",
  });

  /** @param {Segment[]} segments */
  show(segments) {
    const parts = segments.map(({ name, text, bytes }, at) => {
      const size = `${name}: ${text.length} characters, ${bytes} bytes`;
      const label = make("span", { class: "decoder-part-name" }, size);
      const code = make("code", { dir: "ltr" }, text || "(empty)");
      const kind = name in NAMES ? name : `other-${at % 2}`;
      return make("div", { class: "decoder-part", "data-part": kind }, label, code);
    });
    this.element.replaceChildren(...parts);
  }
}

/** Shows one part as indented JSON. It is text, because a token may hold markup. */
export class JsonRegion {
  #text = make("pre", { dir: "ltr" });
  #title;

  /** @param {"header" | "payload"} part */
  constructor(part) {
    const name = NAMES[part];
    this.#title = make("p", { class: "form-label", "aria-hidden": "true" }, name);
    this.#text.setAttribute("role", "region");
    this.#text.setAttribute("aria-label", name);
    this.#text.tabIndex = 0;
    this.element = make("div", { class: "decoder-json", "data-part": part });
    this.element.append(this.#title, this.#text);
  }

  /** @param {Content} content */
  show({ runs }) {
    this.#text.replaceChildren(...runs.map(runElement));
  }
}

/** @param {[string, string]} run */
function runElement([kind, text]) {
  if (kind === "plain") return text;
  // Text that runs from right to left must not reorder the text beside it.
  const name = kind === "string" || kind === "key" ? "bdi" : "span";
  return make(name, { class: `decoder-${kind}` }, text);
}
