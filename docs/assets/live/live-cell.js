import { CellCode } from "./cell-code.js";
import { CellView } from "./cell-view.js";
import { button } from "./dom.js";
import { prefetchWhenIdle, python } from "./page-python.js";
import { inputsOf, noteRun, runCell } from "./program.js";
import { LoadFailed, Stopped } from "./python.js";
import { offerRunAll } from "./run-all.js";
import { shareAddress } from "./share.js";
import { showProgress } from "./progress.js";
import { countLines, seconds } from "./wording.js";

/** @import { RunResult } from "./messages.js" */

/**
 * @typedef {"idle" | "loading" | "running" | "done" | "failed" | "stopped" | "stale"} CellState
 * @typedef {{section: string | null, line: number, code: string}} Part
 * @typedef {Part & {file: string, before: Part[]}} CellData
 */

const STOPPED =
  "Stopped. The variables of this page are gone; Run makes those it needs again.";

/** A listing that runs: the code of one section, with its editor and its output. */
export class LiveCell extends HTMLElement {
  /** @type {CellData} */
  // @ts-expect-error: read from the page when the element is first connected
  data;
  /** @type {CellView} */
  // @ts-expect-error: as above
  view;
  /** @type {CellCode} */
  // @ts-expect-error: as above
  code;
  page = location.pathname;
  heading = this.getAttribute("name") ?? "";
  #busy = false;
  #ranWith = "";

  connectedCallback() {
    if (this.view) return;
    this.data = JSON.parse(this.dataset.code ?? "{}");
    this.view = new CellView(this, this.heading);
    this.code = new CellCode(this, this.view, this.data.code, () => this.#tellFamily());
    this.#listen();
    this.become("idle");
    this.code.restore();
    this.code.edit(() => this.run());
    offerRunAll();
    prefetchWhenIdle();
  }

  disconnectedCallback() {
    // The reader has left the page: nobody could stop this run any more.
    if (this.#busy) python.stop();
  }

  /** Names the variables that this cell shares with others. */
  get programKey() {
    return `${this.page} ${this.dataset.program}`;
  }

  /** The upgraded cells of the same program, in the order of the page. */
  get family() {
    const all = document.querySelectorAll(
      `live-cell[data-program="${this.dataset.program}"][data-state]`,
    );
    return /** @type {LiveCell[]} */ (Array.from(all));
  }

  get state() {
    return /** @type {CellState} */ (this.dataset.state);
  }

  /** @param {CellState} state */
  become(state) {
    this.dataset.state = state;
    this.view.buttons.Stop.disabled = !this.#busy;
  }

  async run() {
    if (this.#busy) return;
    this.#busy = true;
    try {
      await runCell(this);
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#busy = false;
      this.become(this.state);
    }
  }

  /**
   * Runs this cell alone and shows what comes of it.
   *
   * @returns {Promise<boolean>} whether it ended without an exception
   */
  async execute() {
    const { text } = this.code;
    this.view.clear();
    this.#ranWith = inputsOf(this);
    const began = performance.now();
    try {
      const print = this.view.print.bind(this.view);
      const result = await this.send(`<${this.heading}>`, text, print);
      if (!result.error) noteRun(this, this.data.before.length, text);
      this.#show(result, performance.now() - began);
      this.#tellFamily();
      return !result.error;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  /**
   * @param {string} file name for tracebacks
   * @param {string} code
   * @param {(text: string) => void} print
   */
  async send(file, code, print) {
    const { page } = this;
    const program = this.dataset.program ?? "";
    const done = showProgress(this);
    try {
      await python.start();
      this.become("running");
      return await python.run({ page, program, file, code }, print);
    } finally {
      done();
    }
  }

  /** @param {LiveCell | null} needed what did not finish; its hidden lines if null */
  blockedBy(needed) {
    if (needed?.state === "stopped") return this.#fail(new Stopped());
    const name = needed ? `“${needed.heading}”` : "what stands before it";
    this.view.clear();
    this.view.problem(`Not run, because ${name} did not finish. Run that one first.`);
    this.become("failed");
  }

  #listen() {
    const { Run, Stop, Reset, Copy, Share } = this.view.buttons;
    Run.onclick = () => this.run();
    Stop.onclick = () => python.stop();
    Reset.onclick = () => this.#reset();
    Copy.onclick = () => this.#copy(this.code.text, "Code copied.");
    Share.onclick = () => this.#share();
    const warm = () => python.start().catch(() => {});
    for (const approach of ["pointerenter", "focusin", "touchstart"]) {
      this.addEventListener(approach, warm, { once: true, passive: true });
    }
  }

  #reset() {
    if (this.#busy) python.stop();
    this.code.text = this.data.code;
    this.view.forget();
    this.view.say("Back to the published code.");
    this.become("idle");
  }

  #share() {
    const address = shareAddress(this.id, this.code.text);
    history.replaceState(history.state, "", address);
    this.#copy(
      address,
      "Link copied. It holds the code, which will not run by itself.",
    );
  }

  /** @param {string} text @param {string} sentence */
  async #copy(text, sentence) {
    try {
      await navigator.clipboard.writeText(text);
      this.view.say(sentence);
    } catch {
      this.view.say("The browser did not allow it: select the text and copy it.");
    }
  }

  #tellFamily() {
    for (const cell of this.family) cell.refreshStale();
  }

  /** Marks an output that no longer belongs to the code. */
  refreshStale() {
    if (this.state !== "done" && this.state !== "stale") return;
    const stale = inputsOf(this) !== this.#ranWith;
    this.view.note(stale ? "The code has changed since this output: run again." : "");
    this.become(stale ? "stale" : "done");
  }

  /** @param {RunResult} result @param {number} ms */
  #show({ error, traceback, exit }, ms) {
    if (error) {
      this.view.print(traceback ?? "");
      this.view.problem(error);
      return this.become("failed");
    }
    const ended = exit === undefined ? "Finished" : `Ended by sys.exit(${exit})`;
    this.view.say(`${ended} in ${seconds(ms)}, ${countLines(this.view.printed)}.`);
    this.become("done");
  }

  /** @param {unknown} error */
  #fail(error) {
    if (error instanceof Stopped) {
      this.view.say(STOPPED);
      return this.become("stopped");
    }
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof LoadFailed) {
      const retry = button("Retry", () => this.run());
      this.view.problem(
        `Python could not be loaded: ${reason} Your code is kept: check the connection and press Retry.`,
        retry,
      );
    } else {
      this.view.problem(`The page could not run this: ${reason}`);
    }
    this.become("failed");
  }
}
