import { button } from "../shared/dom.js";
import { EvidenceDialog } from "./evidence-dialog.js";
import { readFilter, fragmentOf } from "./filter-link.js";

/**
 * Filters the tables of libraries by framework, kind, requirement and setting, and
 * lists the libraries that are left. Without JavaScript the tables show everything.
 */
export class LibraryFilter extends HTMLElement {
  /** @type {HTMLSelectElement[]} */
  #selects = [];
  #dialog = new EvidenceDialog();
  #onHash = () => this.#restore();
  /** @param {Event} event */
  #onClick = (event) => this.#dialog.openFor(/** @type {MouseEvent} */ (event));
  /** @type {Element | null} */
  #article = null;

  connectedCallback() {
    if (!this.#selects.length) {
      this.#selects = [...this.querySelectorAll("select")];
      const clear = button("Clear filter", () => this.#set({}));
      this.querySelector(".library-fields")?.append(clear);
      for (const element of this.querySelectorAll("[hidden]"))
        element.removeAttribute("hidden");
      this.addEventListener("change", () => this.#set(this.#filter));
    }
    addEventListener("hashchange", this.#onHash);
    this.#article = this.closest("article");
    this.#article?.addEventListener("click", this.#onClick);
    this.#restore();
  }

  disconnectedCallback() {
    removeEventListener("hashchange", this.#onHash);
    this.#article?.removeEventListener("click", this.#onClick);
    this.#dialog.close();
  }

  get #filter() {
    return Object.fromEntries(this.#selects.map(({ name, value }) => [name, value]));
  }

  /** @param {Record<string, string>} filter */
  #set(filter) {
    // Setting location.hash would make instant navigation lay out the page again.
    history.replaceState(null, "", fragmentOf(filter));
    this.#show(filter);
  }

  /** Takes the filter from the address, unless that leads to a heading. */
  #restore() {
    this.#show(readFilter(location.hash) ?? this.#filter);
  }

  /** @param {Record<string, string>} filter */
  #show(filter) {
    for (const select of this.#selects) {
      select.value = filter[select.name] ?? "";
      // A link may name a value that does not exist here.
      if (select.selectedIndex < 0) select.value = "";
    }
    const { framework, kind, requirement, setting } = this.#filter;
    const left = new Set();
    const items = [...this.querySelectorAll("li")];
    for (const item of items) {
      const { dataset } = item;
      const met = [dataset.quickStart, dataset.safest].map(
        (names) => names?.split(" ").includes(requirement) ?? false,
      );
      const fits =
        (!framework || dataset.framework === framework) &&
        (!kind || dataset.kind === kind) &&
        (!requirement || metIn(met, setting));
      item.hidden = !fits;
      item.dataset.note = requirement && !met[0] ? "safest setting only" : "";
      if (fits) left.add(dataset.row);
    }
    for (const row of this.#rows()) row.hidden = !left.has(row.dataset.row);
    for (const table of this.#article?.querySelectorAll(".library-scroll") ?? [])
      table.toggleAttribute(
        "data-empty",
        !table.querySelector("tbody > :not([hidden])"),
      );
    this.#article?.setAttribute("data-library-setting", setting);
    const isFiltered = Boolean(framework || kind || requirement);
    this.querySelector("ul")?.toggleAttribute("hidden", !isFiltered);
    const status = this.querySelector("[role=status]");
    if (status)
      status.textContent = sentence(left.size, items.length, Boolean(requirement));
  }

  /** @returns {HTMLElement[]} */
  #rows() {
    return [...(this.#article?.querySelectorAll("tr[data-row]") ?? [])].map(
      (row) => /** @type {HTMLElement} */ (row),
    );
  }
}

/**
 * Tells whether a requirement is met in the setting that the reader selected, or in
 * any of the two.
 *
 * @param {boolean[]} met in the quick start, and in the safest setting
 * @param {string} setting
 */
function metIn([quickStart, safest], setting) {
  if (setting === "quick-start") return quickStart;
  if (setting === "safest") return safest;
  return quickStart || safest;
}

/**
 * @param {number} left
 * @param {number} all
 * @param {boolean} required
 */
function sentence(left, all, required) {
  if (!left) return "No library fits. Choose another setting, or fewer conditions.";
  return `${left} of ${all} set-ups ${required ? "meet this requirement" : "are shown"}.`;
}
