import { button, make } from "../shared/dom.js";

/**
 * @typedef {{label: string, method: string, path: string, headers: string, body: string}} Preset
 * @typedef {"method" | "path" | "headers" | "body"} FieldName
 */

const METHODS = ["GET", "POST", "DELETE", "PUT", "HEAD"];
const PLAIN = { autocomplete: "off", autocapitalize: "off", spellcheck: "false" };
const HINT =
  "Names in braces, such as {password}, stand for the client's values. " +
  "Cookies from the jar are added automatically. Ctrl+Enter sends.";

// Counts the forms of the visit, so that each has ids of its own.
let made = 0;

/** The request that the reader sends: presets that fill it in, and four fields. */
export class RequestForm {
  send = button("Send");
  presets = make("div", {
    class: "panel-presets",
    role: "group",
    "aria-label": "Presets",
  });
  #id = `panel-${(made += 1)}`;
  #fields = {
    method: make(
      "select",
      PLAIN,
      ...METHODS.map((name) => make("option", { value: name }, name)),
    ),
    path: make("input", { type: "text", ...PLAIN }),
    headers: make("textarea", { rows: "2", ...PLAIN }),
    body: make("textarea", { rows: "2", ...PLAIN }),
  };
  #alert = make("p", { role: "alert", id: `${this.#id}-alert`, hidden: "" });

  /** @param {Preset[]} presets the form opens with the first */
  constructor(presets) {
    this.send.classList.add("action-button--main");
    for (const preset of presets)
      this.presets.append(button(preset.label, () => this.fill(preset)));
    const { method, path, headers, body } = this.#fields;
    const line = make("div", { class: "panel-line" });
    line.append(this.#labelled("Method", method), this.#labelled("Path", path));
    this.element = make(
      "div",
      { class: "panel-form" },
      line,
      this.#labelled("Headers", headers),
      this.#labelled("Body", body),
      this.#alert,
      make("p", { class: "panel-hint" }, HINT),
      this.send,
    );
    this.element.addEventListener("input", () => this.accept());
    this.fill(presets[0]);
  }

  /** @returns {string[]} method, path, headers and body */
  get values() {
    return Object.values(this.#fields).map(({ value }) => value);
  }

  /** @param {Preset} preset takes the place of what the fields hold */
  fill(preset) {
    this.accept();
    for (const name of /** @type {FieldName[]} */ (Object.keys(this.#fields)))
      this.#fields[name].value = preset[name];
  }

  /**
   * Shows an error at a field.
   *
   * @param {FieldName} name
   * @param {string} sentence announced at once
   */
  refuse(name, sentence) {
    this.accept();
    const field = this.#fields[name];
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", this.#alert.id);
    this.#alert.textContent = sentence;
    this.#alert.hidden = false;
  }

  /** Removes the error, if there is one. */
  accept() {
    this.#alert.hidden = true;
    for (const field of Object.values(this.#fields)) {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    }
  }

  /** @param {string} name @param {HTMLElement} control */
  #labelled(name, control) {
    control.id = `${this.#id}-${name.toLowerCase()}`;
    const label = make("label", { for: control.id }, name);
    return make("div", { class: "panel-field" }, label, control);
  }
}
