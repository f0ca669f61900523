import { make } from "../shared/dom.js";

/** A list of tabs, of which one panel is shown. Arrow keys move between the tabs. */
export class Tabs {
  list;
  #panels;
  /** @type {HTMLButtonElement[]} */
  #tabs;

  /**
   * @param {string} name of the list
   * @param {Record<string, HTMLElement>} panels by the id of the tab
   */
  constructor(name, panels) {
    this.#panels = Object.values(panels);
    this.#tabs = Object.keys(panels).map((id) => this.#tab(id));
    const attributes = { role: "tablist", "aria-label": name, class: "tab-list" };
    this.list = make("div", attributes, ...this.#tabs);
    this.#panels.forEach((panel, at) => {
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", this.#tabs[at].id);
      panel.id = `panel-${this.#tabs[at].id}`;
      this.#tabs[at].setAttribute("aria-controls", panel.id);
    });
    this.select(0);
  }

  /** @param {number} at @param {string} text */
  title(at, text) {
    const tab = this.#tabs[at];
    tab.hidden = !text;
    if (tab.textContent !== text) tab.textContent = text;
    if (!text && tab.getAttribute("aria-selected") === "true") this.select(0);
  }

  /** @param {number} chosen */
  select(chosen) {
    this.#tabs.forEach((tab, at) => {
      tab.setAttribute("aria-selected", String(at === chosen));
      tab.tabIndex = at === chosen ? 0 : -1;
      this.#panels[at].hidden = at !== chosen;
    });
  }

  /** @param {string} id */
  #tab(id) {
    const tab = make("button", { type: "button", role: "tab", id: `tab-${id}` });
    tab.onclick = () => this.select(this.#tabs.indexOf(tab));
    tab.onkeydown = (event) => this.#move(event, tab);
    return tab;
  }

  /** @param {KeyboardEvent} event @param {HTMLButtonElement} tab */
  #move(event, tab) {
    const shown = this.#tabs.filter((one) => !one.hidden);
    const at = shown.indexOf(tab);
    const last = shown.length - 1;
    const places = /** @type {Record<string, number>} */ ({
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    });
    const next = shown[places[event.key]];
    if (!next) return;
    event.preventDefault();
    this.select(this.#tabs.indexOf(next));
    next.focus();
  }
}
