/** Characters of one run that reach the page; a flood must not drown it. */
export const OUTPUT_LIMIT = 200_000;
const BATCH_MS = 50;

/** Collects what a run prints and hands it on in few, bounded pieces. */
export class OutputBatch {
  /** @param {(text: string) => void} send */
  constructor(send) {
    this.send = send;
    this.decoder = new TextDecoder();
    this.text = "";
    this.sent = 0;
    this.dropped = 0;
    this.last = performance.now();
  }

  /**
   * @param {Uint8Array} bytes
   * @returns {number} bytes taken, as Emscripten asks of a writer
   */
  write(bytes) {
    const text = this.decoder.decode(bytes, { stream: true });
    const room = OUTPUT_LIMIT - this.sent - this.text.length;
    this.text += text.slice(0, room);
    this.dropped += Math.max(0, text.length - room);
    if (performance.now() - this.last > BATCH_MS) this.flush();
    return bytes.length;
  }

  flush() {
    if (this.text) this.send(this.text);
    this.sent += this.text.length;
    this.text = "";
    this.last = performance.now();
  }

  close() {
    this.flush();
    if (!this.dropped) return;
    this.send(
      `\n[Output cut: ${OUTPUT_LIMIT} characters are shown, ${this.dropped} more were printed.]\n`,
    );
  }
}
