import { shareAddress } from "./share-link.js";

/** @import { LiveCell } from "./live-cell.js" */
/** @import { CellView } from "./view.js" */

/** @param {LiveCell} cell puts its code into the address and copies that */
export function share(cell) {
  const address = shareAddress(cell.id, cell.code.text);
  history.replaceState(history.state, "", address);
  return copy(
    cell.view,
    address,
    "Link copied. It holds the code, which will not run by itself.",
  );
}

/**
 * @param {CellView} view
 * @param {string} text
 * @param {string} sentence
 */
export async function copy(view, text, sentence) {
  try {
    await navigator.clipboard.writeText(text);
    view.say(sentence);
  } catch {
    view.say("The browser did not allow it: select the text and copy it.");
  }
}
