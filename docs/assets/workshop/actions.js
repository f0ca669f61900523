import { python } from "../python/page-python.js";

/**
 * @import { WorkshopView } from "./view.js"
 *
 * @typedef {"sign" | "decode" | "verify" | "revoke" | "revokeUser" | "raiseVersion" | "code"} Action
 * @typedef {"claims" | "algorithm" | "key" | "token"} FieldName
 * @typedef {{error: string, field: FieldName}} Failure
 */

export const TOOL = "examples.workshop.workshop:Workshop";

const CHANGED = "The fields changed while Python was working. Press the button again.";

/**
 * What each button does with the fields and what it shows.
 *
 * @type {Record<Exclude<Action, "code">, (view: WorkshopView) => Promise<void>>}
 */
export const ACTIONS = {
  sign,
  decode,
  verify,
  revoke: (view) => revoke(view, "revoke"),
  revokeUser: (view) => revoke(view, "revoke_user"),
  raiseVersion: (view) => revoke(view, "raise_version"),
};

/** @param {WorkshopView} view */
async function sign(view) {
  const { token } = view.form;
  const old = token.value;
  const answer = await ask(view, "sign", "claims", "algorithm", "key");
  if (!answer) return;
  // The reader may have pasted a token meanwhile, which must not be overwritten.
  if (token.value !== old) return view.say(CHANGED);
  token.value = answer.token;
  token.accept();
  view.say(`Signed: the token has ${answer.token.length} characters.`);
}

/** @param {WorkshopView} view */
async function decode(view) {
  view.parts.clear();
  const answer = await ask(view, "decode", "token");
  if (!answer) return;
  view.parts.show(answer);
  view.say("Decoded. Header and payload are shown, but nothing was verified.");
}

/** @param {WorkshopView} view */
async function verify(view) {
  view.clearVerdict();
  const answer = await ask(view, "verify", "token", "algorithm", "key");
  if (answer) view.showVerdict(answer);
}

/** @param {WorkshopView} view @param {string} way */
async function revoke(view, way) {
  const answer = await ask(view, way, "token", "algorithm", "key");
  if (!answer) return;
  view.clearVerdict();
  view.say(answer.message);
}

/**
 * Asks Python about some fields, and shows a failure at the field that caused it.
 *
 * @param {WorkshopView} view
 * @param {string} method
 * @param {...FieldName} names
 * @returns {Promise<any>} null if it failed, or if the fields have changed since
 */
async function ask(view, method, ...names) {
  const fields = names.map((name) => view.form[name]);
  const values = fields.map((field) => field.value);
  view.say("");
  const answer = await python.call(TOOL, method, ...values);
  if (fields.some((field, place) => field.value !== values[place])) {
    view.say(answer.message ?? CHANGED);
    return null;
  }
  for (const field of fields) field.accept();
  if (!("error" in answer)) return answer;
  const failure = /** @type {Failure} */ (answer);
  view.form[failure.field].refuse(failure.error);
  return null;
}
