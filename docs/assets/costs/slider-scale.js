const STEPS = 100;

/**
 * @param {number} step of a slider from 0 to 100
 * @param {number} least @param {number} most
 * @returns {number} the number there, of two digits: each step is the same factor
 */
export function valueAt(step, least, most) {
  if (step <= 0) return least;
  const first = least || 1;
  return Number((first * (most / first) ** (step / STEPS)).toPrecision(2));
}

/**
 * @param {number} value @param {number} least @param {number} most
 * @returns {number} the step where a number stands, the nearest end if it is outside
 */
export function place(value, least, most) {
  const first = least || 1;
  if (!(value > first)) return value >= first && !least ? 1 : 0;
  const step = (STEPS * Math.log(value / first)) / Math.log(most / first);
  return Math.min(STEPS, Math.round(step));
}
