/** @import { Answer, Change, Flip, Given, Outcome, Question, Reason, Rule, Table } from "./types.js" */

const BROWSERS = ["web", "spa"];
const CLIENTS = [...BROWSERS, "mobile"];

/**
 * Looks up what Python's `decide` said of this case when the site was built.
 *
 * @param {Table} table
 * @param {Given} given
 * @returns {Outcome}
 */
export function outcomeOf(table, given) {
  const needed = table.rules.filter((rule) => given[rule.code] === "need");
  const wanted = table.rules.filter((rule) => given[rule.code] === "prefer");
  const forSession = ofSide(needed, "session");
  const lead = ofSide(wanted, "jwt").length - ofSide(wanted, "session").length;
  const clients = clientsOf(table, given);
  const flags = [
    forSession.length > 0,
    ofSide(needed, "jwt").length > 0,
    forSession.length > 0 && forSession.every((rule) => rule.yields),
    lead > 0,
    ...CLIENTS.map((code) => clients.includes(code)),
  ];
  const place = flags.reduce((number, flag) => 2 * number + Number(flag), 0);
  const code = table.decisions[place];
  return /** @type {Outcome} */ (table.outcomes.find((one) => one.code === code));
}

/**
 * @param {Rule[]} rules
 * @param {string} side
 */
function ofSide(rules, side) {
  return rules.filter((rule) => rule.sides.includes(side));
}

/**
 * Lists the clients that count: those that are needed, else those that are preferred.
 *
 * @param {Table} table
 * @param {Given} given
 */
export function clientsOf(table, given) {
  for (const strength of ["need", "prefer"]) {
    const found = CLIENTS.filter((code) => given[code] === strength);
    if (found.length) return found;
  }
  return [];
}

/**
 * Lists the rules that the reader's answers touch, in the order of the questions.
 *
 * @param {Table} table
 * @param {Given} given
 */
function touched(table, given) {
  const order = table.questions.flatMap((question) => question.owns);
  const place = (/** @type {Rule} */ rule) =>
    (order.indexOf(rule.code) + order.length + 1) % (order.length + 1);
  return table.rules
    .filter(({ code }) => given[code] === "need" || given[code] === "prefer")
    .sort((one, other) => place(one) - place(other));
}

/**
 * Sorts the rules that the answers touch by what they say of the outcome.
 *
 * @param {Table} table
 * @param {Given} given
 */
function weigh(table, given) {
  const { code, kind } = outcomeOf(table, given);
  const won = code === "hybrid" ? ["session", "jwt"] : [kind];
  const clients = clientsOf(table, given);
  /** @type {Record<"needs" | "preferences" | "transport" | "against", Rule[]>} */
  const found = { needs: [], preferences: [], transport: [], against: [] };
  for (const rule of touched(table, given)) {
    const ignored = CLIENTS.includes(rule.code) && !clients.includes(rule.code);
    const gives = rule.yields && code === "hybrid";
    const split = rule.sides.length > 1 && code !== "hybrid";
    if (ignored || gives || split) found.against.push(rule);
    else if (!rule.sides.length) found.transport.push(rule);
    else if (!rule.sides.some((side) => won.includes(side))) found.against.push(rule);
    else (given[rule.code] === "need" ? found.needs : found.preferences).push(rule);
  }
  return found;
}

/**
 * Names what decided, such as "services verify on their own".
 *
 * @param {Table} table
 * @param {Given} given
 * @returns {string} an empty text if no answer did
 */
