import { make } from "./dom.js";

const UNITS = /** @type {const} */ ([
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
]);

// Made once: making one takes longer than decoding a token.
const LOCAL = new Intl.DateTimeFormat(undefined, {
  dateStyle: "full",
  timeStyle: "long",
});

/** A NumericDate in the reader's zone, in UTC, and from now. */
export class Moment {
  #left = make("span", { class: "moment-left" });

  /**
   * @param {number} time seconds since 1970
   * @param {() => number} now the same
   */
  constructor(time, now) {
    this.time = time;
    this.now = now;
    const date = new Date(time * 1000);
    const iso = date.toISOString();
    const local = LOCAL.format(date);
    const utc = `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
    const stamp = make("time", { datetime: iso }, local);
    this.element = make("p", { class: "moment" }, stamp, `; ${utc}; `, this.#left);
    this.tick();
  }

  tick() {
    const text = fromNow(this.time - this.now());
    if (this.#left.textContent !== text) this.#left.textContent = text;
  }
}

/** @param {number} seconds */
function fromNow(seconds) {
  const words = [];
  let left = Math.floor(Math.abs(seconds));
  for (const [unit, size] of UNITS) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count && words.length < 2)
      words.push(`${count} ${unit}${count > 1 ? "s" : ""}`);
  }
  if (!words.length) return "now";
  return seconds > 0 ? `in ${words.join(" ")}` : `${words.join(" ")} ago`;
}
