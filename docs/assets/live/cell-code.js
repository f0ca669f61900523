import { button } from "./dom.js";
import { readDraft, writeDraft } from "./drafts.js";
import { sharedCode } from "./share.js";

/** @import { CellView } from "./cell-view.js" */

/** The code of one cell: published, edited, kept over a reload, or brought by a link. */
export class CellCode {
  #text = "";
  /** @type {{text: string} | undefined} */
  #editor;

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
  }

  get text() {
    return this.#text;
  }

  set text(next) {
    if (this.#editor) this.#editor.text = next;
    else this.#changed(next);
  }

  /** Brings back what the address or this tab holds for the cell. */
  restore() {
    const shared = sharedCode(this.cell.id);
    const draft = readDraft(this.key);
    if (shared !== null) {
      this.text = shared;
      this.view.say("This code came with the link and has not run: read it, then Run.");
    } else if (draft?.published === this.published) {
      this.text = draft.code;
    } else if (draft) {
      this.#offer(draft.code);
    }
  }

  /** @param {() => void} onRun */
  async edit(onRun) {
    const { makeEditor } = await import("./editor.js");
    const editor = makeEditor(this.view.editor, {
      text: this.#text,
      onChange: () => this.#changed(editor.text),
      onRun,
    });
    this.#editor = editor;
  }

  /** @param {string} draft made for an older published code */
  #offer(draft) {
    const choose = (/** @type {string} */ code) => () => {
      this.text = code;
      this.view.withdraw();
    };
    this.view.offer(
      "The published code has changed since you edited it; you see the new one.",
      button("Use my edit", choose(draft)),
      button("Keep the new one", choose(this.published)),
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
    this.onChange();
  }
}
