/** Characters of one run that reach the page; a flood must not drown it. */
export const OUTPUT_LIMIT = 200_000;
const WINDOW_MS = 50;
const PIECES_AT_ONCE = 10;

// A cell may overwrite what it finds on the worker's objects.
const now = performance.now.bind(performance);

/**
 * Collects what a run prints and hands it on in few, bounded pieces: a line at once,
 * a flood of lines in turns of 50 ms.
 */
export class OutputBatch {
  lines = 0;
  open = true;
  #text = "";
  #sent = 0;
  #dropped = 0;
  #endsLine = true;
  #window = -Infinity;
  #left = 0;

  /** @param {(text: string) => void} send */
  constructor(send) {
    this.send = send;
  }

  /** @param {string} text ignored once the run is over */
  write(text) {
    if (!text || !this.open) return;
    this.#count(text);
    const room = OUTPUT_LIMIT - this.#sent - this.#text.length;
    this.#text += text.slice(0, room);
    this.#dropped += Math.max(0, text.length - room);
    if (this.#mayFlush()) this.flush();
  }

  /** Hands on what is left. */
  flush() {
    // Half of a line end waits for the other half.
    const half = this.open && this.#text.endsWith("\r") ? "\r" : "";
    const text = half ? this.#text.slice(0, -1) : this.#text;
    if (text) this.send(text);
    this.#sent += text.length;
    this.#text = half;
  }

  /** @returns {number} how many lines the run has printed */
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
    if (time - this.#window > WINDOW_MS) {
      this.#window = time;
      this.#left = PIECES_AT_ONCE;
      return true;
    }
    this.#left -= 1;
    return this.#left >= 0;
  }
}

/** @param {number} shown @param {number} dropped both in characters */
function cutNote(shown, dropped) {
  const [first, more] = [shown, dropped].map((count) => count.toLocaleString("en"));
  return `\n[Output cut: the first ${first} characters are shown, ${more} more were printed.]\n`;
}
