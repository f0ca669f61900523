import { Stopped } from "../python/client.js";
import { python } from "../python/page-python.js";
import { listed } from "../shared/wording.js";
import { showBlocked } from "./outcome.js";

/** @import { LiveCell } from "./live-cell.js" */

/**
 * What Python has run so far: page and program -> the code of its parts, in order. The
 * cells of one program share their variables.
 *
 * @type {Map<string, string[]>}
 */
const ran = new Map();

// Cells run one at a time, because two that need the same third one would both run it.
let lastRun = Promise.resolve();
let stops = 0;

python.addEventListener("state", () => {
  if (python.state === "off" || python.state === "failed") ran.clear();
});

/** Stops the cell that is running, and those that are waiting. */
export function stopAll() {
  stops += 1;
  python.stop();
}

/**
 * Runs a cell when its turn has come. The parts of its program that stand before it
 * run first, unless they have run already in their present form.
 *
 * @param {LiveCell} cell
 */
export function runInTurn(cell) {
  const stopsBefore = stops;
  const run = lastRun.then(() => {
    if (stops !== stopsBefore) throw new Stopped();
    return runWithNeeded(cell);
  });
  lastRun = run.catch(() => {});
  return run;
}

/** @param {LiveCell} cell */
async function runWithNeeded(cell) {
  const parts = partsBefore(cell);
  const done = ran.get(cell.programKey) ?? [];
  const first = parts.findIndex((part, at) => done[at] !== part.code);
  const todo = first < 0 ? [] : parts.slice(first);
  const owners = todo.flatMap(({ owner }) => owner ?? []).map((one) => one.heading);
  for (const [at, { owner, line, code }] of todo.entries()) {
    if (owner) cell.view.note(`Running ${listed(owners)} first`);
    const failure = owner
      ? await owner.execute()
      : await runHidden(cell, first + at, line, code);
    if (failure) return showBlocked(cell, owner, failure);
  }
  await cell.execute(owners);
}

/** @param {LiveCell} cell */
function partsBefore(cell) {
  return cell.data.before.map((part) => {
    const owner =
      cell.family.find((one) => part.section && one.dataset.section === part.section) ??
      null;
    return { owner, line: part.line, code: owner?.code.text ?? part.code };
  });
}

/**
 * Lists everything that a cell's result depends on.
 *
 * @param {LiveCell} cell
 * @returns {{name: string, code: string}[]} the name is empty for hidden lines and for
 *   the cell itself
 */
export function inputsOf(cell) {
  const before = partsBefore(cell).map(({ owner, code }) => {
    return { name: owner?.heading ?? "", code };
  });
  return [...before, { name: "", code: cell.code.text }];
}

/**
 * Marks a part that is about to run, and all later ones, as not run.
 *
 * @param {LiveCell} cell
 * @param {number} index of the part
 */
export function forgetFrom(cell, index) {
  ran.set(cell.programKey, ran.get(cell.programKey)?.slice(0, index) ?? []);
}

/**
 * Notes that the next part of a cell's program has run.
 *
 * @param {LiveCell} cell
 * @param {string} code
 */
export function noteRun(cell, code) {
  ran.get(cell.programKey)?.push(code);
}

/**
 * Runs lines of the file that no cell shows.
 *
 * @param {LiveCell} cell
 * @param {number} index of the part
 * @param {number} line of the file where the part begins
 * @param {string} code
 * @returns {Promise<string>} the exception that ended it, empty if there was none
 */
async function runHidden(cell, index, line, code) {
  // Empty lines before it give tracebacks the line numbers of the file.
  const inPlace = "\n".repeat(line - 1) + code;
  forgetFrom(cell, index);
  const { error } = await cell.send(cell.data.file, inPlace, () => {});
  if (!error) noteRun(cell, code);
  return error ?? "";
}