export function decidedBy(table, given) {
  const { code, kind } = outcomeOf(table, given);
  const { needs, preferences, transport } = weigh(table, given);
  const first = needs.length ? needs : preferences;
  const sides = code === "hybrid" ? ["session", "jwt"] : [kind];
  const found = sides.map((side) => first.find((rule) => rule.sides.includes(side)));
  // The client decides how a reference travels, and with several what the hybrid is.
  const clients = clientsOf(table, given);
  const mixed = clients.includes("mobile") && clients.length > 1;
  const carrier = { bff: ["spa"], opaque: ["mobile"], hybrid: mixed ? clients : [] }[
    code
  ];
  const rules = carrier ? [...needs, ...preferences, ...transport] : [];
  if (mixed && code === "hybrid" && !ofSide(needs, "jwt").length) found.length = 0;
  found.push(...rules.filter((rule) => carrier?.includes(rule.code)));
  const said = found.flatMap((rule) => (rule ? [rule.said] : []));
  const [last, ...others] = [...new Set(said)].reverse();
  return others.length ? `${others.reverse().join(", ")}, and ${last}` : (last ?? "");
}

/**
 * Lists the reasons: needs, preferences, transport, what speaks against it, the price.
 *
 * @param {Table} table
 * @param {Given} given
 * @returns {Reason[]}
 */
export function reasonsOf(table, given) {
  const { needs, preferences, transport, against } = weigh(table, given);
  const stated = (/** @type {string} */ code) =>
    ["need", "prefer"].includes(given[code]);
  const limits = table.conflicts.filter(
    ({ some, other }) => stated(other) && some.some(stated),
  );
  const { said, proof } = table.default;
  const none = { word: "Default", text: `${said[0].toUpperCase()}${said.slice(1)}.` };
  const asked = needs.length + preferences.length + transport.length;
  return [
    ...(asked ? [] : [{ ...none, proof }]),
    ...needs.map((rule) => ({ word: "Need", text: rule.why, rule })),
    ...preferences.map((rule) => ({ word: "Preference", text: rule.why, rule })),
    ...transport.map((rule) => ({ word: "Transport", text: rule.why, rule })),
    ...against.map((rule) => ({ word: "Against", text: rule.against, rule })),
    ...limits.map(({ sentence }) => ({ word: "Against", text: sentence })),
    { word: "Price", text: outcomeOf(table, given).price },
  ];
}

/**
 * Finds the answers that a question has now.
 *
 * @param {Question} question
 * @param {Given} given
 * @returns {number[]} places of answers; more than one only where several may hold
 */
export function answered(question, given) {
  const holds = (/** @type {Answer} */ { given: own }, exact = true) =>
    Object.entries(own).every(([code, strength]) =>
      exact ? given[code] === strength : given[code] && given[code] !== "no",
    );
  const places = question.answers.map((_, place) => place);
  if (question.several)
    return places.filter((place) => holds(question.answers[place], false));
  const own = (/** @type {number} */ place) => question.answers[place];
  const exact = places.filter((place) => holds(own(place)));
  const near = places.filter((place) => holds(own(place), false));
  // Of several, the last one, which is the stronger one.
  return [...near, ...exact].slice(-1);
}

/**
 * Returns what is said after a question got other answers.
 *
 * @param {Question} question
 * @param {number[]} places of the answers
 * @param {Given} given
 * @returns {Given}
 */
export function answer(question, places, given) {
  const kept = Object.entries(given).filter(([code]) => !question.owns.includes(code));
  return Object.assign(
    Object.fromEntries(kept),
    ...places.map((place) => question.answers[place].given),
  );
}

/**
 * Finds, for each other outcome, the fewest answers that lead to it. Among equally many,
 * a change that gives up no need comes first, then the lower question, then the answer
 * that is nearest to the present one.
 *
 * @param {Table} table
 * @param {Given} given
 * @returns {Flip[]}
 */
