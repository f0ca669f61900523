import { partIn, withPart } from "../shared/fragment.js";
import { evaluate } from "./formulas.js";
import { numberAt, stepOf } from "./slider-scale.js";
import { shown } from "./wording.js";

/** @import { Formulas, Numbers } from "./formulas.js" */

/** Estimates what each way costs for the reader's numbers, which the address holds. */
export class CostModel extends HTMLElement {
  static observedAttributes = ["data-chosen"];

  /** @type {{quantities: Formulas, ways: Record<string, Formulas>, costs: Numbers}} */
  // @ts-expect-error: read when the element is first connected
  #model;
  #onHash = () => this.#restore();

  connectedCallback() {
    if (!this.#model) this.#wire();
    addEventListener("hashchange", this.#onHash);
    this.#restore();
  }

  disconnectedCallback() {
    removeEventListener("hashchange", this.#onHash);
  }

  attributeChangedCallback() {
    this.#mark();
  }

  /** The number fields, with their sliders where they have one. */
  get #fields() {
    return [...this.querySelectorAll(".cost-field")].map((field) => {
      const [number, slider] = field.querySelectorAll("input");
      const { least, most } = /** @type {HTMLElement} */ (field).dataset;
      return { number, slider, least: Number(least), most: Number(most) };
    });
  }

  get #rows() {
    return /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-way]"));
  }

  get #compared() {
    return /** @type {HTMLSelectElement} */ (this.querySelector("select"));
  }

  #wire() {
    this.#model = JSON.parse(this.dataset.model ?? "{}");
    for (const { number, slider, least, most } of this.#fields) {
      number.readOnly = false;
      number.oninput = () => this.#show();
      number.onchange = () => this.#keep();
      if (!slider) continue;
      slider.oninput = () => {
        number.value = String(numberAt(Number(slider.value), least, most));
        this.#show();
      };
      // The history gets an entry when the reader has settled on a number, not for
      // each step of a slider.
      slider.onchange = () => this.#keep();
    }
    this.#compared.onchange = () => this.#mark();
  }

  #keep() {
    const changed = this.#fields
      .map(({ number }) => number)
      .filter((one) => one.validity.valid && one.value !== one.defaultValue)
      .map((one) => `${one.name}:${one.value}`);
    const next = withPart(location.hash, "cost", changed.join(","));
    if (next !== location.hash) history.pushState(null, "", next);
  }

  /** Takes the numbers from the address, unless it leads to a heading. */
  #restore() {
    const text = partIn(location.hash, "cost");
    if (text !== null) {
      const pairs = text.split(",").map((pair) => pair.split(":"));
      const given = Object.fromEntries(pairs);
      for (const { number } of this.#fields) {
        const value = given[number.name] || NaN;
        number.value = value >= 0 ? String(Number(value)) : number.defaultValue;
      }
    }
    this.#show();
  }

  #show() {
    const wrong = this.#fields.find(({ number }) => problemOf(number));
    this.#say(wrong ? `${problemOf(wrong.number)} The bars show earlier numbers.` : "");
    for (const { number, slider, least, most } of this.#fields) {
      if (!slider) continue;
      slider.value = String(stepOf(number.valueAsNumber, least, most));
      slider.setAttribute("aria-valuetext", number.value);
    }
    if (!wrong) this.#draw();
  }

  #draw() {
    const { quantities, ways, costs } = this.#model;
    const load = this.#fields.map(({ number }) => [number.name, number.valueAsNumber]);
    const given = { ...costs, ...Object.fromEntries(load) };
    const names = Object.keys(ways.jwt);
    const values = Object.entries(ways).map(([way, measures]) => {
      const formulas = { ...quantities, ...measures };
      const found = names.map((name) => [name, evaluate(formulas, given, name)]);
      return /** @type {const} */ ([way, Object.fromEntries(found)]);
    });
    for (const [way, measures] of values) {
      const row = this.querySelector(`[data-way="${way}"]`);
      for (const [name, value] of Object.entries(measures)) {
        const largest = Math.max(...values.map(([, one]) => one[name]));
        const cell = row?.querySelector(`[data-measure="${name}"]`);
        const text = cell?.querySelector("span");
        if (text) text.textContent = shown(name, value);
        const share = largest ? (98 * value) / largest : 0;
        cell?.querySelector("rect")?.setAttribute("width", `${share.toFixed(1)}%`);
      }
    }
  }

  /** Marks the way that was chosen, and leaves only the one to compare it with. */
  #mark() {
    const { chosen } = this.dataset;
    const other = this.#compared.value;
    for (const row of this.#rows) {
      const { way } = row.dataset;
      row.toggleAttribute("data-chosen", way === chosen);
      if (way === chosen) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
      row.hidden = Boolean(other) && way !== chosen && way !== other;
    }
  }

  /** @param {string} sentence announced when the screen reader is free */
  #say(sentence) {
    const status = this.querySelector("[role=status]");
    if (status && status.textContent !== sentence) status.textContent = sentence;
  }
}

/**
 * Says what is wrong with a number.
 *
 * @param {HTMLInputElement} number
 * @returns {string} an empty text if nothing is
 */
function problemOf(number) {
  const label = number.labels?.[0]?.textContent;
  if (!number.validity.valid) return `${label}: give a number from 0 up.`;
  const zero = number.name === "token_lifetime_s" && number.valueAsNumber === 0;
  return zero ? `${label}: give a number above 0.` : "";
}
