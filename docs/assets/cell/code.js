import { button } from "../shared/dom.js";
import { readDraft, writeDraft } from "./draft-store.js";
import { forgetShared, sharedCode } from "./share-link.js";

/** @import { CellView } from "./view.js" */

const CAME_WITH_LINK =
  "This code came with the link and has not run. Read it before you press Run.";
const UNREADABLE_LINK =
  "The code in the link cannot be read, so you see the published code.";
const PUBLISHED_ANEW =
  "The published code has changed since you edited it. You see the new version.";
const OTHER_EDIT =
  "You see the code from the link. Your own edit of this cell is kept.";

const LISTING = ":scope > .highlight code";
const FIELD = {
  "aria-label": "Code",
  "aria-multiline": "true",
  autocapitalize: "off",
  contenteditable: "plaintext-only",
  role: "textbox",
  spellcheck: "false",
};

/**
 * The code of one cell. It is the published code, the reader's edit, an edit that the
 * tab kept, or code that a link brought.
 */
export class CellCode {
  #text = "";
  /** @type {{text: string} | undefined} */
  #editor;
  #listing;
  /** @type {Promise<void> | undefined} */
  #loading;
  #load = () => {};

  /**
   * @param {HTMLElement} cell
   * @param {CellView} view
   * @param {string} published
   * @param {() => void} onChange
   */
  constructor(cell, view, published, onChange) {
    this.cell = cell;
    this.view = view;
    this.published = published;
    this.onChange = onChange;
    this.key = `draft ${location.pathname} ${cell.id}`;
    this.#text = published;
    this.#listing = /** @type {HTMLElement} */ (cell.querySelector(LISTING));
  }

  get text() {
    return this.#text;
  }

  set text(next) {
    if (this.#editor) this.#editor.text = next;
    else {
      this.#listing.textContent = next;
      this.#changed(next);
      // Colours and line numbers come with the editor.
      this.#load();
    }
  }

  /** Restores the edit that this tab kept, unless the address brings code. */
  restore() {
    if (this.restoreShared()) return;
    const draft = readDraft(this.key);
    if (draft?.published === this.published) this.text = draft.code;
    else if (draft) this.#offer(PUBLISHED_ANEW, draft.code, "Keep the new one");
  }

  /** @returns {boolean} whether the address brought code for this cell */
  restoreShared() {
    const shared = sharedCode(this.cell.id);
    if (shared === undefined) return false;
    const own = readDraft(this.key)?.code;
    this.cell.scrollIntoView();
    this.view.say(shared === null ? UNREADABLE_LINK : CAME_WITH_LINK);
    if (shared === null) return false;
    this.text = shared;
    if (own !== undefined && own !== shared) {
      this.#offer(OTHER_EDIT, own, "Keep the link's code");
    }
    return true;
  }

  /**
   * Makes the listing a text field, and loads the editor when the reader turns to it. A
   * page has up to a dozen cells, and most readers edit none of them.
   *
   * @param {() => void} onRun called when the reader presses a key that runs the cell
   */
  offerEditor(onRun) {
    const listing = this.#listing;
    for (const [name, value] of Object.entries(FIELD))
      listing.setAttribute(name, value);
    listing.addEventListener("input", () => this.#changed(listing.textContent ?? ""));
    listing.addEventListener("keydown", (event) => {
      // The theme has one-letter shortcuts.
      event.stopPropagation();
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey || event.shiftKey))
        return;
      event.preventDefault();
      onRun();
    });
    this.#load = () => (this.#loading ??= this.#edit(onRun));
    for (const approach of ["focus", "pointerdown"])
      listing.addEventListener(approach, this.#load, { passive: true });
  }

  /**
   * Puts the editor in the place of the listing, with the same text and selection.
   *
   * @param {() => void} onRun
   */
  async #edit(onRun) {
    const listing = this.#listing;
    let composing = false;
    listing.addEventListener("compositionstart", () => (composing = true));
    const { makeEditor } = await import("./editor.js");
    // An input method loses what the reader composes when its field goes away.
    if (composing)
      await new Promise((done) => listing.addEventListener("compositionend", done));
    const editor = makeEditor(this.view.editor, {
      text: this.#text,
      selection: selectionIn(listing),
      onChange: () => this.#changed(editor.text),
      onRun,
    });
    const focused = document.activeElement === listing;
    this.#editor = editor;
    this.cell.toggleAttribute("data-editor", true);
    if (focused) editor.focus();
  }

  /**
   * Lets the reader choose between the code that is shown and an own edit.
   *
   * @param {string} sentence
   * @param {string} draft the reader's own edit
   * @param {string} keep name of the button that keeps what is shown
   */
  #offer(sentence, draft, keep) {
    const shown = this.#text;
    const choose = (/** @type {string} */ code) => () => {
      this.text = code;
      this.view.withdraw();
    };
    this.view.offer(
      sentence,
      button("Use my edit", choose(draft)),
      button(keep, choose(shown)),
    );
  }

  /** @param {string} text */
  #changed(text) {
    this.#text = text;
    const { published } = this;
    const edited = text !== published;
    this.cell.toggleAttribute("data-edited", edited);
    this.view.badge.hidden = !edited;
    writeDraft(this.key, { published, code: text });
    if (sharedCode(this.cell.id) !== text) forgetShared(this.cell.id);
    this.onChange();
  }
}

/**
 * Measures a selection from the beginning of an element, in characters.
 *
 * @param {HTMLElement} element
 */
function selectionIn(element) {
  const selection = getSelection();
  /** @param {Node | null} node @param {number} at */
  const offset = (node, at) => {
    if (!node || !element.contains(node)) return 0;
    const before = document.createRange();
    before.setStart(element, 0);
    before.setEnd(node, at);
    return before.toString().length;
  };
  return {
    anchor: offset(selection?.anchorNode ?? null, selection?.anchorOffset ?? 0),
    head: offset(selection?.focusNode ?? null, selection?.focusOffset ?? 0),
  };
}
