import { answered, decidedBy, flipsOf, outcomeOf, reasonsOf } from "./engine.js";

/** @import { Given, Table } from "./types.js" */

/**
 * Writes the decision as a record in Markdown.
 *
 * @param {Table} table
 * @param {Given} given
 * @param {{date: string, address: string, prices: string[][]}} facts the day of the
 *   decision, the address that restores the answers, and the price list as pairs
 */
export function recordOf(table, given, { date, address, prices }) {
  const outcome = outcomeOf(table, given);
  const by = decidedBy(table, given);
  const reasons = reasonsOf(table, given);
  const rules = reasons.flatMap(({ rule }) => (rule ? [rule] : []));
  const sources = new Map(rules.map(({ source }) => [source.href, source.text]));
  const absolute = (/** @type {string} */ href) => new URL(href, address).href;
  return [
    `# Authenticate with: ${outcome.name}`,
    "",
    `Status: proposed, ${date}`,
    "",
    "## Context",
    "",
    ...context(table, given),
    "",
    "## Decision",
    "",
    `${outcome.name}, ${by ? `decided by: ${by}` : table.default.said}.`,
    "",
    "## Consequences",
    "",
    ...reasons.map(({ word, text }) => `- ${word}: ${text}`),
    "",
    ...prices.map(([name, price]) => `- ${name}: ${price}`),
    "",
    "## What would change this",
    "",
    ...flipsOf(table, given).map(
      (flip) =>
        `- ${flip.outcome.name}, if ${flip.changes.map(({ when }) => when).join(" and ")}`,
    ),
    "",
    "## Sources",
    "",
    `- [${outcome.page.text}](${absolute(outcome.page.href)})`,
    ...[...sources].map(([href, text]) => `- [${text}](${href})`),
    `- [The answers, restored](${address})`,
    "",
  ].join("\n");
}

/**
 * @param {Table} table
 * @param {Given} given
 */
function context(table, given) {
  const told = new Set();
  const lines = table.questions.flatMap((question, place) => {
    const answers = answered(question, given).map((one) => question.answers[one]);
    if (!answers.length && place >= table.first) return [];
    for (const { given: own } of answers)
      for (const code of Object.keys(own)) told.add(code);
    const said = answers.map(({ label }) => label).join("; ") || "not answered";
    return [`${place + 1}. ${question.text} **${said}**`];
  });
  const rows = table.rules.filter(({ code }) => given[code] && !told.has(code));
  return [...lines, ...rows.map(({ code, label }) => `- ${label}: **${given[code]}**`)];
}
