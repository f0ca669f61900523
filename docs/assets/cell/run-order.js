import { showBlocked } from "./outcome.js";
import { python } from "../python/page-python.js";
import { Stopped } from "../python/client.js";
import { listed } from "../shared/wording.js";

/** @import { LiveCell } from "./live-cell.js" */

/**
 * What ran so far in the worker: page and program -> code of each part, in order.
 *
 * @type {Map<string, string[]>}
 */
const ran = new Map();

/** One cell at a time: two that need the same one would both run it. */
let turn = Promise.resolve();
let stops = 0;

python.addEventListener("state", () => {
  if (python.state === "off" || python.state === "failed") ran.clear();
});

/** Stops what runs, and what waits for it. */
export function stopAll() {
  stops += 1;
  python.stop();
}

/**
 * Runs, in its turn, what a cell needs and has not run yet, or not in its present form;
 * then the cell itself.
 *
 * @param {LiveCell} cell
 */
export function runCell(cell) {
  const stopsBefore = stops;
  const mine = turn.then(() => {
    if (stops !== stopsBefore) throw new Stopped();
    return runInOrder(cell);
  });
  turn = mine.catch(() => {});
  return mine;
}

/** @param {LiveCell} cell */
async function runInOrder(cell) {
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
 * @param {LiveCell} cell
 * @returns {{name: string, code: string}[]} all that a cell's result depends on
 */
export function inputsOf(cell) {
  const before = partsBefore(cell).map(({ owner, code }) => {
    return { name: owner?.heading ?? "", code };
  });
  return [...before, { name: "", code: cell.code.text }];
}

/**
 * @param {LiveCell} cell
 * @param {number} index of a part that is about to run: it and later ones have to run
 * again
 */
export function forgetFrom(cell, index) {
  ran.set(cell.programKey, ran.get(cell.programKey)?.slice(0, index) ?? []);
}

/**
 * @param {LiveCell} cell
 * @param {string} code of the part that ran after those known
 */
export function noteRun(cell, code) {
  ran.get(cell.programKey)?.push(code);
}

/**
 * @param {LiveCell} cell
 * @param {number} index of the part
 * @param {number} line of the file where the part begins
 * @param {string} code
 * @returns {Promise<string>} the exception that ended it, empty if there was none
 */
async function runHidden(cell, index, line, code) {
  const inPlace = "\n".repeat(line - 1) + code;
  forgetFrom(cell, index);
  const { error } = await cell.send(cell.data.file, inPlace, () => {});
  if (!error) noteRun(cell, code);
  return error ?? "";
}
