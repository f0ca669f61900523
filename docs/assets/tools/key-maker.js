import { KEY_BYTES } from "./workshop-input.js";

const CURVES = { ES256: "P-256", ES384: "P-384", ES512: "P-521" };

/**
 * Makes a key pair by WebCrypto; its halves as JWKs (RFC 7517).
 *
 * @param {string} algorithm RS*, PS*, ES*, EdDSA or Ed25519
 * @returns {Promise<{publicKey: JsonWebKey, privateKey: JsonWebKey}>}
 */
export async function makePair(algorithm) {
  const { subtle } = crypto;
  if (!subtle)
    throw new Error("This browser has WebCrypto on https and localhost only.");
  const pair = await subtle.generateKey(parameters(algorithm), true, [
    "sign",
    "verify",
  ]);
  const { publicKey, privateKey } = /** @type {CryptoKeyPair} */ (pair);
  return {
    publicKey: bare(await subtle.exportKey("jwk", publicKey)),
    privateKey: bare(await subtle.exportKey("jwk", privateKey)),
  };
}

/** @param {string} algorithm */
export function isSecret(algorithm) {
  return algorithm in KEY_BYTES;
}

/** @param {string} algorithm */
function parameters(algorithm) {
  if (algorithm in CURVES) {
    const namedCurve = CURVES[/** @type {keyof typeof CURVES} */ (algorithm)];
    return { name: "ECDSA", namedCurve };
  }
  if (algorithm === "EdDSA" || algorithm === "Ed25519") return { name: "Ed25519" };
  return {
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-256",
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  };
}

/** @param {JsonWebKey} jwk without what binds it to one algorithm */
function bare({ alg, ext, key_ops, ...members }) {
  return members;
}
