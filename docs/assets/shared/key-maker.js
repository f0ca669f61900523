import { KEY_KINDS } from "./algorithms.js";
import { fromBase64url } from "./base64url.js";
import { loadCrypto } from "./load-crypto.js";

/**
 * @import { Jwk } from "./jose-crypto.js"
 * @typedef {{publicKey: Jwk, privateKey: Jwk}} KeyPair both halves as JWKs (RFC 7517)
 */

const PUBLIC = ["kty", "crv", "alg", "n", "e", "x", "y", "pub"];
const RSA = {
  name: "RSASSA-PKCS1-v1_5",
  hash: "SHA-256",
  modulusLength: 2048,
  publicExponent: Uint8Array.of(1, 0, 1),
};

/** The DER tags that keys use (ITU-T X.690). SEED is the implicit [0] of RFC 9881. */
const DER = {
  INTEGER: 0x02,
  BITS: 0x03,
  OCTETS: 0x04,
  OID: 0x06,
  SEQUENCE: 0x30,
  PUBLIC: 0xa1,
  SEED: 0x80,
};
const EC_OID = "2a8648ce3d0201";
/** @type {Record<string, string>} */
const OIDS = {
  "P-256": "2a8648ce3d030107",
  "P-384": "2b81040022",
  "P-521": "2b81040023",
  secp256k1: "2b8104000a",
  Ed25519: "2b6570",
  Ed448: "2b6571",
  "ML-DSA-44": "608648016503040311",
  "ML-DSA-65": "608648016503040312",
  "ML-DSA-87": "608648016503040313",
};

/**
 * Makes a key pair. WebCrypto finds the primes of RSA; all others need no promise, and
 * come from the same library that signs with them.
 *
 * @param {string} algorithm RS*, PS*, ES*, EdDSA, Ed25519, Ed448 or ML-DSA-*
 * @returns {Promise<KeyPair>}
 * @throws {Error} for RSA where the browser offers no WebCrypto
 */
export async function makeKeyPair(algorithm) {
  const { privateKey } = await makePair(algorithm);
  const members = Object.entries(privateKey).filter(([name]) => PUBLIC.includes(name));
  return { publicKey: Object.fromEntries(members), privateKey };
}

/**
 * Makes a key pair and writes both halves as PEM and as JWK.
 *
 * @param {string} algorithm
 * @returns {Promise<Record<"privatePem" | "publicPem" | "privateJwk" | "publicJwk", string>>}
 */
export async function makeKeyTexts(algorithm) {
  const { publicKey, privateKey } = await makeKeyPair(algorithm);
  const kind = KEY_KINDS[algorithm];
  const [spki, pkcs8] = kind
    ? [spkiOf(kind, publicKey), pkcs8Of(kind, privateKey)]
    : await rsaDer(privateKey);
  return {
    privatePem: pem("PRIVATE KEY", pkcs8),
    publicPem: pem("PUBLIC KEY", spki),
    privateJwk: JSON.stringify(privateKey, null, 2),
    publicJwk: JSON.stringify(publicKey, null, 2),
  };
}

/** @param {string} algorithm @returns {Promise<{privateKey: Jwk}>} */
async function makePair(algorithm) {
  const kind = KEY_KINDS[algorithm];
  if (kind) {
    const { makeKey } = await loadCrypto();
    return { privateKey: makeKey(kind) };
  }
  const { subtle } = crypto;
  if (!subtle)
    throw new Error(
      "Browsers make RSA keys on https and localhost only: open the page there, or choose another algorithm.",
    );
  const made = await subtle.generateKey(RSA, true, ["sign", "verify"]);
  const jwk = await subtle.exportKey("jwk", made.privateKey);
  // These members bind a key to one algorithm, but it may sign with RS256 or PS512.
  const { alg, ext, key_ops, ...privateKey } = jwk;
  return { privateKey: /** @type {Jwk} */ (privateKey) };
}

/** @param {Jwk} jwk @returns {Promise<Uint8Array[]>} SPKI and PKCS #8 */
async function rsaDer({ ...jwk }) {
  const { subtle } = crypto;
  const open = (/** @type {JsonWebKey} */ key, /** @type {KeyUsage} */ use) =>
    subtle.importKey("jwk", key, RSA, true, [use]);
  const { kty, n, e } = jwk;
  const found = [
    await subtle.exportKey("spki", await open({ kty, n, e }, "verify")),
    await subtle.exportKey("pkcs8", await open(jwk, "sign")),
  ];
  return found.map((der) => new Uint8Array(der));
}

/**
 * Encodes a SubjectPublicKeyInfo (RFC 5280 §4.1).
 *
 * @param {string} kind
 * @param {Jwk} jwk
 */
function spkiOf(kind, jwk) {
  const bits = item(DER.BITS, [0], publicBytes(jwk));
  return item(DER.SEQUENCE, algorithmOf(kind, jwk), bits);
}

/**
 * Encodes a PrivateKeyInfo (RFC 5958, RFC 5915 §3, RFC 8410 §7, RFC 9881 §6).
 *
 * @param {string} kind
 * @param {Jwk} jwk
 */
function pkcs8Of(kind, jwk) {
  const secret = fromBase64url(jwk.d ?? jwk.priv);
  const keys = {
    EC: () =>
      item(
        DER.SEQUENCE,
        item(DER.INTEGER, [1]),
        item(DER.OCTETS, secret),
        item(DER.PUBLIC, item(DER.BITS, [0], publicBytes(jwk))),
      ),
    OKP: () => item(DER.OCTETS, secret),
    AKP: () => item(DER.SEED, secret),
  };
  const key = keys[/** @type {keyof typeof keys} */ (jwk.kty)]();
  const version = item(DER.INTEGER, [0]);
  return item(DER.SEQUENCE, version, algorithmOf(kind, jwk), item(DER.OCTETS, key));
}

/** @param {string} kind @param {Jwk} jwk */
function algorithmOf(kind, { kty }) {
  const oids = kty === "EC" ? [EC_OID, OIDS[kind]] : [OIDS[kind]];
  return item(DER.SEQUENCE, ...oids.map((oid) => item(DER.OID, fromHex(oid))));
}

/** @param {Jwk} jwk */
function publicBytes({ kty, x, y, pub }) {
  if (kty === "EC") return Uint8Array.of(4, ...fromBase64url(x), ...fromBase64url(y));
  return fromBase64url(pub ?? x);
}

/** @param {number} tag @param {...ArrayLike<number>} contents */
function item(tag, ...contents) {
  const content = contents.flatMap((one) => Array.from(one));
  const size = content.length;
  const long = size > 0xff ? [0x82, size >> 8, size & 0xff] : [0x81, size];
  return Uint8Array.of(tag, ...(size < 0x80 ? [size] : long), ...content);
}

/** @param {string} hex */
function fromHex(hex) {
  return (hex.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
}

/** @param {string} label @param {Uint8Array} der */
function pem(label, der) {
  const text = btoa(String.fromCharCode(...der));
  const lines = text.match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join(
    "\n",
  );
}
