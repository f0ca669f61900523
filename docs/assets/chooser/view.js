import { make } from "../shared/dom.js";
import { answered, decidedBy, flipsOf, outcomeOf, reasonsOf } from "./engine.js";
import { librariesFor } from "./library-link.js";

/** @import { Change, Flip, Given, Outcome, Question, Reason, Table } from "./types.js" */

/** The published page of the chooser, and everything that it says about the answers. */
export class ChooserView {
  /** The code of the outcome that is shown. */
  shown = "session";

  /**
   * @param {HTMLElement} element
   * @param {Table} table
   * @param {{back: (code: string) => void, set: (change: Change) => void}} acts what a
   *   press on a reason's answer and on a condition does
   */
  constructor(element, table, acts) {
    this.element = element;
    this.table = table;
    this.acts = acts;
    this.ruling = this.#find(".ruling");
    this.status = this.#find('[role="status"]', this.ruling);
    this.questions = table.questions.map((question) =>
      this.#find(`#q-${question.code}`),
    );
    this.rows = Array.from(element.querySelectorAll("[data-row]"), (row) => ({
      row: /** @type {HTMLElement} */ (row),
      box: /** @type {HTMLInputElement} */ (row.querySelector("input")),
      strength: /** @type {HTMLSelectElement} */ (row.querySelector("select")),
    }));
  }

