import { SECRET_BYTES } from "./algorithms.js";
import { toBase64url } from "./base64url.js";

/** @import { SecretAlgorithm } from "./algorithms.js" */

/**
 * Makes a random secret that is long enough for an algorithm.
 *
 * @param {SecretAlgorithm} algorithm
 * @returns {string} base64url text; its UTF-8 bytes are the secret
 */
export function newSecret(algorithm) {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES[algorithm]));
  return toBase64url(bytes);
}

/**
 * Counts the bytes of a secret as PyJWT sees it.
 *
 * @param {string} text
 */
export function utf8Length(text) {
  return new TextEncoder().encode(text).length;
}
