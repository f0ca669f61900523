import { make, status } from "../shared/dom.js";

/** @import { Decoded, Opinion, Size, Tried } from "./types.js" */

const SIGNS = { good: "✓", bad: "✗", open: "○" };
export const NO_TOKEN = {
  verdict: "Not verified",
  mark: /** @type {const} */ ("open"),
  sentence: "There is no token yet.",
};

/** Shows the verdict, and the four opinions that it follows from. */
export class Verdict {
  status = status("Verdict", "decoder-verdict");
  opinions = make("dl", { class: "decoder-opinions" });

  constructor() {
    this.show({ ...NO_TOKEN, opinions: [] });
  }

  /** @param {Pick<Decoded, "verdict" | "mark" | "sentence" | "opinions">} decoded */
  show({ verdict, mark, sentence, opinions }) {
    this.status.dataset.mark = mark;
    const word = make("strong", {}, `${verdict}.`);
    this.status.replaceChildren(word, make("bdi", {}, ` ${sentence}`));
    this.opinions.replaceChildren(...opinions.flatMap(opinionItem));
  }

  /** Removes the verdict, because the input has changed. */
  clear() {
    this.status.replaceChildren();
    delete this.status.dataset.mark;
  }
}

/** @param {Opinion} opinion */
function opinionItem({ name, mark, word, sentence }) {
  const strong = make("strong", { "data-mark": mark }, `${SIGNS[mark]} ${word}.`);
  const text = make("dd", {}, strong, " ", make("bdi", {}, sentence));
  return [make("dt", {}, name), text];
}

/** Shows what the signature is, and how each key fared if there are several. */
export class SignatureRegion {
  #lines = make("div");
  #keys = make("ul", { class: "decoder-keys" });

  constructor() {
    const title = make(
      "p",
      { class: "form-label", "aria-hidden": "true" },
      "Signature",
    );
    this.element = make("div", {
      class: "decoder-signature",
      "data-part": "signature",
      role: "region",
      "aria-label": "Signature",
    });
    this.element.append(title, this.#lines, this.#keys);
  }

  /** @param {string[]} lines @param {Tried[]} tried */
  show(lines, tried) {
    this.#lines.replaceChildren(
      ...lines.map((line) => make("p", {}, make("bdi", {}, line))),
    );
    const keys = tried.length > 1 ? tried : [];
    this.#keys.replaceChildren(
      ...keys.map(({ name, outcome, sentence }) =>
        make("li", {}, make("bdi", {}, `${name}: ${outcome}. ${sentence}`)),
      ),
    );
  }
}

/**
 * Lists the sizes of the token against usual limits.
 *
 * @param {Size[]} sizes
 */
export function sizeItems(sizes) {
  return sizes.map(({ name, bytes, limit }) => {
    if (!limit) return make("li", {}, `${name}: ${bytes} bytes`);
    const share = Math.round((100 * bytes) / limit);
    const over = bytes > limit ? ", too large" : "";
    return make("li", {}, `${name}: ${bytes} of ${limit} bytes (${share} %${over})`);
  });
}
