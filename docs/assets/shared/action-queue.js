import { WorkLoop } from "./work-loop.js";

/**
 * Performs the actions of pressed buttons one after another, so that no answer
 * overtakes a newer one. An action reads the form only when its turn has come.
 *
 * @template {string} Action
 */
export class ActionQueue {
  /** @type {Action[]} */
  #waiting = [];
  #loop;

  /**
   * @param {() => Promise<void>} ready resolves when an action can be performed; if it
   *   fails, the actions are kept for `go`
   * @param {(action: Action) => Promise<void>} perform
   * @param {(error: unknown) => void} onFailure
   */
  constructor(ready, perform, onFailure) {
    this.ready = ready;
    this.perform = perform;
    this.#loop = new WorkLoop(
      () => this.#waiting.length > 0,
      () => this.#performNext(),
      onFailure,
    );
  }

  /** @param {Action} action ignored while the same action is waiting */
  add(action) {
    if (!this.#waiting.includes(action)) this.#waiting.push(action);
    return this.go();
  }

  /** Drops the actions that are waiting. */
  forget() {
    this.#waiting.length = 0;
  }

  /** Goes on after a failure. */
  go() {
    return this.#loop.go();
  }

  async #performNext() {
    await this.ready();
    const action = this.#waiting.shift();
    if (action) await this.perform(action);
  }
}
