import { make, showOrHide, status } from "../shared/dom.js";
import { visible } from "../shared/wording.js";
import { RequestForm } from "./request-form.js";
import { StateTables } from "./state-tables.js";

/**
 * @import { Preset } from "./request-form.js"
 *
 * @typedef {{request: string, request_body: string, status: number, response: string,
 *   response_body: string}} Exchange
 */

/** Everything in a server panel that a reader sees or hears. */
export class PanelView {
  #status = status("Response", "panel-status");
  #sent = scrollable("Request as sent");
  #headers = scrollable("Response headers");
  #body = scrollable("Response body");
  /** Bytes that have arrived, which change too often to be announced. */
  #progress = make("p", { class: "panel-hint panel-progress", hidden: "" });
  #problem = make("div", { class: "panel-problem" });

  /**
   * @param {HTMLElement} panel
   * @param {string} title
   * @param {Preset[]} presets
   * @param {{advance: (seconds: number) => void, restart: () => void}} acts
   */
  constructor(panel, title, presets, { advance, restart }) {
    this.form = new RequestForm(presets);
    this.state = new StateTables(advance, restart);
    panel.setAttribute("role", "group");
    panel.setAttribute("aria-label", title);
    const answer = make("div", { class: "panel-answer" });
    answer.append(this.#status, this.#headers, this.#body, this.#sent);
    panel.prepend(
      make("p", { class: "panel-title", "aria-hidden": "true" }, title),
      this.form.presets,
      make("div", { class: "panel-sides" }, this.form.element, answer),
      this.#progress,
      this.#problem,
      this.state.clock,
      this.state.element,
    );
  }

  /** @param {Exchange} exchange what was sent and what came back */
  answer({ request, request_body, status: code, response, response_body }) {
    const [first, ...headers] = response.split("\n");
    this.#status.textContent = first;
    this.#status.dataset.kind = code < 400 ? "good" : "bad";
    this.#headers.textContent = visible(headers.join("\n"));
    this.#body.textContent = visible(response_body);
    this.#sent.textContent = visible(`${request}\n\n${request_body}`.trimEnd());
  }

  forgetAnswer() {
    delete this.#status.dataset.kind;
    for (const part of [this.#status, this.#headers, this.#body, this.#sent])
      part.textContent = "";
  }

  /** @param {string} note */
  progress(note) {
    showOrHide(this.#progress, note);
  }

  /**
   * @param {string} sentence announced at once
   * @param {...HTMLButtonElement} ways buttons for what the reader can do
   */
  problem(sentence, ...ways) {
    this.#problem.replaceChildren(make("p", { role: "alert" }, sentence), ...ways);
  }

  clearProblem() {
    // A button that is removed would take the focus with it.
    if (this.#problem.contains(document.activeElement)) this.form.send.focus();
    this.#problem.replaceChildren();
  }
}

/** @param {string} name of a region that the keyboard can scroll */
function scrollable(name) {
  return make("pre", {
    role: "region",
    "aria-label": name,
    tabindex: "0",
    title: name,
  });
}
