import { make } from "../shared/dom.js";
import { sign } from "./signs.js";

/** @import { Warned } from "./types.js" */

// The tools' pages are two folders below the root of the site.
const ROOT = "../../";
const SHOWN = 4;

/**
 * The warnings, the gravest first. A warning stays in the page while its sentence
 * holds, so that a screen reader does not announce a danger again.
 */
export class WarningList {
  element = make("section", { class: "warning-list", "aria-label": "Warnings" });
  #title = make("h2");
  #list = make("ul");
  #more = make("button", { type: "button", class: "ghost-button" });
  #all = false;
  /** @type {Map<string, HTMLElement>} */
  #shown = new Map();

  constructor() {
    this.element.append(this.#title, this.#list, this.#more);
    this.#more.onclick = () => {
      this.#all = true;
      this.#fold();
      /** @type {HTMLElement | undefined} */ ([...this.#shown.values()][SHOWN])
        ?.querySelector("a")
        ?.focus();
    };
  }

  /** @param {Warned[]} warnings */
  show(warnings) {
    this.element.hidden = !warnings.length;
    const count = warnings.length === 1 ? "1 warning" : `${warnings.length} warnings`;
    const title = warnings.length > 1 ? `${count}, gravest first` : count;
    if (this.#title.textContent !== title) this.#title.textContent = title;
    const next = new Map();
    for (const warned of warnings)
      next.set(warned.sentence, this.#shown.get(warned.sentence) ?? item(warned));
    for (const [sentence, element] of this.#shown)
      if (!next.has(sentence)) element.remove();
    let place = this.#list.firstElementChild;
    for (const element of next.values()) {
      if (element === place) place = place?.nextElementSibling ?? null;
      else this.#list.insertBefore(element, place);
    }
    if ([...next.keys()].join() !== [...this.#shown.keys()].join()) this.#all = false;
    this.#shown = next;
    this.#fold();
  }

  #fold() {
    const rest = Math.max(0, this.#shown.size - SHOWN);
    // One row more takes no more room than the button that would unfold it.
    const open = this.#all || rest <= 1;
    [...this.#shown.values()].forEach((element, at) => {
      element.hidden = !open && at >= SHOWN;
    });
    this.#more.hidden = open;
    this.#more.textContent = `${rest} more`;
  }
}

/** @param {Warned} warned */
function item({ rank, sentence, label, url }) {
  const href = url.startsWith("https:") ? url : ROOT + url;
  const text = make("span", {}, make("bdi", {}, sentence));
  if (rank === "Danger") text.setAttribute("role", "alert");
  const word = make("b", {}, sign(rank), rank);
  return make("li", { "data-rank": rank }, word, text, make("a", { href }, label));
}
