import { watchViewport } from "../shared/near-viewport.js";
import { reasonOf } from "../shared/wording.js";
import { describeDevice, howFarAhead } from "./ahead.js";
import { LoadFailed, Stopped } from "./client.js";
import { loadingNote } from "./loading-note.js";
import { python } from "./page-python.js";

/** Events that come shortly before a click, a key press or a tap. */
const APPROACHES = ["pointerenter", "focusin", "touchstart"];

/**
 * Connects a custom element to the page's Python: it fetches and starts Python ahead
 * of need, and follows Python's state while the element is in the page.
 */
export class PythonHost {
  #follow;
  #sources;
  #endWatch = () => {};

  /**
   * @param {HTMLElement} element
   * @param {() => void} [follow] called when Python's state or progress changes
   * @param {...EventTarget} sources fire `state` and `progress` as Python does
   */
  constructor(element, follow = () => {}, ...sources) {
    this.element = element;
    this.#follow = follow;
    this.#sources = [python, ...sources];
  }

  /** Call this when the element enters the page. */
  connect() {
    for (const source of this.#sources) {
      source.addEventListener("state", this.#follow);
      source.addEventListener("progress", this.#follow);
    }
  }

  /** Call this when the element leaves the page. */
  disconnect() {
    this.#endWatch();
    for (const source of this.#sources) {
      source.removeEventListener("state", this.#follow);
      source.removeEventListener("progress", this.#follow);
    }
  }

  /** Starts Python when the reader points at the element, touches or focuses it. */
  startOnApproach() {
    for (const approach of APPROACHES) {
      const once = { once: true, passive: true };
      this.element.addEventListener(approach, startSoon, once);
    }
  }

  /**
   * Calls when the reader scrolls to the element, unless the reader saves data.
   *
   * @param {{near: () => void, inView: () => void}} calls each is called at most once
   */
  watchApproach({ near, inView }) {
    const allowed = (/** @type {() => void} */ call) => () => savesData() || call();
    const calls = { near: allowed(near), inView: allowed(inView) };
    this.#endWatch = watchViewport(this.element, calls);
  }

  /**
   * @returns {string} how much of Python has arrived, empty unless it is loading
   */
  get loadingNote() {
    return python.state === "loading" ? loadingNote() : "";
  }
}

/** Starts Python for a reader who will probably need it. */
function startSoon() {
  // The call that needs Python reports the failure.
  python.start().catch(() => {});
}

/** Prepares Python once the page is painted, as far as the reader's device allows. */
export function prepareWhenIdle() {
  const whenIdle = window.requestIdleCallback ?? setTimeout;
  const prepare = () => whenIdle(prepareAhead);
  if (document.readyState === "complete") prepare();
  else addEventListener("load", prepare, { once: true });
}

async function prepareAhead() {
  const ahead = howFarAhead(await describeDevice());
  if (ahead === "files") python.prefetch();
  if (ahead === "boot") startSoon();
}

function savesData() {
  return Boolean(/** @type {any} */ (navigator).connection?.saveData);
}

/**
 * @typedef {object} FailureWords
 * @property {string} kept what the reader does not lose, such as `Your input is kept`
 * @property {string} [what] what could not be loaded
 * @property {string} [stopped] the sentence for a Python that was stopped
 * @property {string} [retry] what the reader can do after a failed load
 * @property {string} [again] what the reader can do after any other failure
 */

/**
 * Says what went wrong, what was kept, and what the reader can do.
 *
 * @param {unknown} error
 * @param {FailureWords} words
 */
export function failureSentence(error, words) {
  const { kept, what = "Python", retry = "press Retry", again = retry } = words;
  const reason = lastLine(reasonOf(error));
  if (isLoadFailure(error)) {
    const remedy = `${kept}: check the connection and ${retry}.`;
    return `${what} could not be loaded: ${reason} ${remedy}`;
  }
  const { stopped = "Python was stopped before it answered." } = words;
  const cause =
    error instanceof Stopped ? stopped : `The page could not do this: ${reason}`;
  return `${cause} ${kept}: ${again}.`;
}

/**
 * Tells whether something could not be loaded, so that a new attempt may succeed.
 *
 * @param {unknown} error
 */
export function isLoadFailure(error) {
  return error instanceof LoadFailed;
}

/** @param {string} reason perhaps a whole traceback, which ends with the exception */
function lastLine(reason) {
  const line = reason.trim().split("\n").pop() ?? "";
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
