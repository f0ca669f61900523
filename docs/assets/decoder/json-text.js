import { make } from "../shared/dom.js";

/** @import { Runs } from "./types.js" */

/**
 * Writes indented JSON as coloured text. It is text, because a token may hold markup.
 *
 * @param {Runs} runs
 */
export function jsonText(runs) {
  return runs.map(([kind, text]) => {
    if (kind === "plain") return text;
    // Text that runs from right to left must not reorder the text beside it.
    const name = kind === "string" || kind === "key" ? "bdi" : "span";
    return make(name, { class: `json-${kind}` }, text);
  });
}
