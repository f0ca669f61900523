import { make } from "./dom.js";

/** @typedef {HTMLTextAreaElement | HTMLSelectElement | HTMLInputElement} Control */

// A token, a key or claims are no prose: browsers must neither correct nor keep them.
const PLAIN = { autocomplete: "off", autocapitalize: "off", spellcheck: "false" };

/** A labelled control with its hint, its buttons and its error message. */
export class FormField {
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
    control.id = `field-${label.toLowerCase().replaceAll(" ", "-")}`;
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
    // A script's change must have the same consequences as a reader's.
    this.control.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** @param {string} text */
  set hint(text) {
    this.#hint.textContent = text;
  }

  /**
   * Shows an error. A screen reader announces it now, and again when the field gets
   * the focus.
   *
   * @param {string} sentence
   */
  refuse(sentence) {
    this.accept();
    this.#alert = make(
      "p",
      { role: "alert", id: `${this.control.id}-error` },
      sentence,
    );
    this.#hint.before(this.#alert);
    this.control.setAttribute("aria-invalid", "true");
    this.#describeBy(this.#alert.id, this.#hint.id);
  }

  /** Removes the error, if there is one. */
  accept() {
    this.#alert?.remove();
    this.control.removeAttribute("aria-invalid");
    this.#describeBy(this.#hint.id);
  }

  /** @param {...string} ids */
  #describeBy(...ids) {
    this.control.setAttribute("aria-describedby", ids.join(" "));
  }
}

/** @param {number} rows */
export function textArea(rows) {
  return make("textarea", { rows: String(rows), ...PLAIN });
}

/** @param {string} [keyboard] what phones offer, such as `numeric` */
export function textLine(keyboard = "text") {
  return make("input", { type: "text", inputmode: keyboard, ...PLAIN });
}

/** @param {string[]} names */
export function selectBox(names) {
  const options = names.map((name) => make("option", { value: name }, name));
  return make("select", PLAIN, ...options);
}
