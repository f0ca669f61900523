import { button, make } from "../shared/dom.js";

/** Shows the evidence of a cell over the table; it is on the library's own page. */
export class EvidenceDialog {
  #body = make("div", { class: "library-dialog-body" });
  #whole = make("a", { href: "" }, "Open on the library's page");
  #dialog = make("dialog", {
    class: "library-dialog md-typeset",
    "aria-label": "Evidence",
  });

  constructor() {
    const bar = make("p", { class: "library-dialog-bar" });
    bar.append(
      this.#whole,
      button("Close", () => this.close()),
    );
    this.#dialog.append(this.#body, bar);
    this.#dialog.addEventListener("click", (event) => {
      if (event.target === this.#dialog) this.close();
    });
  }

  close() {
    this.#dialog.close();
    this.#dialog.remove();
  }

  /**
   * Opens the evidence of the cell that was pressed. Where it cannot be loaded, the
   * browser follows the link instead.
   *
   * @param {MouseEvent} event
   */
  async openFor(event) {
    const target = /** @type {Element} */ (event.target);
    const link = target.closest("a.library-cell");
    const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!(link instanceof HTMLAnchorElement) || !isPlain) return;
    event.preventDefault();
    event.stopPropagation();
    const evidence = await load(link.href);
    if (!evidence) {
      location.assign(link.href);
      return;
    }
    const row = link.closest("tr")?.querySelector("th a")?.textContent ?? "";
    const head = link.closest("td")?.dataset.label ?? "";
    this.#body.replaceChildren(make("h3", {}, row ? `${row}: ${head}` : "Evidence"));
    this.#body.append(...evidence);
    this.#whole.href = link.href;
    document.body.append(this.#dialog);
    this.#dialog.showModal();
  }
}

/**
 * Loads the part of a page that a link leads to.
 *
 * @param {string} address
 * @returns {Promise<Node[] | null>}
 */
async function load(address) {
  try {
    const answer = await fetch(address);
    if (!answer.ok) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const part = page.getElementById(new URL(address).hash.slice(1));
    return part && [...part.children].map((node) => document.importNode(node, true));
  } catch {
    return null;
  }
}
