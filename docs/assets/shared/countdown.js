import { make } from "./dom.js";

const UNITS = /** @type {const} */ ([
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
]);

// Made once, because making a formatter takes longer than decoding a token.
const LOCAL = new Intl.DateTimeFormat(undefined, {
  dateStyle: "full",
  timeStyle: "long",
});

/** Shows a NumericDate in the reader's time zone, in UTC, and as time from now. */
export class Countdown {
  #fromNow = make("span", { class: "countdown-left" });

  /**
   * @param {number} time seconds since 1970
   * @param {() => number} now the present in the same unit
   */
  constructor(time, now) {
    this.time = time;
    this.now = now;
    const date = new Date(time * 1000);
    const stamp = make("time", { datetime: date.toISOString() }, LOCAL.format(date));
    this.element = make(
      "p",
      { class: "countdown" },
      stamp,
      `; ${utc(date)}; `,
      this.#fromNow,
    );
    this.tick();
  }

  /** Updates the time from now. */
  tick() {
    const text = fromNow(this.time - this.now());
    if (this.#fromNow.textContent !== text) this.#fromNow.textContent = text;
  }
}

/** @param {Date} date */
export function utc(date) {
  const iso = date.toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

/**
 * Writes a distance from the present in its two largest units.
 *
 * @param {number} seconds negative in the past
 */
export function fromNow(seconds) {
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
