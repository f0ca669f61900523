import { megabytes } from "../shared/wording.js";
import { PYTHON_SIZE, python } from "./page-python.js";

/** @returns {string} how much of Python has arrived, for a reader who waits */
export function loadingNote() {
  const { loaded } = python;
  // A plain boot loads more than the snapshot needs, so its total is not known.
  const whole = loaded > PYTHON_SIZE ? "" : ` of ${megabytes(PYTHON_SIZE)}`;
  return `Loading Python: ${megabytes(loaded)}${whole}`;
}
