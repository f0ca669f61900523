import { failureSentence, prefetchWhenIdle } from "../python/host.js";
import { python } from "../python/page-python.js";
import { tableRow } from "../shared/dom.js";
import { fragmentOf, numbersIn } from "./numbers-link.js";
import { numberAt, stepOf } from "./slider-scale.js";

const TOOL = "examples.costs.cost_table:CostModel";
const WORDS = {
  kept: "The table still shows earlier numbers, and yours are kept",
  retry: "change a number to try again",
};

/** Estimates what session, JWT and hybrid cost for the reader's numbers. */
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

  /** The number fields with their sliders. */
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
        number.value = String(numberAt(Number(slider.value), least, most));
        this.#changed();
      };
      slider.setAttribute("aria-valuetext", number.value);
    }
    // The history gets an entry when the reader has settled on a number, not for each
    // step of a slider.
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

  /** Moves each slider to its number. */
  #align() {
    for (const { number, slider, least, most } of this.#fields) {
      slider.value = String(stepOf(number.valueAsNumber, least, most));
      slider.setAttribute("aria-valuetext", number.value);
    }
  }

  /** Takes the numbers from the address, unless it leads to a heading. */
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
      if (turn === this.#asked) this.#say(failureSentence(error, WORDS));
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
    const lines = answer.rows.map(([name, ...cells]) => tableRow(cells, name));
    this.querySelector("tbody")?.replaceChildren(...lines);
    this.#say(answer.summary);
  }

  /** @param {string} sentence announced when the screen reader is free */
  #say(sentence) {
    const status = this.querySelector("[role=status]");
    if (status) status.textContent = sentence;
  }
}
