import { PythonHost, prepareWhenIdle } from "../python/host.js";
import { python } from "../python/page-python.js";
import { copyText } from "../shared/clipboard.js";
import { reasonOf } from "../shared/wording.js";
import { CellCode } from "./code.js";
import { showFailure, showResult } from "./outcome.js";
import { showProgress } from "./progress.js";
import { offerRunAll } from "./run-all.js";
import { forgetFrom, inputsOf, noteRun, runInTurn, stopAll } from "./run-order.js";
import { shareAddress } from "./share-link.js";
import { CellView } from "./view.js";

/**
 * @typedef {"idle" | "loading" | "running" | "done" | "failed" | "stopped" | "stale"} CellState
 * @typedef {{section: string | null, line: number, code: string}} Part
 * @typedef {Part & {file: string, before: Part[]}} CellData
 */

const LINK_COPIED =
  "Link copied. It holds the code, which does not run until the reader presses Run.";
const NOT_COPIED =
  "The browser did not allow copying. Select the text and copy it yourself.";

/** A listing that the reader can edit and run. */
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
  /** @type {ReturnType<typeof inputsOf>} */
  #ranWith = [];
  #onHash = () => this.code.restoreShared();

  connectedCallback() {
    addEventListener("hashchange", this.#onHash);
    if (this.view) return;
    this.data = JSON.parse(this.dataset.code ?? "{}");
    this.view = new CellView(this, this.heading);
    this.code = new CellCode(this, this.view, this.data.code, () => this.#tellFamily());
    this.#listen();
    this.become("idle");
    this.code.offerEditor(() => this.run());
    this.code.restore();
    offerRunAll();
    prepareWhenIdle();
  }

  disconnectedCallback() {
    removeEventListener("hashchange", this.#onHash);
    // The reader has left the page and could not stop this run any more.
    if (this.busy) stopAll();
  }

  /** Names the program whose variables this cell shares with others. */
  get programKey() {
    return `${this.page} ${this.dataset.program}`;
  }

  /** The cells of the same program that are ready, in the order of the page. */
  get family() {
    const all = document.querySelectorAll(
      `live-cell[data-program="${this.dataset.program}"][data-state]`,
    );
    return /** @type {LiveCell[]} */ (Array.from(all));
  }

  get state() {
    return /** @type {CellState} */ (this.dataset.state);
  }

  get busy() {
    return this.state === "loading" || this.state === "running";
  }

  /** @param {CellState} state */
  become(state) {
    this.dataset.state = state;
    this.view.offerStop(this.busy);
  }

  async run() {
    if (this.busy) return;
    this.view.clear();
    this.view.note("Waiting for its turn");
    this.become("loading");
    try {
      await runInTurn(this);
    } catch (error) {
      this.#fail(error);
    }
  }

  /**
   * Runs this cell alone and shows how it ended.
   *
   * @param {string[]} [first] names of the cells that had to run first
   * @returns {Promise<string>} why it failed, empty if it did not
   */
  async execute(first = []) {
    const { text } = this.code;
    this.view.clear();
    this.#ranWith = inputsOf(this);
    forgetFrom(this, this.data.before.length);
    const began = performance.now();
    try {
      const print = this.view.print.bind(this.view);
      const result = await this.send(`<${this.heading}>`, text, print);
      if (!result.error) noteRun(this, text);
      showResult(this, result, { ms: performance.now() - began, first });
      this.#tellFamily();
      return result.error ?? "";
    } catch (error) {
      return this.#fail(error);
    }
  }

  /**
   * Has Python run code in the variables of this cell's program.
   *
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

  #listen() {
    const { Run, Stop, Reset, Copy, Share } = this.view.buttons;
    Run.onclick = () => this.run();
    Stop.onclick = stopAll;
    Reset.onclick = () => this.#reset();
    Copy.onclick = () => this.#copy(this.code.text, "Code copied.");
    Share.onclick = () => this.#share();
    new PythonHost(this).startOnApproach();
  }

  /** @param {string} text @param {string} sentence announced if the browser allows it */
  async #copy(text, sentence) {
    this.view.say((await copyText(text)) ? sentence : NOT_COPIED);
  }

  /** Puts the code into the address, and the address into the clipboard. */
  #share() {
    const address = shareAddress(this.id, this.code.text);
    history.replaceState(history.state, "", address);
    return this.#copy(address, LINK_COPIED);
  }

  async #reset() {
    const stopped = this.busy;
    if (stopped) stopAll();
    // The stopped run announces its end first, so that the sentence below stays.
    await new Promise((resolve) => setTimeout(resolve));
    this.code.text = this.data.code;
    this.view.showRecorded();
    const gone = stopped
      ? " The run was stopped, and the page's variables are gone."
      : "";
    this.view.say(`The published code is back.${gone}`);
    this.become("idle");
  }

  #tellFamily() {
    for (const cell of this.family) cell.refreshStale();
  }

  /** Marks an output that the present code would not give. */
  refreshStale() {
    if (this.state !== "done" && this.state !== "stale") return;
    const changed = inputsOf(this).find(
      ({ code }, at) => code !== this.#ranWith[at]?.code,
    );
    const what = changed?.name ? `“${changed.name}”` : "The code";
    this.view.note(
      changed ? `${what} has changed since this output. Run the cell again.` : "",
    );
    this.become(changed ? "stale" : "done");
  }

  /** @param {unknown} error */
  #fail(error) {
    showFailure(this, error);
    return reasonOf(error);
  }
}
