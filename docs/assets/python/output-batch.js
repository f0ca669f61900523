/** The most characters of one run that reach the page, so that it stays responsive. */
export const OUTPUT_LIMIT = 200_000;
const WINDOW_MS = 50;
const PIECES_AT_ONCE = 10;

// A cell may overwrite `performance.now`, so keep the original.
const now = performance.now.bind(performance);

/**
 * Collects what a run prints and sends it on in few pieces. The first ten pieces of
 * each 50 ms are sent at once, so that a single line appears without delay; a flood
 * of lines is sent once every 50 ms.
 */
export class OutputBatch {
  lines = 0;
  open = true;
  #text = "";
  #sent = 0;
  #dropped = 0;
  #endsLine = true;
  #windowStart = -Infinity;
  #piecesLeft = 0;

  /** @param {(text: string) => void} send */
  constructor(send) {
    this.send = send;
  }

  /** @param {string} text ignored when the run is over */
  write(text) {
    if (!text || !this.open) return;
    this.#count(text);
    const room = OUTPUT_LIMIT - this.#sent - this.#text.length;
    this.#text += text.slice(0, room);
    this.#dropped += Math.max(0, text.length - room);
    if (this.#mayFlush()) this.flush();
  }

  /** Sends what was collected. */
  flush() {
    // A carriage return waits for the line feed that may follow, because the page
    // treats the two together as a line break.
    const half = this.open && this.#text.endsWith("\r") ? "\r" : "";
    const text = half ? this.#text.slice(0, -1) : this.#text;
    if (text) this.send(text);
    this.#sent += text.length;
    this.#text = half;
  }

  /**
   * Ends the run's output.
   *
   * @returns {number} how many lines the run printed
   */
  close() {
    if (!this.open) return this.lines;
    this.open = false;
    this.flush();
    if (!this.#endsLine) this.lines += 1;
    if (this.#dropped) this.send(cutNote(this.#sent, this.#dropped));
    return this.lines;
  }

  /** @param {string} text */
  #count(text) {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
      this.lines += 1;
    }
    this.#endsLine = text.endsWith("\n");
  }

  #mayFlush() {
    const time = now();
    if (time - this.#windowStart > WINDOW_MS) {
      this.#windowStart = time;
      this.#piecesLeft = PIECES_AT_ONCE;
      return true;
    }
    this.#piecesLeft -= 1;
    return this.#piecesLeft >= 0;
  }
}

/**
 * @param {number} shown characters that reached the page
 * @param {number} dropped characters that did not
 */
function cutNote(shown, dropped) {
  const [first, more] = [shown, dropped].map((count) => count.toLocaleString("en"));
  return `\n[Output cut: the first ${first} characters are shown, ${more} more were printed.]\n`;
}
