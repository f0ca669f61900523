import { button, make, showOrHide, status } from "../shared/dom.js";

/**
 * @typedef {{choice: string, example: string, pro: string[], con: string[]}} Option
 * @typedef {{choice: string, example: string, reasons: string[], prices: string[],
 *   warnings: string[], options: Option[]}} Advice
 */

/** The form of the published page, and everything that is said about its answers. */
export class ChooserView {
  clear = button("Clear all");
  /** Bytes that have arrived, which change too often to be announced. */
  #progress = make("p", { class: "chooser-progress", hidden: "" });
  #problem = make("div", { class: "chooser-problem" });
  #notice = status("Notice", "chooser-notice");
  #status = make("div", {
    class: "chooser-status",
    role: "status",
    "aria-label": "Recommendation",
  });
  #details = make("div", { class: "chooser-details" });

  /** @param {HTMLElement} element */
  constructor(element) {
    this.inputs = Array.from(element.querySelectorAll("input"));
    const row = make("div", { class: "chooser-buttons" }, this.clear);
    element.append(row, this.#notice, this.#progress, this.#problem, this.#status);
    element.append(this.#details);
  }

  /** The codes of the answers, in the order of the form. */
  get checked() {
    const given = this.inputs.filter((input) => input.checked && input.value);
    return given.map((input) => input.value);
  }

  /**
   * @param {string[]} codes
   * @returns {string[]} codes that the form does not have
   */
  check(codes) {
    // The empty answers come first, because checking one of a question's radio buttons
    // unchecks the others.
    for (const input of this.inputs) input.checked = !input.value;
    for (const input of this.inputs) input.checked ||= codes.includes(input.value);
    const known = this.inputs.map((input) => input.value);
    return codes.filter((code) => !known.includes(code));
  }

  /** @param {Advice} advice */
  advise({ choice, example, reasons, prices, warnings, options }) {
    const head = make("p", {}, make("strong", {}, `${choice}.`), " ");
    const next = make("div", { class: "chooser-status-text" }, head, list(reasons));
    // A screen reader announces each change, so leave the same words alone.
    if (next.textContent !== this.#status.textContent)
      this.#status.replaceChildren(next);
    const start = make("p", {}, "Start from the example ", make("code", {}, example));
    start.append(
      ": ",
      make("code", {}, `make run-example NAME=${example} PORT=8001`),
      ".",
    );
    this.#details.replaceChildren(
      ...warnings.map((text) => make("p", { class: "chooser-warning" }, text)),
      section("What it costs you", list(prices)),
      start,
      section(
        "All three, by your answers",
        make("div", { class: "chooser-options" }, ...options.map(optionPart)),
      ),
    );
  }

  /** Removes the recommendation. */
  forget() {
    this.#status.replaceChildren();
    this.#details.replaceChildren();
  }

  /** @param {string} sentence announced when the screen reader is free */
  say(sentence) {
    this.#notice.textContent = sentence;
  }

  /** @param {string} text */
  progress(text) {
    showOrHide(this.#progress, text);
  }

  /**
   * @param {string} sentence announced at once
   * @param {HTMLButtonElement} way button for what the reader can do
   */
  problem(sentence, way) {
    this.forget();
    this.#problem.replaceChildren(make("p", { role: "alert" }, sentence), way);
  }

  clearProblem() {
    // A button that is removed would take the focus with it.
    if (this.#problem.contains(document.activeElement)) this.clear.focus();
    this.#problem.replaceChildren();
  }
}

/** @param {string[]} sentences */
function list(sentences) {
  return make("ul", {}, ...sentences.map((text) => make("li", {}, text)));
}

/**
 * @param {string} title
 * @param {...Node} content
 */
function section(title, ...content) {
  return make("section", {}, make("h3", {}, title), ...content);
}

/** @param {Option} option */
function optionPart({ choice, pro, con }) {
  const part = make("div", { class: "chooser-option" }, make("h4", {}, choice));
  part.append(make("p", {}, "For"), list(pro), make("p", {}, "Against"), list(con));
  return part;
}
