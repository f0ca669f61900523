import { python } from "./page-python.js";

/** @import { LiveCell } from "./live-cell.js" */

/**
 * What ran so far in the worker: page and program -> code of each part, in order.
 *
 * @type {Map<string, string[]>}
 */
const ran = new Map();

python.addEventListener("state", () => {
  if (python.state === "off" || python.state === "failed") ran.clear();
});

/**
 * Runs what a cell needs and has not run yet, or not in its present form; then the
 * cell itself.
 *
 * @param {LiveCell} cell
 */
export async function runCell(cell) {
  const parts = partsBefore(cell);
  const done = ran.get(cell.programKey) ?? [];
  let index = parts.findIndex((part, at) => done[at] !== part.code);
  if (index < 0) index = parts.length;
  for (; index < parts.length; index += 1) {
    const { owner, line, code } = parts[index];
    cell.become("loading");
    const finished = owner
      ? await owner.execute()
      : await runHidden(cell, index, line, code);
    if (!finished) return cell.blockedBy(owner);
  }
  await cell.execute();
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
 * @returns {string} all that a cell's result depends on
 */
export function inputsOf(cell) {
  return JSON.stringify([...partsBefore(cell).map(({ code }) => code), cell.code.text]);
}

/**
 * @param {LiveCell} cell
 * @param {number} index of the part
 * @param {string} code
 */
export function noteRun(cell, index, code) {
  const done = ran.get(cell.programKey) ?? [];
  ran.set(cell.programKey, [...done.slice(0, index), code]);
}

/**
 * @param {LiveCell} cell
 * @param {number} index of the part
 * @param {number} line of the file where the part begins
 * @param {string} code
 * @returns {Promise<boolean>} whether it ended without an exception
 */
async function runHidden(cell, index, line, code) {
  const inPlace = "\n".repeat(line - 1) + code;
  const { error } = await cell.send(cell.data.file, inPlace, () => {});
  if (!error) noteRun(cell, index, code);
  return !error;
}
