/** Steps of a slider. Each multiplies the number by the same factor. */
const STEPS = 100;

/**
 * Converts a position of a slider into a number of two significant digits.
 *
 * @param {number} step from 0 to 100
 * @param {number} least the number at step 0
 * @param {number} most the number at step 100
 */
export function numberAt(step, least, most) {
  if (step <= 0) return least;
  const first = least || 1;
  return Number((first * (most / first) ** (step / STEPS)).toPrecision(2));
}

/**
 * Converts a number into the position of a slider.
 *
 * @param {number} number
 * @param {number} least
 * @param {number} most
 * @returns {number} the nearer end if the number is outside the slider
 */
export function stepOf(number, least, most) {
  const first = least || 1;
  if (!(number > first)) return number >= first && !least ? 1 : 0;
  const step = (STEPS * Math.log(number / first)) / Math.log(most / first);
  return Math.min(STEPS, Math.round(step));
}
