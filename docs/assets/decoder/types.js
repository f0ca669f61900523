/**
 * The decoder's answer, which its Python side describes in types of the same names.
 *
 * @typedef {"accept" | "refuse" | "open" | "other" | "idle"} Kind
 * @typedef {"yes" | "no" | "maybe" | "na"} Mark
 * @typedef {{kind: Kind, word: string, reason: string, why: string, alert: boolean,
 *   checks: string[], parameters: string[], claims: string[]}} Headline
 * @typedef {{name: string, mark: Mark, finding: string, detail: string}} CheckShown
 * @typedef {{name: string, value: string, bold: string, meaning: string, label: string,
 *   url: string, time: number | null, age: string, tone: "" | "fails" | "ask"}} Row
 * @typedef {{start: number | null, end: number | null, now: number, started: string,
 *   ended: string, distance: string}} Life
 * @typedef {{rank: "Danger" | "Risk" | "Note", sentence: string, label: string,
 *   url: string}} Warned
 * @typedef {{name: string, key: string, form: string, outcome: string,
 *   reason: string}} Offer
 * @typedef {{name: string, bytes: number, limit: number, note: string}} Size
 * @typedef {{label: string, text: string}} Found
 * @typedef {{name: string, text: string, code: boolean}} Line
 * @typedef {{title: string, code: string, lines: Line[], case: string, label: string,
 *   url: string}} Reproduced
 * @typedef {{name: string, outcome: string, sentence: string}} Tried
 * @typedef {{title: string, runs: Runs, note: string, rows: Row[], more: number}} Content
 * @typedef {[string, string][]} Runs the kind and the text of each run
 *
 * @typedef {object} Decoded
 * @property {Headline} headline
 * @property {string} verdict
 * @property {string} sentence
 * @property {CheckShown[]} checks
 * @property {string} token
 * @property {string} paste
 * @property {Found[]} found
 * @property {string} picked
 * @property {string[]} parts
 * @property {Content} header
 * @property {Content} payload
 * @property {Row[]} signature
 * @property {Tried[]} tried
 * @property {boolean} verified
 * @property {Life | null} life
 * @property {Warned[]} warnings
 * @property {string} key_summary
 * @property {boolean} key_needed
 * @property {Offer[]} offers
 * @property {Reproduced | null} reproduced
 * @property {Reproduced[]} elsewhere
 * @property {Size[]} sizes
 * @property {string[]} removed
 * @property {string[]} notes
 * @property {number} now
 * @property {boolean} restless
 */

export {};
