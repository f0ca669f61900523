import { hex } from "./digest.js";

/** Seconds that an example token lives. */
const LIFETIME = 15 * 60;

/** Writes the claims that a form opens with, as JSON. */
export function exampleClaims() {
  return indented({
    iss: "https://auth.example",
    sub: "alice",
    aud: "https://api.example",
    ...freshClaims(),
  });
}

/**
 * Gives claims a new `jti` and new times.
 *
 * @param {string} text
 * @returns {string | null} null if the text is not a JSON object
 */
export function withFreshClaims(text) {
  const claims = readObject(text);
  return claims && indented({ ...claims, ...freshClaims() });
}

/**
 * Adds a claim with the value that it has in the example.
 *
 * @param {string} text
 * @param {string} name
 * @returns {string | null} null if the text is not a JSON object
 */
export function withExampleClaim(text, name) {
  const claims = readObject(text);
  const all = /** @type {Record<string, unknown>} */ (JSON.parse(exampleClaims()));
  return claims && indented({ ...claims, [name]: all[name] ?? "" });
}

function freshClaims() {
  const iat = Math.floor(Date.now() / 1000);
  return { iat, exp: iat + LIFETIME, jti: newId() };
}

function newId() {
  // Browsers offer randomUUID on https and localhost only, getRandomValues everywhere.
  if (crypto.randomUUID) return crypto.randomUUID();
  return hex(crypto.getRandomValues(new Uint8Array(16)));
}

/** @param {string} text */
function readObject(text) {
  try {
    // Asked without `asWritten`, for which a number alone is an object too.
    const plain = JSON.parse(text);
    const isObject = typeof plain === "object" && plain && !Array.isArray(plain);
    return isObject ? JSON.parse(text, asWritten) : null;
  } catch {
    return null;
  }
}

/**
 * Keeps a number as the reader wrote it: JavaScript would round 2 ** 53 + 1.
 *
 * @param {string} _name
 * @param {unknown} value
 * @param {{source?: string}} [context] undefined in older browsers
 */
function asWritten(_name, value, context) {
  const { rawJSON } = /** @type {{rawJSON?: (text: string) => unknown}} */ (JSON);
  const exact = typeof value === "number" && context?.source && rawJSON;
  return exact ? exact(/** @type {string} */ (context?.source)) : value;
}

/** @param {object} claims */
function indented(claims) {
  return JSON.stringify(claims, null, 2);
}
