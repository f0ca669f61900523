import { make } from "../shared/dom.js";
import { svg } from "./signs.js";

/**
 * @import { Dates } from "./dates.js"
 * @import { Life } from "./types.js"
 */

/** Percent of the line at which the end stands if the present is far beyond it. */
const END_WHEN_LATE = 48;
/** Percent at which the scale is cut. */
const CUT = 74;

/** Draws a token's life: what has passed is thick, what is left is dotted. */
export class LifeLine {
  element = make("div", { class: "life-line" });

  /** @param {Life | null} life @param {Dates} dates */
  show(life, dates) {
    this.element.hidden = !life;
    if (!life) return;
    const { start, end, now, started, ended, distance } = life;
    const places = layout(start, end, now);
    const label = [`now ${dates.short(now, start ?? end ?? now)}`, distance];
    const marks = [mark(places.now, label.filter(Boolean).join(", "), "now")];
    if (start !== null)
      marks.push(mark(places.start, `${started} ${dates.short(start, now)}`, "edge"));
    if (end !== null) {
      const near = start !== null && start <= end ? start : now;
      marks.push(mark(places.end, `${ended} ${dates.short(end, near)}`, "edge"));
    }
    const picture = svg("svg", { "aria-hidden": "true" });
    picture.append(
      line(0, 100, "life-rest"),
      line(places.start, Math.min(places.now, places.end), "life-lived"),
      ...(places.cut ? [text(CUT, 26, "//", "middle", "life-cut")] : []),
      ...marks.flat(),
    );
    // The table below says the same in words.
    this.element.replaceChildren(picture);
  }
}

/**
 * @param {number | null} start
 * @param {number | null} end
 * @param {number} now
 */
function layout(start, end, now) {
  const from = start ?? now;
  if (end === null) return { start: 0, end: 100, now: 70, cut: true };
  if (from > now || from >= end) return { start: 30, end: 100, now: 0, cut: false };
  if (now <= end) {
    const share = ((now - from) / (end - from)) * 100;
    return { start: 0, end: 100, now: share, cut: false };
  }
  const whole = now - from;
  const share = ((end - from) / whole) * 100;
  const cut = share < 30;
  return { start: 0, end: cut ? END_WHEN_LATE : share, now: 100, cut };
}

/** @param {number} from @param {number} to @param {string} kind */
function line(from, to, kind) {
  const at = { x1: `${from}%`, x2: `${Math.max(from, to)}%`, y1: "21", y2: "21" };
  return svg("line", { ...at, class: kind });
}

/** @param {number} place @param {string} words @param {"now" | "edge"} kind */
function mark(place, words, kind) {
  const isNow = kind === "now";
  const [y1, y2, y] = isNow ? ["15", "27", 11] : ["16", "26", 39];
  const x = `${place}%`;
  const stroke = svg("line", { x1: x, x2: x, y1, y2, class: `life-${kind}` });
  const anchor = place < 18 ? "start" : place > 82 ? "end" : "middle";
  return [stroke, text(place, y, words, anchor, `life-${kind}-text`)];
}

/**
 * @param {number} place @param {number} y @param {string} words
 * @param {string} anchor @param {string} kind
 */
function text(place, y, words, anchor, kind) {
  const at = { x: `${place}%`, y: String(y), "text-anchor": anchor, class: kind };
  return svg("text", at, words);
}
