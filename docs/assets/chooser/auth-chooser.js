import { copyText } from "../shared/clipboard.js";
import { button, make, status } from "../shared/dom.js";
import { partIn, withPart } from "../shared/fragment.js";
import { givenIn, textOf } from "./answers-link.js";
import { answer, apply } from "./engine.js";
import { recordOf } from "./record.js";
import { ChooserView } from "./view.js";

/** @import { Change, Given, Table } from "./types.js" */

/** Milliseconds that a button says what it did. */
const TOLD = 2_000;

/**
 * The last answers of this visit. The element cannot keep them, because an address that
 * leads to a heading holds no answers and instant navigation may make a new element.
 *
 * @type {Given}
 */
let latest = {};

/** Recommends how to authenticate by the reader's answers, which the address holds. */
export class AuthChooser extends HTMLElement {
  /** @type {Table} */
  // @ts-expect-error: read when the element is first connected
  table;
  /** @type {ChooserView} */
  // @ts-expect-error: made when the element is first connected
  view;
  /** The question that is open while they are shown one at a time. */
  #at = 0;
  #notice = status("Notice", "chooser-notice");
  #clear = button("Clear all", () => this.#clearAll());
  #steps = make("div", { class: "chooser-steps", hidden: "" });
  #onHash = () => this.#restore();

  connectedCallback() {
    if (!this.view) this.#wire();
    addEventListener("hashchange", this.#onHash);
    this.#restore();
  }

  disconnectedCallback() {
    removeEventListener("hashchange", this.#onHash);
  }

  #wire() {
    this.table = JSON.parse(this.dataset.table ?? "{}");
    this.view = new ChooserView(this, this.table, {
      back: (code) => this.#goBack(code),
      set: (change) => this.#set(change),
    });
    this.view.questions.forEach((question, place) => {
      question.onchange = () => this.#answered(place);
      question.onfocus = question.onclick = () => this.#open(place);
      question.addEventListener("focusin", () => this.#open(place));
    });
    for (const { box, strength } of this.view.rows) {
      box.onchange = () => this.#ticked(box);
      strength.onchange = () =>
        this.#say({ ...latest, [box.value]: /** @type {"need"} */ (strength.value) });
    }
    for (const input of this.#layouts) input.onchange = () => this.#layOut();
    this.#addButtons();
    this.querySelector("form")?.addEventListener("submit", (event) =>
      event.preventDefault(),
    );
  }

  /** The radio buttons that say how many questions are open. */
  get #layouts() {
    return /** @type {NodeListOf<HTMLInputElement>} */ (
      this.querySelectorAll('[name="view"]')
    );
  }

  #addButtons() {
    for (const place of this.querySelectorAll(".ruling-tools, .chooser-exports")) {
      const copy = button("Copy decision record", () => this.#copyRecord(copy));
      copy.append(make("span", { class: "long" }, "(Markdown ADR)"));
      copy.classList.add("action-button--main");
      const share = button("Share link", () => this.#share(share));
      if (!place.querySelector("a"))
        place.append(
          make("a", { class: "action-button chooser-zip", download: "" }, ZIP),
        );
      place.prepend(copy);
      place.append(share);
    }
    this.querySelector(".chooser-exports")?.append(this.#notice);
    this.#clear.classList.add("action-button--minor");
    this.querySelector(".chooser-switch")?.before(this.#clear);
    const back = button("Back", () => this.#step(-1));
    const next = button("Next question", () => this.#step(1));
    this.#steps.append(back, next, make("span"));
    this.querySelector(".chooser-more")?.before(this.#steps);
  }

  /**
   * Takes what the reader says, shows what follows, and keeps it in the address.
   *
   * @param {Given} given
   */
  #say(given) {
    latest = given;
    this.#show();
    this.#notice.textContent = "";
    // Each answer gets an entry in the history, so that Back undoes it. Setting
    // location.hash instead would make instant navigation lay out the page again.
    const text = textOf(this.table, given);
    history.pushState(null, "", withPart(location.hash, "choice", text));
  }

  #show() {
    this.view.show(latest);
    this.#clear.hidden = !Object.keys(latest).length;
    this.#lay();
    const record = this.querySelector(".chooser-record pre");
    if (record) record.textContent = this.record;
  }

  #clearAll() {
    this.#say({});
    // The button that was pressed is gone.
    this.view.inputs(0)[0].focus();
  }

  /** @param {number} place of the question */
  #answered(place) {
    const question = this.table.questions[place];
    this.#say(answer(question, this.view.chosen(place), latest));
  }

  /** @param {HTMLInputElement} box */
  #ticked(box) {
    const rule = this.table.rules.find(({ code }) => code === box.value);
    const given = { ...latest };
    delete given[box.value];
    if (box.checked && rule) given[box.value] = rule.usual;
    this.#say(given);
  }

  /** @param {Change} change */
  #set(change) {
    this.#say(apply([change], latest));
    // The button that was pressed is gone, and the list says what would change now.
    /** @type {HTMLElement | null} */ (
      this.querySelector(".chooser-flips h2")
    )?.focus();
  }

  /**
   * Leads back to where a reason comes from.
   *
   * @param {string} code of a question, or of a row of the matrix
   */
  #goBack(code) {
    const place = this.table.questions.findIndex((one) => one.code === code);
    const row = this.view.rows.find(({ box }) => box.value === code);
    const inputs = place < 0 ? [] : this.view.inputs(place);
    const target = inputs.find((input) => input.checked) ?? inputs[0] ?? row?.box;
    target?.closest("details")?.setAttribute("open", "");
    target?.focus();
  }

  /** Takes the answers from the address, or the last ones if it is about other things. */
  #restore() {
    const text = partIn(location.hash, "choice");
    const { given, unknown } =
      text === null ? { given: latest, unknown: [] } : givenIn(this.table, text);
    latest = given;
    this.#show();
    if (this.table.questions.slice(this.table.first).some(isAnswered(given)))
      this.querySelector(".chooser-more")?.setAttribute("open", "");
    this.#notice.textContent = unknown.length
      ? `The link names ${unknown.join(", ")}, which is not an answer here. It was ignored.`
      : "";
  }

