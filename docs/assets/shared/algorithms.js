/** @typedef {"HS256" | "HS384" | "HS512"} SecretAlgorithm */

/**
 * The signature algorithms that the tools offer (RFC 7518 §3, RFC 8037, RFC 8812,
 * RFC 9864, RFC 9964).
 */
export const ALGORITHMS = [
  ...["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384"],
  ...["PS512", "ES256", "ES384", "ES512", "ES256K", "EdDSA", "Ed25519", "Ed448"],
  ...["ML-DSA-44", "ML-DSA-65", "ML-DSA-87"],
];

/**
 * Maps each algorithm that signs with a key pair, RSA aside, to the kind of its key.
 *
 * @type {Record<string, string>}
 */
export const KEY_KINDS = {
  ES256: "P-256",
  ES384: "P-384",
  ES512: "P-521",
  ES256K: "secp256k1",
  EdDSA: "Ed25519",
  Ed25519: "Ed25519",
  Ed448: "Ed448",
  "ML-DSA-44": "ML-DSA-44",
  "ML-DSA-65": "ML-DSA-65",
  "ML-DSA-87": "ML-DSA-87",
};

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
