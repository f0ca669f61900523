import { make, showOrHide, status } from "../shared/dom.js";
import { DecodedParts } from "./decoded-parts.js";
import { DenylistTable } from "./denylist-table.js";
import { WorkshopExtras } from "./extras.js";
import { WorkshopForm } from "./form.js";

/** Everything in the workshop that a reader sees or hears. */
export class WorkshopView {
  form = new WorkshopForm();
  parts = new DecodedParts();
  denylist = new DenylistTable();
  extras = new WorkshopExtras(this.form);
  /** Bytes that have arrived, which change too often to be announced. */
  #progress = make("p", { class: "form-progress", hidden: "" });
  #problem = make("div", { class: "form-problem" });
  #notice = status("Notice", "form-notice");
  #verdict = status("Verdict", "workshop-verdict");

  /** @param {HTMLElement} element */
  constructor(element) {
    const { claims, algorithm, key, token } = this.form;
    const signing = make("div", { class: "form-column" });
    signing.append(claims.element, algorithm.element, key.element);
    const reading = make("div", { class: "form-column" });
    reading.append(token.element, this.#verdict, this.#notice);
    reading.append(this.#progress, this.#problem, this.parts.element);
    element.append(signing, reading, this.denylist.element, this.extras.element);
  }

  /** @param {{verdict: string, detail: string}} found */
  showVerdict({ verdict, detail }) {
    this.#verdict.dataset.kind = verdict;
    this.#verdict.replaceChildren(make("strong", {}, `${verdict}.`), ` ${detail}`);
  }

  clearVerdict() {
    this.#verdict.replaceChildren();
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
   * @param {...HTMLButtonElement} ways buttons for what the reader can do
   */
  problem(sentence, ...ways) {
    this.#problem.replaceChildren(make("p", { role: "alert" }, sentence), ...ways);
  }

  /** @param {HTMLElement} next gets the focus if a button of the problem had it */
  clearProblem(next) {
    if (this.#problem.contains(document.activeElement)) next.focus();
    this.#problem.replaceChildren();
  }
}