  /** Begins with the first question that has no answer. */
  #layOut() {
    const questions = this.table.questions.slice(0, this.table.first);
    const open = questions.findIndex((one) => !isAnswered(latest)(one));
    this.#at = Math.max(open, 0);
    this.#lay();
  }

  /** @param {number} by */
  #step(by) {
    this.#at += by;
    this.#lay();
    this.view.inputs(this.#at)[0].focus();
  }

  /** @param {number} place of a question */
  #open(place) {
    if (this.#at === place || place >= this.table.first) return;
    this.#at = place;
    this.#lay();
  }

  /** Folds all questions but one, if the reader wants one at a time. */
  #lay() {
    const one = [...this.#layouts].some(
      (input) => input.checked && input.value === "one",
    );
    const { first } = this.table;
    this.view.questions
      .slice(0, first)
      .forEach((ask, place) =>
        ask.toggleAttribute("data-folded", one && place !== this.#at),
      );
    this.#steps.hidden = !one;
    const [back, next] = this.#steps.querySelectorAll("button");
    back.disabled = this.#at === 0;
    next.disabled = this.#at === first - 1;
    const label = this.#steps.querySelector(":scope > span");
    if (label) label.textContent = `Question ${this.#at + 1} of ${first}`;
  }

  /** The decision record in Markdown. */
  get record() {
    const text = textOf(this.table, latest);
    const address = new URL(withPart(location.hash, "choice", text), location.href)
      .href;
    const date = new Date().toISOString().slice(0, 10);
    return recordOf(this.table, latest, { date, address, prices: this.view.prices() });
  }

  /** @param {HTMLButtonElement} press */
  async #copyRecord(press) {
    await this.#copy(press, this.record, () => {
      const record = this.querySelector(".chooser-record");
      record?.setAttribute("open", "");
      const text = /** @type {HTMLElement | null} */ (record?.querySelector("pre"));
      text?.focus();
      if (text) getSelection()?.selectAllChildren(text);
      return "The record is open and selected at the end of this page: copy it there.";
    });
  }

  /** @param {HTMLButtonElement} press */
  async #share(press) {
    const text = textOf(this.table, latest);
    history.replaceState(null, "", withPart(location.hash, "choice", text));
    await this.#copy(
      press,
      location.href,
      () => "Copy the address of this page instead.",
    );
  }

  /**
   * @param {HTMLButtonElement} press
   * @param {string} text
   * @param {() => string} instead prepares another way, and says what to do
   */
  async #copy(press, text, instead) {
    const copied = await copyText(text);
    press.dataset.done = copied ? "Copied" : "Not allowed";
    this.#notice.textContent = copied
      ? "Copied."
      : `This browser does not allow copying here. ${instead()}`;
    setTimeout(() => {
      delete press.dataset.done;
      if (copied) this.#notice.textContent = "";
    }, TOLD);
  }
}

const ZIP = "Download the example (.zip)";

/** @param {Given} given */
function isAnswered(given) {
  return (/** @type {{owns: string[]}} */ { owns }) => owns.some((code) => given[code]);
}
