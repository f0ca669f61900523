import { Died, Stopped } from "../python/client.js";
import { failureSentence, isLoadFailure } from "../python/host.js";
import { button } from "../shared/dom.js";
import { lines, listed, reasonOf, seconds } from "../shared/wording.js";

/** @import { LiveCell } from "./live-cell.js" */
/** @import { RunResult } from "../python/messages.js" */

const GONE =
  "The variables of this page are gone. Run a cell, and the cells that it needs run first.";

/**
 * Shows how a run ended by itself.
 *
 * @param {LiveCell} cell
 * @param {RunResult} result
 * @param {{ms: number, first: string[]}} run its duration, and the cells that ran first
 */
export function showResult(cell, result, { ms, first }) {
  const { error, traceback, where, spent, exit } = result;
  if (error) {
    cell.view.problem(error);
    cell.view.explain(where ?? "", traceback ?? "");
    if (spent) cell.view.say(`Python was restarted. ${GONE}`);
    return cell.become("failed");
  }
  const ended =
    exit === undefined ? "Ran in your browser" : `Ended by sys.exit(${exit})`;
  const before = first.length ? ` ${listed(first)} ran first.` : "";
  cell.view.say(`${ended} in ${seconds(ms)}, ${lines(result.lines)}.${before}`);
  if (cell.dataset.shows) cell.view.showAttack();
  cell.become("done");
}

/**
 * Shows what kept a run from ending by itself.
 *
 * @param {LiveCell} cell
 * @param {unknown} error
 */
export function showFailure(cell, error) {
  if (error instanceof Stopped && !(error instanceof Died)) {
    cell.view.say(`Stopped. ${GONE}`);
    return cell.become("stopped");
  }
  if (isLoadFailure(error)) {
    const sentence = failureSentence(error, { kept: "Your code is kept" });
    cell.view.problem(
      sentence,
      button("Retry", () => cell.run()),
    );
  } else {
    const ended =
      error instanceof Died ? "Python ended" : "The page could not run this";
    cell.view.problem(`${ended}: ${causeOf(reasonOf(error))}`);
    cell.view.say(GONE);
  }
  cell.become("failed");
}

/** @param {string} reason perhaps a whole traceback, which ends with the exception */
function causeOf(reason) {
  const last = reason.trim().split("\n").pop();
  if (!last) return "the code broke what runs it.";
  const tooDeep = /call stack|too much recursion/.test(last);
  return tooDeep ? "the code calls itself more deeply than this browser allows." : last;
}

/**
 * Shows that a cell did not run, because something that it needs failed.
 *
 * @param {LiveCell} cell
 * @param {LiveCell | null} needed the failed cell, null if a hidden line failed
 * @param {string} failure
 */
export function showBlocked(cell, needed, failure) {
  cell.view.clear();
  if (needed?.state === "stopped") return showFailure(cell, new Stopped());
  const what = needed
    ? `the cell “${needed.heading}”, which it needs,`
    : "a hidden line before it";
  cell.view.problem(`This cell did not run, because ${what} failed: ${failure}`);
  cell.become("failed");
}
