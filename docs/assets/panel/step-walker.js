import { button, make } from "../shared/dom.js";

/** Shows one step of a list at a time. Without JavaScript, all steps are shown. */
export class StepWalker extends HTMLElement {
  #at = 0;
  #all = false;
  #status = make("span", { class: "steps-status", role: "status" });
  #previous = button("Previous", () => this.#go(this.#at - 1));
  #next = button("Next", () => this.#go(this.#at + 1));
  #toggle = button("Show all", () => this.#showAll(!this.#all));

  connectedCallback() {
    if (this.childElementCount) return;
    const name = this.getAttribute("name") ?? "";
    this.append(this.#previous, this.#next, this.#status, this.#toggle);
    this.frame.setAttribute("role", "group");
    this.frame.setAttribute("aria-label", name);
    this.frame.addEventListener("keydown", (event) => this.#key(event));
    this.#show();
  }

  get frame() {
    return /** @type {HTMLElement} */ (this.closest(".steps"));
  }

  get steps() {
    return /** @type {NodeListOf<HTMLLIElement>} */ (
      this.frame.querySelectorAll("ol > li.step")
    );
  }

  /** @param {KeyboardEvent} event */
  #key({ key, target, altKey, ctrlKey, metaKey }) {
    // In a listing, the arrow keys scroll.
    if (this.#all || altKey || ctrlKey || metaKey) return;
    if (target instanceof HTMLElement && target.closest("pre")) return;
    if (key === "ArrowLeft") this.#go(this.#at - 1);
    if (key === "ArrowRight") this.#go(this.#at + 1);
  }

  /** @param {number} to */
  #go(to) {
    if (to < 0 || to >= this.steps.length) return;
    this.#at = to;
    this.#show();
  }

  /** @param {boolean} all */
  #showAll(all) {
    this.#all = all;
    this.#toggle.textContent = all ? "Show one" : "Show all";
    this.#show();
  }

  #show() {
    const { steps } = this;
    steps.forEach((step, at) => (step.hidden = !this.#all && at !== this.#at));
    const last = steps.length - 1;
    this.#enable(this.#previous, !this.#all && this.#at > 0, this.#next);
    this.#enable(this.#next, !this.#all && this.#at < last, this.#previous);
    this.#status.textContent = this.#all
      ? `All ${steps.length} steps`
      : `Step ${this.#at + 1} of ${steps.length}`;
  }

  /**
   * Enables or disables a button.
   *
   * @param {HTMLButtonElement} one
   * @param {boolean} able
   * @param {HTMLButtonElement} other gets the focus that a disabled button would lose
   */
  #enable(one, able, other) {
    const focused = document.activeElement === one;
    one.disabled = !able;
    if (!able && focused) {
      other.disabled = false;
      other.focus();
    }
  }
}
