/** @typedef {"HS256" | "HS384" | "HS512"} SecretAlgorithm */

/** Signature algorithms of RFC 7518 §3 and RFC 8037 that the tools offer. */
export const ALGORITHMS = [
  ...["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384"],
  ...["PS512", "ES256", "ES384", "ES512", "EdDSA"],
];

/**
 * The fewest bytes that a secret may have (RFC 7518 §3.2).
 *
 * @type {Record<SecretAlgorithm, number>}
 */
export const SECRET_BYTES = { HS256: 32, HS384: 48, HS512: 64 };

/**
 * Tells whether both sides share one secret, instead of using a key pair.
 *
 * @param {string} algorithm
 * @returns {algorithm is SecretAlgorithm}
 */
export function usesSecret(algorithm) {
  return algorithm in SECRET_BYTES;
}