export function flipsOf(table, given) {
  const here = outcomeOf(table, given).code;
  const options = table.questions.map((question, place) =>
    changesOf(question, place, given),
  );
  options.push(droppedRow(table, given));
  /** @type {Map<string, {score: number, flip: Flip}>} */
  const best = new Map();
  /**
   * @param {number} from the first question that may still change
   * @param {number} left how many more changes there must be
   * @param {(Change & {score: number})[]} changes
   */
  const walk = (from, left, changes) => {
    if (!left) {
      const outcome = outcomeOf(table, apply(changes, given));
      const score = changes.reduce((sum, change) => sum + change.score, 0);
      const found = best.get(outcome.code);
      if (outcome.code !== here && (!found || score < found.score))
        best.set(outcome.code, { score, flip: { outcome, changes } });
      return;
    }
    for (let place = from; place < options.length; place++)
      for (const change of options[place])
        walk(place + 1, left - 1, [...changes, change]);
  };
  for (let count = 1; count <= options.length; count++) {
    if (best.size === table.outcomes.length - 1) break;
    const fewer = new Map(best);
    walk(0, count, []);
    for (const [code, flip] of fewer) best.set(code, flip);
  }
  return [...best.values()].sort((a, b) => a.score - b.score).map(({ flip }) => flip);
}

/**
 * Applies changes to what was said.
 *
 * @param {Change[]} changes
 * @param {Given} given
 * @returns {Given}
 */
export function apply(changes, given) {
  return changes.reduce((said, { question, given: own }) => {
    const kept = Object.entries(said).filter(([code]) => !question.owns.includes(code));
    return { ...Object.fromEntries(kept), ...own };
  }, given);
}

/** What one change adds to a score: more than all questions and answers together. */
const CHANGE = 10_000;
const LOST_NEED = 1_000;
const QUESTION = 20;

/**
 * Lists what a question could be answered instead.
 *
 * @param {Question} question
 * @param {number} place
 * @param {Given} given
 * @returns {(Change & {score: number})[]}
 */
function changesOf(question, place, given) {
  const now = answered(question, given);
  const lost = question.owns.some((code) => given[code] === "need");
  const choices = question.several
    ? subsets(question.answers.length)
    : question.answers.map((_, number) => [number]);
  return choices
    .filter((choice) => !same(answer(question, choice, given), given))
    .map((choice) => {
      const kept = now.every((one) => choice.includes(one));
      const far = question.several
        ? choice.filter((one) => !now.includes(one)).length +
          now.filter((one) => !choice.includes(one)).length
        : Math.abs(choice[0] - (now[0] ?? -1));
      return {
        question,
        place,
        given: answer({ ...question }, choice, {}),
        when: whenOf(question, choice, now),
        score: CHANGE + (lost && !kept ? LOST_NEED : 0) + QUESTION * place + far,
      };
    });
}

/**
 * Lets a row of the matrix that no question asks for be dropped.
 *
 * @param {Table} table
 * @param {Given} given
 * @returns {(Change & {score: number})[]}
 */
function droppedRow(table, given) {
  const asked = table.questions.flatMap((question) => question.owns);
  const place = table.questions.length;
  return table.rules
    .filter(({ code }) => !asked.includes(code) && given[code])
    .map(({ code, label }) => ({
      question: {
        code: "matrix",
        text: label,
        owns: [code],
        several: false,
        answers: [],
      },
      place,
      given: {},
      when: `you give up “${label}”`,
      score: CHANGE + LOST_NEED + QUESTION * place,
    }));
}

/**
 * @param {Question} question
 * @param {number[]} choice
 * @param {number[]} now
 */
function whenOf(question, choice, now) {
  const added = choice.filter((one) => !now.includes(one));
  const joins =
    added.length > 0 && now.length > 0 && now.every((one) => choice.includes(one));
  const told = (joins ? added : choice).map((one) => question.answers[one].when);
  const end = !question.several || !now.length ? "" : joins ? " as well" : " instead";
  return told.join(" and ") + end;
}

/** @param {number} count */
function subsets(count) {
  const all = Array.from({ length: 2 ** count - 1 }, (_, bits) => bits + 1);
  return all.map((bits) =>
    Array.from({ length: count }, (_, one) => one).filter((one) => bits & (1 << one)),
  );
}

/**
 * @param {Given} one
 * @param {Given} other
 */
function same(one, other) {
  const codes = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...codes].every((code) => one[code] === other[code]);
}
