import { button, make } from "../shared/dom.js";

/** @import { LiveCell } from "./live-cell.js" */

/** Puts a `Run all` button before the first cell of a page that has several. */
export function offerRunAll() {
  const [first, second] = document.querySelectorAll("live-cell");
  if (!second || document.querySelector(".live-all")) return;
  const all = button("Run all", runAll);
  first.parentElement?.before(make("p", { class: "live-all" }, all));
}

async function runAll() {
  const cells = document.querySelectorAll("live-cell[data-state]");
  for (const cell of /** @type {NodeListOf<LiveCell>} */ (cells)) {
    await cell.run();
    if (cell.state !== "done") return;
  }
}
