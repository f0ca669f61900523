import { make, tableHead } from "../shared/dom.js";
import { KNOWN } from "./examples.js";

/** What the decoder recognises, with an example of each. */
export class KnownList {
  /** @param {(id: string) => void} load */
  constructor(load) {
    const rows = KNOWN.map(({ name, told, gives, id }) => {
      const attributes = { type: "button", class: "ghost-button" };
      const label = { "aria-label": `Example: ${name}` };
      const choice = make("button", { ...attributes, ...label }, "Example");
      choice.onclick = () => load(id);
      const cells = [told, gives].map((text) => make("td", {}, text));
      const head = make("th", { scope: "row" }, name);
      return make("tr", {}, head, ...cells, make("td", {}, choice));
    });
    const head = tableHead(["Paste", "Told by", "You get", ""]);
    head
      .querySelector("th:last-child")
      ?.append(make("i", { class: "away" }, "Example"));
    const caption = make("caption", {}, "What it recognises");
    const body = make("tbody", {}, ...rows);
    this.element = make("table", { class: "known-list" }, caption, head, body);
  }
}
