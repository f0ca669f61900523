import { WorkLoop } from "./work-loop.js";

/**
 * Answers the newest input only. Inputs that arrive while one is being answered
 * replace each other, and an answer that is no longer wanted is dropped.
 *
 * @template Input, Answer
 */
export class LatestOnly {
  /** @type {Input | undefined} */
  #waiting;
  #loop;

  /**
   * @param {(input: Input) => Promise<Answer>} ask
   * @param {(answer: Answer) => void} show
   * @param {(error: unknown) => void} onFailure the input is kept, and the next call
   *   of `set` replaces it
   */
  constructor(ask, show, onFailure) {
    this.ask = ask;
    this.show = show;
    this.#loop = new WorkLoop(
      () => this.#waiting !== undefined,
      () => this.#answer(/** @type {Input} */ (this.#waiting)),
      onFailure,
    );
  }

  /** @param {Input} input */
  set(input) {
    this.#waiting = input;
    return this.#loop.go();
  }

  /** Drops the input, and the answer that is on its way. */
  forget() {
    this.#waiting = undefined;
  }

  /** @param {Input} input */
  async #answer(input) {
    const answer = await this.ask(input);
    if (this.#waiting !== input) return;
    this.#waiting = undefined;
    this.show(answer);
  }
}
