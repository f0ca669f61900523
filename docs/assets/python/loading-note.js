import { PYTHON_SIZE, python } from "./page-python.js";
import { megabytes, seconds } from "../shared/wording.js";

/** @import { LiveCell } from "../cell/live-cell.js" */

/**
 * Shows a waiting cell's bytes or running time until the returned function is called.
 *
 * @param {LiveCell} cell
 * @returns {() => void}
 */
export function showProgress(cell) {
  const began = performance.now();
  const tick = () => {
    if (python.state === "loading") {
      cell.become("loading");
      cell.view.note(loadingNote());
    } else {
      cell.view.note(`Running for ${seconds(performance.now() - began)}`);
    }
  };
  if (python.state !== "ready") tick();
  const timer = setInterval(tick, 100);
  return () => {
    clearInterval(timer);
    cell.view.note("");
  };
}

/** @returns {string} what has arrived of what a boot from the snapshot loads */
export function loadingNote() {
  const { loaded } = python;
  const whole = loaded > PYTHON_SIZE ? "" : ` of ${megabytes(PYTHON_SIZE)}`;
  return `Loading Python: ${megabytes(loaded)}${whole}`;
}
