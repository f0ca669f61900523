import { make } from "./dom.js";

/** @typedef {HTMLTextAreaElement | HTMLSelectElement | HTMLInputElement} Control */

/** One labelled field with its hint, its buttons and the sentence of its error. */
export class WorkshopField {
  /** @type {HTMLElement | undefined} */
  #alert;
  #hint = make("p", { class: "form-hint" });

  /**
   * @param {string} label
   * @param {Control} control
   * @param {...HTMLButtonElement} buttons
   */
  constructor(label, control, ...buttons) {
    this.control = control;
    this.element = make("div", { class: "form-field" });
    control.id = `workshop-${label.toLowerCase().replaceAll(" ", "-")}`;
    this.#hint.id = `${control.id}-hint`;
    this.element.append(
      make("label", { for: control.id }, label),
      control,
      this.#hint,
      make("div", { class: "form-buttons" }, ...buttons),
    );
    this.accept();
  }

  get value() {
    return this.control.value;
  }

  set value(text) {
    if (text === this.control.value) return;
    this.control.value = text;
    // A changed value has the same consequences, whoever changed it.
    this.control.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** @param {string} text */
  set hint(text) {
    this.#hint.textContent = text;
  }

  /** @param {string} sentence announced at once, and again when the field has focus */
  refuse(sentence) {
    this.accept();
    this.#alert = make(
      "p",
      { role: "alert", id: `${this.control.id}-error` },
      sentence,
    );
    this.#hint.before(this.#alert);
    this.control.setAttribute("aria-invalid", "true");
    this.#describe(this.#alert.id, this.#hint.id);
  }

  accept() {
    this.#alert?.remove();
    this.control.removeAttribute("aria-invalid");
    this.#describe(this.#hint.id);
  }

  /** @param {...string} ids */
  #describe(...ids) {
    this.control.setAttribute("aria-describedby", ids.join(" "));
  }
}

/** @param {number} rows */
export function textArea(rows) {
  return make("textarea", {
    rows: String(rows),
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
  });
}

/** @param {string[]} names */
export function choice(names) {
  const options = names.map((name) => make("option", { value: name }, name));
  return make("select", { autocomplete: "off", spellcheck: "false" }, ...options);
}
