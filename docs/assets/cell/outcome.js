import { button } from "../shared/dom.js";
import { Died, LoadFailed, Stopped } from "../python/client.js";
import { lines, listed, seconds } from "../shared/wording.js";

/** @import { LiveCell } from "./live-cell.js" */
/** @import { RunResult } from "../python/messages.js" */

const GONE = "The variables of this page are gone; Run makes those it needs again.";

/**
 * @param {LiveCell} cell
 * @param {RunResult} result
 * @param {{ms: number, first: string[]}} run how long it took, and what had to run first
 */
export function showResult(cell, result, { ms, first }) {
  const { error, traceback, spent, exit } = result;
  if (error) {
    cell.view.print(traceback ?? "");
    cell.view.problem(error);
    if (spent) cell.view.say(`Python starts afresh. ${GONE}`);
    return cell.become("failed");
  }
  const ended = exit === undefined ? "Finished" : `Ended by sys.exit(${exit})`;
  const before = first.length ? ` ${listed(first)} ran first.` : "";
  cell.view.say(`${ended} in ${seconds(ms)}, ${lines(result.lines)}.${before}`);
  cell.become("done");
}

/**
 * @param {LiveCell} cell
 * @param {unknown} error what kept the cell from ending by itself
 */
export function showFailure(cell, error) {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof Stopped && !(error instanceof Died)) {
    cell.view.say(`Stopped. ${GONE}`);
    return cell.become("stopped");
  }
  if (error instanceof LoadFailed) {
    cell.view.problem(
      `Python could not be loaded: ${reason} Your code is kept: check the connection and press Retry.`,
      button("Retry", () => cell.run()),
    );
  } else {
    const ended =
      error instanceof Died ? "Python ended" : "The page could not run this";
    cell.view.problem(`${ended}: ${wordingOf(reason)}`);
    cell.view.say(GONE);
  }
  cell.become("failed");
}

/** @param {string} reason perhaps a whole traceback */
function wordingOf(reason) {
  const last = reason.trim().split("\n").pop();
  if (!last) return "the code broke what runs it.";
  const tooDeep = /call stack|too much recursion/.test(last);
  return tooDeep ? "the code calls itself more deeply than this browser allows." : last;
}

/**
 * @param {LiveCell} cell
 * @param {LiveCell | null} needed what did not finish; the cell's hidden lines if null
 * @param {string} failure
 */
export function showBlocked(cell, needed, failure) {
  cell.view.clear();
  if (needed?.state === "stopped") return showFailure(cell, new Stopped());
  const what = needed ? `“${needed.heading}”, which it needs,` : "a hidden line";
  cell.view.problem(`Not run, because ${what} failed: ${failure}`);
  cell.become("failed");
}
