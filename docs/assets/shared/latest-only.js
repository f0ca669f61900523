/**
 * Answers the latest input only: while one is answered, newer ones replace each other.
 *
 * @template Input, Answer
 */
export class Latest {
  /** @type {Input | undefined} */
  #waiting;
  #busy = false;

  /**
   * @param {(input: Input) => Promise<Answer>} ask
   * @param {(answer: Answer) => void} show called with answers that are still wanted
   * @param {(error: unknown) => void} onFault what waits is kept for `go`
   */
  constructor(ask, show, onFault) {
    this.ask = ask;
    this.show = show;
    this.onFault = onFault;
  }

  /** @param {Input} input */
  set(input) {
    this.#waiting = input;
    return this.go();
  }

  forget() {
    this.#waiting = undefined;
  }

  async go() {
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.#waiting !== undefined) await this.#next(this.#waiting);
    } catch (error) {
      this.onFault(error);
    } finally {
      this.#busy = false;
    }
  }

  /** @param {Input} input */
  async #next(input) {
    const answer = await this.ask(input);
    if (this.#waiting !== input) return;
    this.#waiting = undefined;
    this.show(answer);
  }
}
