import { python } from "../python/page-python.js";

/** @import { Action } from "../workshop/actions.js" */

/**
 * Pressed buttons, one after another, so that no answer overtakes a newer one.
 * Each takes the fields as they are when its turn has come.
 */
export class Turns {
  /** @type {Action[]} */
  #waiting = [];
  #busy = false;

  /**
   * @param {(action: Action) => Promise<void>} perform
   * @param {(error: unknown) => void} onFault what waits is kept for `go`
   */
  constructor(perform, onFault) {
    this.perform = perform;
    this.onFault = onFault;
  }

  /** @param {Action} action */
  add(action) {
    if (!this.#waiting.includes(action)) this.#waiting.push(action);
    return this.go();
  }

  forget() {
    this.#waiting.length = 0;
  }

  async go() {
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.#waiting.length) await this.#next();
    } catch (error) {
      this.onFault(error);
    } finally {
      this.#busy = false;
    }
  }

  async #next() {
    await python.start();
    const action = this.#waiting.shift();
    if (action) await this.perform(action);
  }
}
