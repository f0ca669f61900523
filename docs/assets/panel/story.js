/**
 * What examples/panel describes: `Move` and `Turn`.
 *
 * @typedef {object} Move
 * @property {string} label
 * @property {string} does
 * @property {string} who
 * @property {string} act
 * @property {string} method
 * @property {string} path
 * @property {string} headers
 * @property {string} body
 * @property {string} copies
 * @property {number} wait
 *
 * @typedef {{key: string, name: string, value: string, note: string, left: string,
 *   flags: string[], change: string, gone: boolean}} Row
 * @typedef {{request: string, request_body: string, response: string,
 *   response_body: string}} Exchange
 * @typedef {{way: string, label: string, back: boolean, stop: boolean}} Arrow
 *
 * @typedef {object} Turn
 * @property {string} who
 * @property {string} does
 * @property {string} request
 * @property {number} status
 * @property {string} says
 * @property {string} outcome
 * @property {string} verdict
 * @property {string} clock
 * @property {number} milliseconds
 * @property {Arrow[]} arrows
 * @property {{jar: Row[], held: Row[], thief: Row[], store: Row[], asked: string}} state
 * @property {Exchange | null} exchange
 *
 * @typedef {{error: string, field: string}} Refusal
 * @typedef {{first: number, turns: Turn[], refused?: Refusal}} Answer
 */

/**
 * What a panel has done and what came of it. The steps of the recorded story are
 * answered at once by what the build recorded, until the live server answers.
 */
export class Story {
  /** @type {Move[]} */
  moves;
  /** @type {Turn[]} */
  turns;
  /** The number of the turn in view, from 0; -1 if there is none. */
  at;
  /** Whether a server in this page made the turns. */
  isLive = false;

  /** @param {{steps: Move[], turns: Turn[], opening: number}} recorded */
  constructor({ steps, turns, opening }) {
    this.steps = steps;
    this.recorded = turns;
    this.moves = steps.slice(0, opening);
    this.turns = turns.slice(0, opening);
    this.at = opening - 1;
  }

  /** Whether the moves so far are the beginning of the story. */
  get isTold() {
    return this.moves.every((move, place) => move === this.steps[place]);
  }

  /** The steps of the story that are still to come. */
  get toCome() {
    return this.isTold ? this.steps.slice(this.moves.length) : [];
  }

  /** The moves that no turn answers yet. */
  get waiting() {
    return this.moves.slice(this.turns.length);
  }

  /** Whether the live server has something to do. */
  get isBehind() {
    return !this.isLive || this.waiting.length > 0;
  }

  /**
   * Makes a move, and shows what the build recorded for it unless a server answers.
   *
   * @param {Move} move
   */
  add(move) {
    this.moves.push(move);
    if (!this.isLive && this.isTold && !this.waiting.slice(1).length) {
      this.turns.push(this.recorded[this.turns.length]);
    }
    if (!this.waiting.length) this.at = this.turns.length - 1;
  }

  /** Takes the next step of the story. */
  step() {
    const [next] = this.toCome;
    if (next) this.add(next);
  }

  /** Goes back to the beginning, where nothing has happened. */
  restart() {
    this.moves = [];
    this.turns = [];
    this.at = -1;
  }

  /**
   * Takes the live server's answer, unless the reader has started again meanwhile.
   *
   * @param {Move[]} asked the moves that the server was asked for
   * @param {Answer} answer
   * @returns {boolean} whether it was taken
   */
  accept(asked, { first, turns, refused }) {
    if (!asked.every((move, place) => move === this.moves[place])) return false;
    const followed = this.at === this.turns.length - 1;
    this.turns.splice(first, Infinity, ...turns);
    if (refused) this.moves.splice(this.turns.length, 1);
    this.isLive = true;
    if (followed || this.at >= this.turns.length) this.at = this.turns.length - 1;
    return true;
  }

  /**
   * Goes on without the live server.
   *
   * @returns {Move[]} the moves that it did not answer
   */
  fallBack() {
    const lost = this.moves.splice(this.turns.length);
    this.isLive = false;
    if (this.isTold) this.turns = this.recorded.slice(0, this.moves.length);
    return lost;
  }
}
