/** @import { Given, Strength, Table } from "./types.js" */

const STRENGTHS = ["need", "prefer", "no"];

/**
 * Writes what the reader said, such as `spa,logout:prefer,sso:no`.
 *
 * @param {Table} table
 * @param {Given} given
 */
export function textOf(table, given) {
  return table.rules
    .filter(({ code }) => given[code])
    .map(({ code, usual }) => (given[code] === usual ? code : `${code}:${given[code]}`))
    .join(",");
}

/**
 * Reads what `textOf` wrote, and the codes of older addresses.
 *
 * @param {Table} table
 * @param {string} text
 * @returns {{given: Given, unknown: string[]}} `unknown` holds what is no requirement
 */
export function givenIn(table, text) {
  /** @type {Given} */
  const given = {};
  const unknown = [];
  const parts = text.split(",").flatMap((part) => {
    const today = Object.hasOwn(table.renamed, part) ? table.renamed[part] : part;
    return today.split(",");
  });
  for (const part of parts.filter(Boolean)) {
    const [code, strength] = part.split(":");
    const rule = table.rules.find((one) => one.code === code);
    if (rule && (strength === undefined || STRENGTHS.includes(strength)))
      given[code] = /** @type {Strength} */ (strength ?? rule.usual);
    else unknown.push(part);
  }
  return { given, unknown };
}
