import { execFileSync } from "node:child_process";

/** Runs `cases.py`, and returns what it prints. */
export function run(...args) {
  const command = ["-m", "tests.docs.assets.chooser.cases", ...args];
  const options = { encoding: "utf8", maxBuffer: 2 ** 28 };
  return JSON.parse(execFileSync("python", command, options));
}

/** The table of rules and the costs, as Python writes them. */
export const python = run();

/** Yields every combination of one option of each list, the last one fastest. */
export function* product([first, ...others]) {
  if (!first) return yield [];
  for (const one of first) for (const rest of product(others)) yield [one, ...rest];
}
