import { button } from "../shared/dom.js";
import { prefetchWhenIdle, python } from "../python/page-python.js";
import { LoadFailed } from "../python/client.js";
import { loadingNote } from "../python/loading-note.js";
import { ChooserView } from "./view.js";
import { chosenIn, fragmentOf } from "./answers-link.js";

export const TOOL = "examples.chooser.chooser:Chooser";

// Long enough for the arrow keys to pass a radio button that nobody meant.
const PAUSE = 300;

/**
 * The last answers of this visit: an address that leads to a heading brings none, and
 * instant navigation may lay out the page anew.
 *
 * @type {string[]}
 */
let latest = [];

/** Recommends JWT, session or both for the answers, which the address holds. */
export class AuthChooser extends HTMLElement {
  /** @type {ChooserView} */
  // @ts-expect-error: made when the element is first connected
  view;
  #timer = 0;
  #asked = 0;
  #onHash = () => this.#restore();
  #follow = () => this.#showProgress();

  connectedCallback() {
    if (!this.view) {
      this.view = new ChooserView(this);
      this.addEventListener("change", () => this.#changed());
      this.view.clear.onclick = () => {
        this.view.check([]);
        this.#changed();
      };
    }
    addEventListener("hashchange", this.#onHash);
    python.addEventListener("state", this.#follow);
    python.addEventListener("progress", this.#follow);
    this.#restore();
    prefetchWhenIdle();
  }

  disconnectedCallback() {
    removeEventListener("hashchange", this.#onHash);
    python.removeEventListener("state", this.#follow);
    python.removeEventListener("progress", this.#follow);
    clearTimeout(this.#timer);
    this.#asked++;
  }

  #changed() {
    // An entry of the history for each answer: Back takes the last one back. Not by
    // location.hash, upon which instant navigation would lay out the page anew.
    latest = this.view.checked;
    history.pushState(null, "", fragmentOf(latest));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), PAUSE);
    python.start().catch(() => {});
  }

  /** Takes the answers from the address, or the last ones if it holds none. */
  #restore() {
    const codes = chosenIn(location.hash) ?? latest;
    if (fragmentOf(codes) === fragmentOf(this.view.checked)) return;
    latest = codes;
    const unknown = this.view.check(codes);
    this.view.say(
      unknown.length
        ? `The link names ${unknown.join(", ")}, which is no answer here and was left out.`
        : "",
    );
    this.#ask();
  }

  async #ask() {
    clearTimeout(this.#timer);
    const turn = ++this.#asked;
    const codes = this.view.checked;
    this.view.clearProblem();
    if (!codes.length) return this.view.forget();
    try {
      const advice = await python.call(TOOL, "recommend", codes);
      if (turn === this.#asked) this.view.advise(advice);
    } catch (error) {
      if (turn === this.#asked) this.#fail(error);
    }
  }

  #showProgress() {
    const waits = python.state === "loading" && this.view.checked.length > 0;
    this.view.progress(waits ? loadingNote() : "");
  }

  /** @param {unknown} error */
  #fail(error) {
    const reason = error instanceof Error ? error.message : String(error);
    const what =
      error instanceof LoadFailed
        ? "Python could not be loaded"
        : "Python gave no answer";
    this.view.problem(
      `${what}: ${reason} Your answers are kept: press Retry.`,
      button("Retry", () => this.#ask()),
    );
  }
}
