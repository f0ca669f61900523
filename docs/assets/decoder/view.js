import { make, showOrHide, status } from "../shared/dom.js";
import { ExplainedTable } from "../shared/explained-table.js";
import { AlertList } from "./alert-list.js";
import { DecoderForm } from "./form.js";
import { PayloadEditor } from "./payload-editor.js";
import { JsonRegion, TokenParts } from "./token-parts.js";
import { sizeItems, SignatureRegion, Verdict } from "./verdict.js";

/** @import { Decoded } from "./types.js" */

/** Everything in the decoder that a reader sees or hears. */
export class DecoderView {
  form = new DecoderForm();
  verdict = new Verdict();
  alerts = new AlertList();
  #parts = new TokenParts();
  #header = new JsonRegion("header");
  #payload = new JsonRegion("payload");
  #parameters = new ExplainedTable("Header parameters");
  #claims = new ExplainedTable("Claims");
  #signature = new SignatureRegion();
  #sizes = make("ul", { class: "decoder-sizes", "aria-label": "Sizes" });
  #notice = status("Notice", "form-notice");
  #progress = make("p", { class: "form-progress", hidden: "" });
  #problem = make("div", { class: "form-problem" });
  #claimsRegion = make("div", { role: "region", "aria-label": "Claims" });

  /** @param {HTMLElement} element */
  constructor(element) {
    this.editor = new PayloadEditor(this.form.buttons.sign);
    const { form, verdict } = this;
    const top = make("div", { class: "form-column" }, form.token.element);
    top.append(this.#notice, this.#progress, this.#problem);
    const judged = make("div", { class: "decoder-judged" }, verdict.status);
    judged.append(this.alerts.element, verdict.opinions);
    const says = make("div", { class: "form-column" });
    says.append(this.#header.element, this.#payload.element, this.editor.element);
    const bytes = make("div", { class: "form-column" });
    bytes.append(this.#parts.element, this.#signature.element, this.#sizes);
    this.#claimsRegion.append(this.#claims.table);
    const wide = make("div", { class: "decoder-wide" });
    wide.append(this.#claimsRegion, this.#parameters.table);
    element.append(top, form.verification, judged, says, bytes, wide);
  }

  /** @param {Decoded} decoded @param {() => number} now */
  show(decoded, now) {
    this.verdict.show(decoded);
    this.alerts.show(decoded.alerts);
    this.#parts.show(decoded.segments);
    this.#header.show(decoded.header);
    this.#payload.show(decoded.payload);
    this.#parameters.show(decoded.header.rows, now);
    this.#claims.show(decoded.payload.rows, now);
    this.#signature.show(decoded.signature, decoded.tried);
    this.#sizes.replaceChildren(...sizeItems(decoded.sizes));
    const { removed } = decoded;
    this.say(removed.length ? `Removed before reading: ${removed.join(", ")}.` : "");
    this.editor.follow(decoded);
  }

  /** Updates the countdowns. */
  tick() {
    this.#claims.tick();
  }

  /**
   * Keeps a screen reader from announcing verdict and alerts while the reader types.
   *
   * @param {boolean} busy
   */
  hush(busy) {
    for (const element of [this.verdict.status, this.alerts.element])
      element.setAttribute("aria-busy", String(busy));
  }

  /** @param {string} sentence announced when the screen reader is free */
  say(sentence) {
    if (this.#notice.textContent !== sentence) this.#notice.textContent = sentence;
  }

  /** @param {string} text */
  progress(text) {
    showOrHide(this.#progress, text);
  }

  /**
   * @param {string} sentence announced at once; empty to remove the problem
   * @param {...HTMLButtonElement} ways buttons for what the reader can do
   */
  problem(sentence, ...ways) {
    const text = sentence ? [make("p", { role: "alert" }, sentence)] : [];
    this.#problem.replaceChildren(...text, ...ways);
  }
}
