import { toBase64url } from "./base64url.js";
import { loadCrypto } from "./load-crypto.js";

/** @import { Jwk } from "./jose-crypto.js" */

/**
 * Signs a token.
 *
 * @param {{alg: string} & Record<string, string>} header
 * @param {object} claims
 * @param {Jwk | Uint8Array<ArrayBuffer>} key a private JWK, or a secret
 */
export async function signed(header, claims, key) {
  const head = `${encodedPart(header)}.${encodedPart(claims)}`;
  const message = new TextEncoder().encode(head);
  const made =
    key instanceof Uint8Array
      ? await hmac(header.alg, key, message)
      : (await loadCrypto()).sign(header.alg, key, message);
  return `${head}.${toBase64url(made)}`;
}

/**
 * @param {string} algorithm
 * @param {Uint8Array<ArrayBuffer>} secret
 * @param {Uint8Array<ArrayBuffer>} message
 */
async function hmac(algorithm, secret, message) {
  const how = { name: "HMAC", hash: `SHA-${algorithm.slice(2)}` };
  const key = await crypto.subtle.importKey("raw", secret, how, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign(how, key, message));
}

/**
 * Encodes a header or claims as JSON in base64url.
 *
 * @param {object} value
 */
export function encodedPart(value) {
  return toBase64url(new TextEncoder().encode(JSON.stringify(value)));
}
