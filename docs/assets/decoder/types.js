/**
 * The decoder's answer, which its Python side describes in types of the same names.
 *
 * @import { Mark, Row } from "../shared/explained-table.js"
 *
 * @typedef {{name: string, text: string, bytes: number, fault: string}} Segment
 * @typedef {{runs: [string, string][], fault: string, rows: Row[]}} Content
 * @typedef {{name: string, mark: Mark, word: string, sentence: string}} Opinion
 * @typedef {{sentence: string, label: string, url: string, guide: string,
 *   address: string}} Alert
 * @typedef {{name: string, outcome: string, sentence: string}} Tried
 * @typedef {{name: string, bytes: number, limit: number}} Size
 * @typedef {{verdict: string, mark: Mark, sentence: string, token: string,
 *   removed: string[], segments: Segment[], header: Content, payload: Content,
 *   signature: string[], opinions: Opinion[], alerts: Alert[], tried: Tried[],
 *   sizes: Size[], now: number}} Decoded
 */

export {};