  /**
   * @param {string} selector
   * @param {HTMLElement} [within]
   * @returns {HTMLElement}
   */
  #find(selector, within = this.element) {
    return /** @type {HTMLElement} */ (within.querySelector(selector));
  }

  /** @param {number} place of a question */
  inputs(place) {
    return [...this.questions[place].querySelectorAll("input")];
  }

  /** @param {number} place of a question */
  chosen(place) {
    return this.inputs(place).flatMap((input, answer) =>
      input.checked ? [answer] : [],
    );
  }

  /**
   * Shows what was said in the form, and what follows from it.
   *
   * @param {Given} given
   */
  show(given) {
    this.table.questions.forEach((question, place) => {
      const now = answered(question, given);
      this.inputs(place).forEach((input, answer) => {
        input.checked = now.includes(answer);
      });
      this.questions[place].toggleAttribute("data-open", !now.length);
    });
    for (const { row, box, strength } of this.rows) {
      const said = given[box.value];
      box.checked = said === "need" || said === "prefer";
      strength.hidden = !box.checked;
      if (box.checked) strength.value = said;
      row.toggleAttribute("data-on", box.checked);
    }
    this.#rule(given);
    this.#reasons(given);
    this.#flips(given);
  }

  /** @param {Given} given */
  #rule(given) {
    const outcome = outcomeOf(this.table, given);
    const by = decidedBy(this.table, given);
    const text = by ? `decided by: ${by}` : this.table.default.said;
    // A screen reader hears of a new outcome, not of another reason for the same one.
    this.status.setAttribute(
      "aria-live",
      outcome.code === this.shown ? "off" : "polite",
    );
    this.shown = outcome.code;
    const next = make(
      "p",
      { class: "ruling-verdict" },
      make("b", {}, outcome.name),
      " ",
    );
    next.append(make("span", {}, `— ${text}`));
    if (next.textContent !== this.status.textContent) this.status.replaceChildren(next);
    this.ruling.dataset.kind = outcome.kind;
    this.#find(".sign", this.ruling).className = `sign sign--${outcome.code}`;
    for (const link of this.element.querySelectorAll(".chooser-zip"))
      link.setAttribute("href", outcome.zip);
    const wanted = Object.keys(given).filter((code) => given[code] !== "no");
    this.#find(".chooser-libraries a").setAttribute(
      "href",
      librariesFor(outcome.name, wanted),
    );
    for (const cell of this.element.querySelectorAll("[data-price]"))
      cell.toggleAttribute(
        "data-chosen",
        /** @type {HTMLElement} */ (cell).dataset.price === outcome.code,
      );
    this.#find("cost-model").dataset.chosen = outcome.way;
  }

  /** @param {Given} given */
  #reasons(given) {
    const reasons = reasonsOf(this.table, given);
    const count = (/** @type {string} */ word) =>
      reasons.filter((reason) => reason.word === word).length;
    const told = [
      [count("Need"), "need"],
      [count("Preference"), "preference"],
    ].flatMap(([n, word]) => (n ? [`${n} ${word}${Number(n) > 1 ? "s" : ""}`] : []));
    const against = count("Against");
    this.#find(".chooser-why small").textContent =
      `${told.join(" and ") || "No need and no preference"} for it, ` +
      (against ? `${against} against it` : "nothing against it");
    this.#find(".chooser-reasons").replaceChildren(
      ...reasons.map((reason) => this.#reason(reason, given)),
    );
  }

  /**
   * @param {Reason} reason
   * @param {Given} given
   */
  #reason({ word, text, rule, proof = rule?.proof }, given) {
    const told = make("div", {}, text);
    if (proof) told.append(" ", make("a", { href: proof.href }, proof.text));
    if (rule) told.append(this.#because(rule.code, given));
    const side = rule?.sides[0] ?? outcomeOf(this.table, given).kind;
    const style = `reason reason--${word.toLowerCase()}`;
    return make("li", { class: style, "data-kind": side }, make("b", {}, word), told);
  }

  /**
   * Says which answer a reason comes from, and its source.
   *
   * @param {string} code
   * @param {Given} given
   */
  #because(code, given) {
    const rule = this.table.rules.find((one) => one.code === code);
    const place = this.table.questions.findIndex((one) => one.owns.includes(code));
    const question = this.table.questions[place];
    const answers = question ? answered(question, given) : [];
    const own = answers.find((one) => code in question.answers[one].given);
    const label = own === undefined ? rule?.label : question.answers[own].label;
    const end = own === undefined ? ", in the matrix" : `, question ${place + 1}`;
    // No link: its fragment would take the place of the answers.
    const back = make("button", { type: "button", class: "flip" }, `“${label}”`);
    back.onclick = () => this.acts.back(own === undefined ? code : question.code);
    const note = make("small", {}, "because of ");
    note.append(back, `${end} · `);
    if (rule) note.append(make("a", { href: rule.source.href }, rule.source.text));
    return note;
  }

  /** @param {Given} given */
  #flips(given) {
    const flips = flipsOf(this.table, given);
    this.#find(".chooser-flips ul").replaceChildren(
      ...flips.map((flip) => this.#flip(flip)),
    );
  }

  /** @param {Flip} flip */
  #flip({ outcome, changes }) {
    const told = make("div", {}, make("b", { class: "kind" }, outcome.name), " if ");
    changes.forEach((change, place) => {
      const press = make("button", { type: "button", class: "flip" }, change.when);
      press.onclick = () => this.acts.set(change);
      told.append(...(place ? [" and "] : []), press);
    });
    const places = changes.filter(({ place }) => place < this.table.questions.length);
    if (places.length)
      told.append(
        make(
          "small",
          {},
          ` (question${places.length > 1 ? "s" : ""} ` +
            `${places.map(({ place }) => place + 1).join(" and ")})`,
        ),
      );
    const sign = make("i", {
      class: `sign sign--${outcome.code}`,
      "aria-hidden": "true",
    });
    return make("li", { "data-kind": outcome.kind }, sign, told);
  }

  /** The price list of the outcome that is shown, as pairs. */
  prices() {
    const rows = [...this.element.querySelectorAll(".chooser-prices tbody tr")];
    // The last two rows are links.
    return rows.slice(0, -2).map((row) => {
      const price = row.querySelector(`[data-price="${this.shown}"]`);
      return [row.querySelector("th")?.textContent ?? "", price?.textContent ?? ""];
    });
  }
}
