import { make } from "../shared/dom.js";
import { sign } from "./signs.js";

/** @import { CheckShown, Headline } from "./types.js" */

const MARKS = { yes: "Passes", no: "Fails", maybe: "Open", na: "Does not apply" };
/** @type {Headline} */
const STARTING = {
  ...{ kind: "open", word: "Not verified:", reason: "Python is starting", why: "" },
  ...{ alert: false, checks: [], parameters: [], claims: [] },
};

/** The headline, the sentence below it, and the four checks that it follows from. */
export class Verdict {
  status = make("div", {
    class: "verdict-line",
    role: "status",
    "aria-label": "Verdict",
  });
  /** The headline's box, which stays in sight. */
  line = make("section", { class: "verdict", "aria-label": "What to do" }, this.status);
  why = make("div", { class: "verdict-why" });
  checks = make("ul", { class: "verdict-checks", "aria-label": "Four checks" });
  /** What the reader can do next. */
  actions = make("div", { class: "verdict-actions" });
  #signature = make("div", { role: "status", "aria-label": "Signature check" });
  #sentence = make("p");
  #shown = "";

  constructor() {
    this.why.append(this.#sentence, this.actions);
    this.show(STARTING, [], "", "");
  }

  /**
   * @param {Headline} headline
   * @param {CheckShown[]} checks
   * @param {string} signature the verdict on the signature
   * @param {string} reason why
   */
  show(headline, checks, signature, reason) {
    const { kind, word, reason: because, why, alert } = headline;
    for (const box of [this.line, this.why]) box.dataset.kind = kind;
    const shown = `${word} ${because}`;
    // A screen reader announces what changes, so nothing is written twice.
    if (this.#shown !== shown) {
      const glue = because.startsWith(";") ? "" : " ";
      const strong = make("strong", {}, word);
      this.status.replaceChildren(
        sign(kind),
        make("h2", {}, strong, make("bdi", {}, `${glue}${because}`)),
      );
      this.#shown = shown;
    }
    this.#explain(why, alert);
    this.#showChecks(checks, signature, reason);
  }

  /**
   * Says why there is no verdict.
   *
   * @param {string} reason
   */
  withhold(reason) {
    this.show({ ...STARTING, reason }, [], "", "");
  }

  /** @param {string} why @param {boolean} alert */
  #explain(why, alert) {
    if (
      this.#sentence.textContent !== why ||
      alert !== this.#sentence.matches("[role]")
    ) {
      const sentence = make("p", alert ? { role: "alert" } : {}, make("bdi", {}, why));
      this.#sentence.replaceWith(sentence);
      this.#sentence = sentence;
    }
  }

  /** @param {CheckShown[]} checks @param {string} signature @param {string} reason */
  #showChecks(checks, signature, reason) {
    const items = checks.map((check) => {
      const isSignature = check.name === "Signature";
      const found = isSignature ? this.#signature : make("div");
      const detail = make("span", {}, make("bdi", {}, check.detail));
      const parts = [make("b", {}, check.finding), " ", detail];
      if (isSignature && reason)
        parts.push(make("span", { class: "away" }, ` ${reason}`));
      const text = parts.map((part) =>
        typeof part === "string" ? part : part.textContent,
      );
      if (found.textContent !== text.join("")) found.replaceChildren(...parts);
      const state = make("i", { class: "away" }, `: ${MARKS[check.mark]}.`);
      const name = make("small", {}, check.name, state);
      return make("li", { "data-mark": check.mark }, sign(check.mark), name, found);
    });
    if (!checks.length) {
      // The status stays in the page, so that a screen reader announces the next one.
      this.#signature.textContent = signature;
      items.push(make("li", { class: "away" }, this.#signature));
    }
    this.checks.replaceChildren(...items);
    this.checks.toggleAttribute("data-empty", !checks.length);
  }
}
