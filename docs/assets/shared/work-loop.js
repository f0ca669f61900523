/**
 * Does pieces of work one after another until none is left, and never two at once.
 * After a failure, the work that is left waits for the next call of `go`.
 */
export class WorkLoop {
  #busy = false;

  /**
   * @param {() => boolean} hasWork
   * @param {() => Promise<void>} doNext does one piece of work
   * @param {(error: unknown) => void} onFailure
   */
  constructor(hasWork, doNext, onFailure) {
    this.hasWork = hasWork;
    this.doNext = doNext;
    this.onFailure = onFailure;
  }

  async go() {
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.hasWork()) await this.doNext();
    } catch (error) {
      this.onFailure(error);
    } finally {
      this.#busy = false;
    }
  }
}
