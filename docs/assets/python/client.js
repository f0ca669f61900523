import { startWorker } from "./worker-link.js";

/** @import { Answer, RunResult } from "./messages.js" */
/** @import { WorkerLink } from "./worker-link.js" */

/**
 * @typedef {"off" | "loading" | "ready" | "failed"} PythonState
 * @typedef {{resolve: (value: any) => void, reject: (error: Error) => void}} Promised
 * @typedef {Promised & {print: (text: string) => void}} Pending
 */

/** Python was stopped before it answered. */
export class Stopped extends Error {}

/** Python's worker ended although nobody stopped it; the message says why. */
export class Died extends Stopped {}

/** Something that Python needs could not be loaded; the message says why. */
export class LoadFailed extends Error {}

/**
 * Talks to Python in its worker. Every request gets exactly one reply, even if the
 * worker dies. Fires `state` when Python's state changes and `progress` when bytes
 * arrive.
 */
export class PythonClient extends EventTarget {
  /** @type {PythonState} */
  state = "off";
  loaded = 0;
  /** How Python was booted, and if not from the snapshot, why not. */
  way = "";
  #nextId = 1;
  /** @type {Map<number, Pending>} */
  #pending = new Map();
  /** @type {WorkerLink | undefined} */
  #link;
  /** @type {Promise<void> | undefined} */
  #ready;
  /** @type {Promised | undefined} */
  #boot;

  /** @param {{base: URL, worker: URL, plain: boolean}} options where and how to boot */
  constructor(options) {
    super();
    this.options = options;
  }

  /** Fetches what Python needs, so that `start` is quick. Nothing runs yet. */
  prefetch() {
    this.#link ??= startWorker(
      this.options,
      (answer) => this.#receive(answer),
      (reason) => this.#die(reason),
    );
    return this.#link;
  }

  /** Boots Python once. Every caller gets the same promise. */
  start() {
    this.#ready ??= new Promise((resolve, reject) => {
      this.#boot = { resolve, reject };
      this.#become("loading");
      this.prefetch().post({ type: "boot" });
    });
    return this.#ready;
  }

  /**
   * Runs the code of a cell.
   *
   * @param {{page: string, program: string, file: string, code: string}} cell
   * @param {(text: string) => void} print called with each piece of output
   * @returns {Promise<RunResult>}
   */
  async run(cell, print) {
    try {
      const result = await this.#ask({ type: "run", ...cell }, print);
      if (result.spent) this.#finish("off", new Died("it was restarted."));
      return result;
    } catch (error) {
      if (error instanceof Stopped || error instanceof LoadFailed) throw error;
      // The code damaged the runner itself, so no later run may use it.
      this.#finish("off", new Died("the code broke what runs it."));
      throw error;
    }
  }

  /**
   * Calls a method of a tool that is written in Python.
   *
   * @param {string} tool `module:Class` of examples
   * @param {string} method
   * @param {...unknown} args values that JSON can hold
   * @returns {Promise<any>}
   */
  call(tool, method, ...args) {
    return this.#ask({ type: "call", tool, method, args }, () => {});
  }

  /**
   * Lets Python import what an archive holds.
   *
   * @param {Uint8Array<ArrayBuffer>} archive zip, compressed as gzip
   * @returns {Promise<void>}
   */
  add(archive) {
    return this.#ask({ type: "add", archive }, () => {});
  }

  /** Ends the worker, whatever it is doing, and boots a new one. */
  stop() {
    this.#finish("off", new Stopped("Python was stopped."));
    this.start().catch(() => {});
  }

  /**
   * @param {object} message
   * @param {(text: string) => void} print
   */
  async #ask(message, print) {
    await this.start();
    // Python may have been stopped since the promise was fulfilled. Then the worker is
    // gone, or a new one is booting, and neither would answer.
    if (this.state !== "ready") throw new Stopped("Python was stopped.");
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject, print });
      this.#link?.post({ ...message, id });
    });
  }

  /** @param {Answer} answer */
  #receive(answer) {
    if (answer.type === "progress") {
      this.loaded = answer.loaded;
      this.dispatchEvent(new Event("progress"));
    } else if (answer.type === "ready") {
      this.way = answer.way;
      // A listener may stop Python at once, and the next boot is not ready.
      const boot = this.#boot;
      this.#become("ready");
      boot?.resolve(undefined);
    } else if (answer.type === "failed") {
      this.#finish("failed", new LoadFailed(answer.reason));
    } else if (answer.type === "died") {
      this.#die(answer.reason);
    } else if (answer.type === "output") {
      this.#pending.get(answer.id)?.print(answer.text);
    } else {
      this.#settle(answer);
    }
  }

  /** @param {{id: number, value?: any, fault?: string}} reply */
  #settle({ id, value, fault }) {
    const waiting = this.#pending.get(id);
    this.#pending.delete(id);
    if (fault === undefined) waiting?.resolve(value);
    else waiting?.reject(new Error(fault));
  }

  /** @param {string} reason */
  #die(reason) {
    // No code waits for a prefetch, so its failure is not reported. `start` tries again.
    if (this.state === "loading") this.#finish("failed", new LoadFailed(reason));
    else this.#finish("off", new Died(reason));
  }

  /**
   * Ends the worker and fails everything that waits for it.
   *
   * @param {PythonState} state
   * @param {Error} error
   */
  #finish(state, error) {
    this.#link?.end();
    this.#link = undefined;
    this.#ready = undefined;
    this.loaded = 0;
    this.#boot?.reject(error);
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    this.#become(state);
    for (const { reject } of waiting) reject(error);
  }

  /** @param {PythonState} state */
  #become(state) {
    this.state = state;
    this.dispatchEvent(new Event("state"));
  }
}
