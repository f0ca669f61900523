import { make } from "../shared/dom.js";

/** @import { Row } from "./types.js" */

/** Explains the header or the signature, under the same rule as in the token. */
export class PartRegion {
  #list = make("dl");

  /** @param {string} name @param {string} part */
  constructor(name, part) {
    this.element = make("section", {
      class: "part-region",
      role: "region",
      "aria-label": name,
      "data-part": part,
    });
    this.element.append(make("h2", {}, name), this.#list);
  }

  /** @param {Row[]} rows @param {string} none what to say if there are none */
  show(rows, none) {
    const items = rows.map(({ name, value, meaning, label, url, tone }) => {
      const item = make("div", {}, make("dt", {}, make("bdi", {}, name)));
      if (url) item.title = label;
      if (tone) item.dataset.tone = tone;
      item.append(
        make("dd", {}, make("bdi", {}, value)),
        make("dd", {}, make("bdi", {}, meaning)),
      );
      return item;
    });
    const nothing = make("div", {}, make("dd", { class: "decoder-hint" }, none));
    this.#list.replaceChildren(...(items.length ? items : [nothing]));
  }
}
