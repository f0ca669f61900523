/** Writes dates in UTC or in the reader's own time zone. */
export class Dates {
  isLocal = false;

  get #options() {
    const zone = this.isLocal ? {} : { timeZone: "UTC" };
    return /** @type {Intl.DateTimeFormatOptions} */ ({ hourCycle: "h23", ...zone });
  }

  /** @param {number} time seconds since 1970 */
  full(time) {
    return new Intl.DateTimeFormat("en-GB", {
      ...this.#options,
      ...{ day: "numeric", month: "short", year: "numeric" },
      ...{ hour: "2-digit", minute: "2-digit", timeZoneName: "short" },
    }).format(time * 1000);
  }

  /** @param {number} time @param {number} beside a time whose day needs no repeating */
  short(time, beside) {
    const day = new Intl.DateTimeFormat("en-GB", {
      ...this.#options,
      ...{ day: "numeric", month: "short" },
      ...(Math.abs(time - beside) > 300 * 86_400 ? { year: "numeric" } : {}),
    });
    const clock = new Intl.DateTimeFormat("en-GB", {
      ...this.#options,
      ...{ hour: "2-digit", minute: "2-digit" },
    });
    const [one, other] = [day.format(time * 1000), day.format(beside * 1000)];
    const hours = clock.format(time * 1000);
    return one === other ? hours : `${one} ${hours}`;
  }
}
