import { button, make, showOrHide } from "../shared/dom.js";
import { visible } from "../shared/wording.js";

/** Everything around the code of a live cell that a reader sees or hears. */
export class CellView {
  buttons = {
    Run: button("Run"),
    Stop: button("Stop"),
    Reset: button("Reset"),
    Copy: button("Copy"),
    Share: button("Share"),
  };
  badge = make("span", { class: "live-badge", hidden: "" }, "edited");
  editor = make("div", { class: "live-editor" });
  #offer = make("div", { class: "live-offer" });
  /** Progress and time, which change too often to be announced. */
  #note = make("p", { class: "live-note", hidden: "" });
  #status = make("p", { class: "live-status", role: "status" });
  #problem = make("div", { class: "live-problem" });
  #output = make("pre", {
    class: "live-output",
    role: "log",
    "aria-label": "Output",
    // A screen reader would read out every line. The status says how many there are.
    "aria-live": "off",
  });

  /**
   * @param {HTMLElement} cell holds the published listing
   * @param {string} title
   */
  constructor(cell, title) {
    this.cell = cell;
    this.buttons.Run.classList.add("action-button--main");
    this.buttons.Run.title = "Run (Ctrl+Enter in the editor)";
    cell.setAttribute("role", "group");
    cell.setAttribute("aria-label", title);
    const head = make("span", { class: "live-title", "aria-hidden": "true" }, title);
    const row = make("div", { class: "live-buttons" });
    row.append(...Object.values(this.buttons));
    cell.prepend(make("div", { class: "live-bar" }, head, this.badge), this.editor);
    const listing = cell.querySelector(":scope > .highlight") ?? this.editor;
    listing.after(this.#offer, row, this.#note, this.#output, this.#problem);
    this.#problem.after(this.#status);
  }

  /** Makes room for the output of a new run. */
  clear() {
    this.cell.toggleAttribute("data-ran", true);
    this.#output.replaceChildren();
    this.#output.removeAttribute("tabindex");
    this.#problem.replaceChildren();
    this.note("");
    this.say("");
  }

  /** Shows the recorded output again. */
  showRecorded() {
    this.clear();
    this.cell.toggleAttribute("data-ran", false);
  }

  /** @param {string} text */
  print(text) {
    this.#output.append(visible(text));
    // The output may need to scroll, so the keyboard must reach it.
    this.#output.tabIndex = 0;
  }

  /** @param {string} sentence announced when the screen reader is free */
  say(sentence) {
    this.#status.textContent = sentence;
  }

  /** @param {string} text */
  note(text) {
    showOrHide(this.#note, text);
  }

  /** @param {boolean} running whether there is something to stop */
  offerStop(running) {
    const { Run, Stop } = this.buttons;
    // A disabled button loses the focus, and with it the reader's place in the page.
    if (!running && document.activeElement === Stop) Run.focus();
    Stop.disabled = !running;
  }

  /**
   * @param {string} sentence announced at once
   * @param {...HTMLButtonElement} ways buttons for what the reader can do
   */
  problem(sentence, ...ways) {
    const alert = make("p", { role: "alert" }, visible(sentence));
    this.#problem.replaceChildren(alert, ...ways);
  }

  /**
   * Offers a choice, which stays until the reader has chosen.
   *
   * @param {string} sentence
   * @param {...HTMLButtonElement} ways
   */
  offer(sentence, ...ways) {
    this.#offer.replaceChildren(make("p", {}, sentence), ...ways);
  }

  /** Removes the choice. */
  withdraw() {
    this.#offer.replaceChildren();
    this.buttons.Run.focus();
  }
}
