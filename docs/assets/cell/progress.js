import { loadingNote } from "../python/loading-note.js";
import { python } from "../python/page-python.js";
import { seconds } from "../shared/wording.js";

/** @import { LiveCell } from "./live-cell.js" */

/** Milliseconds between two updates of the note. */
const TICK = 100;

/**
 * Shows a waiting cell how much of Python has arrived, or how long it has been running.
 *
 * @param {LiveCell} cell
 * @returns {() => void} ends it
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
  const timer = setInterval(tick, TICK);
  return () => {
    clearInterval(timer);
    cell.view.note("");
  };
}
