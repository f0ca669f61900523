/**
 * The rules as the build wrote them into the page; `examples/chooser` explains them.
 *
 * @typedef {"need" | "prefer" | "no"} Strength
 * @typedef {Record<string, Strength>} Given what the reader said, by requirement
 * @typedef {{text: string, href: string}} Link
 * @typedef {{code: string, label: string, sides: string[], said: string, why: string,
 *   against: string, proof: Link, source: Link, usual: Strength,
 *   yields: boolean}} Rule
 * @typedef {{label: string, given: Given, when: string}} Answer
 * @typedef {{code: string, text: string, owns: string[], several: boolean,
 *   answers: Answer[]}} Question
 * @typedef {{code: string, name: string, kind: string, way: string, price: string,
 *   zip: string, page: Link}} Outcome
 * @typedef {{rules: Rule[], questions: Question[], first: number, outcomes: Outcome[],
 *   decisions: string[], renamed: Record<string, string>,
 *   conflicts: {some: string[], other: string, sentence: string}[],
 *   default: {said: string, proof: Link}}} Table
 *
 * @typedef {{word: string, text: string, rule?: Rule, proof?: Link}} Reason
 * @typedef {{question: Question, place: number, given: Given, when: string}} Change
 * @typedef {{outcome: Outcome, changes: Change[]}} Flip
 */
export {};
