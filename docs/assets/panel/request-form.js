/** @import { Move } from "./story.js" */

/** @typedef {"method" | "path" | "headers" | "body"} FieldName */

/**
 * The form of a request, which the build wrote. It follows the last request until the
 * reader edits it, and from then on it keeps what the reader wrote.
 */
export class RequestForm {
  #fields;
  #sender;
  #alert;
  #isEdited = false;
  /** @type {Move | undefined} */
  #last;

  /**
   * @param {HTMLFormElement} form
   * @param {string} stranger who sends a request that alice does not send
   */
  constructor(form, stranger) {
    this.form = form;
    this.stranger = stranger;
    const [method, sender] = form.querySelectorAll("select");
    const [path] = form.querySelectorAll("input");
    const [headers, body] = form.querySelectorAll("textarea");
    this.#fields = { method, path, headers, body };
    this.#sender = sender;
    this.#alert = /** @type {HTMLElement} */ (form.querySelector('[role="alert"]'));
    form.addEventListener("input", () => {
      this.#isEdited = true;
      this.accept();
    });
  }

  /** @returns {Move} what the reader wants to send */
  get move() {
    const { method, path, headers, body } = this.#fields;
    return {
      label: "",
      does: "sends a request",
      who: this.#sender.selectedIndex ? this.stranger : "alice",
      act: "send",
      method: method.value,
      path: path.value,
      headers: headers.value,
      body: body.value,
      copies: "",
      wait: 0,
    };
  }

  /** @param {Move} move the last request; other moves leave the form as it is */
  follow(move) {
    if (move.act !== "send") return;
    this.#last = move;
    if (!this.#isEdited) this.fill();
  }

  /** Replaces what the form holds by the last request. */
  fill() {
    if (!this.#last) return;
    this.#isEdited = false;
    this.accept();
    for (const name of /** @type {FieldName[]} */ (Object.keys(this.#fields)))
      this.#fields[name].value = this.#last[name];
    this.#sender.selectedIndex = this.#last.who === "alice" ? 0 : 1;
  }

  /** Lets the form follow the requests again, because its own was sent. */
  sent() {
    this.#isEdited = false;
  }

  /**
   * Shows an error at a field.
   *
   * @param {string} name of the field
   * @param {string} sentence announced at once
   */
  refuse(name, sentence) {
    this.accept();
    const field = this.#fields[/** @type {FieldName} */ (name)];
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", this.#alert.id);
    this.#alert.textContent = sentence;
    this.#alert.hidden = false;
    field.focus();
  }

  /** Removes the error, if there is one. */
  accept() {
    this.#alert.hidden = true;
    for (const field of Object.values(this.#fields)) {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    }
  }
}
