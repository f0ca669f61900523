import { prefetchWhenIdle, python } from "../python/page-python.js";
import { make } from "../shared/dom.js";
import { numbersIn, fragmentOf } from "./numbers-link.js";
import { place, valueAt } from "./slider-scale.js";

const TOOL = "examples.costs.cost_table:CostModel";
const FAILED =
  "Python gave no answer, so the table shows earlier numbers. Yours are kept: change one to try again. ";

/** Says what JWT, session and hybrid cost for the reader's numbers. */
export class CostModel extends HTMLElement {
  #asked = 0;
  #onHash = () => this.#restore();

  connectedCallback() {
    if (!this.onchange) this.#wire();
    addEventListener("hashchange", this.#onHash);
    this.#restore();
    prefetchWhenIdle();
  }

  disconnectedCallback() {
    removeEventListener("hashchange", this.#onHash);
    this.#asked++;
  }

  /** The pairs of a number and its slider. */
  get #fields() {
    return [...this.querySelectorAll(".cost-field")].map((field) => {
      const [number, slider] = field.querySelectorAll("input");
      const { least, most } = /** @type {HTMLElement} */ (field).dataset;
      return { number, slider, least: Number(least), most: Number(most) };
    });
  }

  #wire() {
    for (const { number, slider, least, most } of this.#fields) {
      number.oninput = () => this.#changed();
      slider.oninput = () => {
        number.value = String(valueAt(Number(slider.value), least, most));
        this.#changed();
      };
      slider.setAttribute("aria-valuetext", number.value);
    }
    // An entry of the history once a number is settled, not for each step to it.
    this.onchange = () => history.pushState(null, "", fragmentOf(this.#numbers()));
  }

  #numbers() {
    return Object.fromEntries(
      this.#fields.map(({ number }) => [number.name, number.valueAsNumber]),
    );
  }

  #changed() {
    this.#align();
    this.#ask();
  }

  /** Puts each slider where its number is. */
  #align() {
    for (const { number, slider, least, most } of this.#fields) {
      slider.value = String(place(number.valueAsNumber, least, most));
      slider.setAttribute("aria-valuetext", number.value);
    }
  }

  /** Takes the numbers from the address; one that leads to a heading brings none. */
  #restore() {
    const before = JSON.stringify(this.#numbers());
    const given = numbersIn(location.hash);
    for (const { number } of given ? this.#fields : []) {
      number.value = String(given?.[number.name] ?? number.defaultValue);
    }
    this.#align();
    if (JSON.stringify(this.#numbers()) !== before) this.#ask();
  }

  async #ask() {
    const turn = ++this.#asked;
    const wrong = this.#fields.find(({ number }) => !number.validity.valid);
    if (wrong) return this.#refuse(wrong.number);
    try {
      const costs = JSON.parse(this.dataset.costs ?? "{}");
      const answer = await python.call(TOOL, "calculate", this.#numbers(), costs);
      if (turn === this.#asked) this.#show(answer);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (turn === this.#asked) this.#say(FAILED + reason);
    }
  }

  /** @param {HTMLInputElement} number */
  #refuse(number) {
    const label = this.querySelector(`label[for="${number.id}"]`)?.textContent;
    this.#say(`${label}: give a number from 0 up. The table shows earlier numbers.`);
  }

  /** @param {{rows: string[][], summary: string} | {error: string}} answer */
  #show(answer) {
    if ("error" in answer) return this.#say(answer.error);
    const lines = answer.rows.map(([name, ...cells]) =>
      make(
        "tr",
        {},
        make("th", { scope: "row" }, name),
        ...cells.map((text) => make("td", {}, text)),
      ),
    );
    this.querySelector("tbody")?.replaceChildren(...lines);
    this.#say(answer.summary);
  }

  /** @param {string} sentence announced when the screen reader is free */
  #say(sentence) {
    const status = this.querySelector("[role=status]");
    if (status) status.textContent = sentence;
  }
}
