/** @typedef {"HS256" | "HS384" | "HS512"} Algorithm of a shared secret */

export const ALGORITHMS = [
  ...["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384"],
  ...["PS512", "ES256", "ES384", "ES512", "EdDSA"],
];

/**
 * The least bytes of a key (RFC 7518 §3.2), by algorithm.
 *
 * @type {Record<Algorithm, number>}
 */
export const KEY_BYTES = { HS256: 32, HS384: 48, HS512: 64 };

const LIFETIME = 15 * 60;

/** The claims that the form opens with, as JSON. */
export function firstClaims() {
  return indented({
    iss: "https://auth.example",
    sub: "alice",
    aud: "https://api.example",
    ...freshClaims(),
  });
}

/**
 * The same claims with a new jti and new times; null if the text is no JSON object.
 *
 * @param {string} text
 */
export function renewed(text) {
  const claims = readObject(text);
  return claims && indented({ ...claims, ...freshClaims() });
}

/**
 * The same claims with one more, as the form opens with it; null if it cannot be added.
 *
 * @param {string} text
 * @param {string} name
 */
export function withClaim(text, name) {
  const claims = readObject(text);
  const all = /** @type {Record<string, unknown>} */ (JSON.parse(firstClaims()));
  return claims && indented({ ...claims, [name]: all[name] ?? "" });
}

/**
 * @param {string} algorithm
 * @returns {algorithm is Algorithm}
 */
export function isSecret(algorithm) {
  return algorithm in KEY_BYTES;
}

/** @param {Algorithm} algorithm */
export function newSecret(algorithm) {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES[algorithm]));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

/** @param {string} text */
export function countBytes(text) {
  return new TextEncoder().encode(text).length;
}

function freshClaims() {
  const iat = Math.floor(Date.now() / 1000);
  return { iat, exp: iat + LIFETIME, jti: newId() };
}

function newId() {
  // randomUUID exists on https and localhost only, getRandomValues everywhere.
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {string} text */
function readObject(text) {
  try {
    const value = JSON.parse(text, asWritten);
    const isObject = typeof value === "object" && !Array.isArray(value);
    return isObject ? value : null;
  } catch {
    return null;
  }
}

/**
 * Keeps a number as it is written: the reader's 2 ** 53 + 1 must not be rounded.
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
