import { button, make, showOrHide } from "../shared/dom.js";
import { visible } from "../shared/wording.js";

/** The last line of a program that demonstrates an attack says how it ended. */
const ATTACK = /^(Attack (succeeded|blocked)): (.+)$/;
const HINT = "The code can be edited.";

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
  #attack = make("div", { class: "live-attack" });
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
    const key = /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘ Enter" : "Ctrl+Enter";
    const hint = make("span", { class: "live-hint" }, `${HINT} `, make("kbd", {}, key));
    const { Run, Stop, Reset, Copy, Share } = this.buttons;
    for (const minor of [Reset, Copy, Share])
      minor.classList.add("action-button--minor");
    row.append(Run, Stop, hint, Reset, Copy, Share);
    cell.prepend(make("div", { class: "live-bar" }, head, this.badge), this.editor);
    const listing = cell.querySelector(":scope > .highlight") ?? this.editor;
    listing.after(this.#offer, row, this.#note, this.#output, this.#problem);
    this.#problem.after(this.#attack, this.#status);
  }

  /** Makes room for the output of a new run. */
  clear() {
    this.cell.toggleAttribute("data-ran", true);
    this.#output.replaceChildren();
    this.#output.removeAttribute("tabindex");
    this.#problem.replaceChildren();
    this.#attack.replaceChildren();
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
   * Shows the reader's own line, and folds the traceback, which is mostly of libraries.
   *
   * @param {string} where the last line of the reader's code that ran, or nothing
   * @param {string} traceback
   */
  explain(where, traceback) {
    if (where)
      this.#problem.append(make("pre", { class: "live-where" }, visible(where)));
    const summary = make("summary", {}, "Traceback");
    const text = make("pre", { tabindex: "0" }, visible(traceback));
    this.#problem.append(make("details", { class: "live-trace" }, summary, text));
  }

  /** Shows how a demonstrated attack ended, in the words of the program's last line. */
  showAttack() {
    const last = this.#output.textContent?.trimEnd().split("\n").pop() ?? "";
    const [, ended, how, text] = ATTACK.exec(last) ?? [];
    if (!ended) return;
    const outcome = how === "succeeded" ? "breach" : "blocked";
    this.#attack.replaceChildren(
      make(
        "p",
        { class: "outcome", "data-outcome": outcome, role: "status" },
        make("i", { class: `sign sign--${outcome}`, "aria-hidden": "true" }),
        make("strong", {}, ended),
        make("small", {}, text),
      ),
    );
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
