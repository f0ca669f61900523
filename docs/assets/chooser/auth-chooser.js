import {
  PythonHost,
  failureSentence,
  prefetchWhenIdle,
  startSoon,
} from "../python/host.js";
import { python } from "../python/page-python.js";
import { button } from "../shared/dom.js";
import { answersIn, fragmentOf } from "./answers-link.js";
import { ChooserView } from "./view.js";

const TOOL = "examples.chooser.chooser:Chooser";

/**
 * Milliseconds before an answer counts: the arrow keys pass radio buttons that the
 * reader does not mean.
 */
const PAUSE = 300;

/**
 * The last answers of this visit. The element cannot keep them, because an address that
 * leads to a heading holds no answers and instant navigation may make a new element.
 *
 * @type {string[]}
 */
let latest = [];

/** Recommends JWT, session or both for the reader's answers, which the address holds. */
export class AuthChooser extends HTMLElement {
  /** @type {ChooserView} */
  // @ts-expect-error: made when the element is first connected
  view;
  #timer = 0;
  #asked = 0;
  #onHash = () => this.#restore();
  #host = new PythonHost(this, () => this.#showProgress());

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
    this.#host.connect();
    this.#restore();
    prefetchWhenIdle();
  }

  disconnectedCallback() {
    removeEventListener("hashchange", this.#onHash);
    this.#host.disconnect();
    clearTimeout(this.#timer);
    this.#asked++;
  }

  #changed() {
    // Each answer gets an entry in the history, so that Back undoes it. Setting
    // location.hash instead would make instant navigation lay out the page again.
    latest = this.view.checked;
    history.pushState(null, "", fragmentOf(latest));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), PAUSE);
    startSoon();
  }

  /** Takes the answers from the address, or the last ones if it is about other things. */
  #restore() {
    const codes = answersIn(location.hash) ?? latest;
    if (fragmentOf(codes) === fragmentOf(this.view.checked)) return;
    latest = codes;
    const unknown = this.view.check(codes);
    this.view.say(
      unknown.length
        ? `The link names ${unknown.join(", ")}, which is not an answer here. It was ignored.`
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
    const waits = this.view.checked.length > 0;
    this.view.progress(waits ? this.#host.loadingNote : "");
  }

  /** @param {unknown} error */
  #fail(error) {
    const sentence = failureSentence(error, { kept: "Your answers are kept" });
    this.view.problem(
      sentence,
      button("Retry", () => this.#ask()),
    );
  }
}
