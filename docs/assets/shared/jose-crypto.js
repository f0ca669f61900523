/**
 * Signs, verifies, decrypts and makes keys, all of it synchronously: the page's Python
 * can wait for a promise only where the browser has JavaScript Promise Integration, and
 * these functions work in every browser. WebCrypto offers promises only, and lacks
 * some of these algorithms.
 *
 * JavaScript gives no constant-time arithmetic: a program on the same machine might
 * learn a key from the time that an operation takes. So this is for examples, not for
 * keys that protect anything.
 */
import { cbc, gcm, aeskw } from "@noble/ciphers/aes.js";
import { ed25519, x25519 } from "@noble/curves/ed25519.js";
import { ed448, x448 } from "@noble/curves/ed448.js";
import { p256, p384, p521 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { sha1 } from "@noble/hashes/legacy.js";
import { pbkdf2 } from "@noble/hashes/pbkdf2.js";
import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import { ml_dsa44, ml_dsa65, ml_dsa87 } from "@noble/post-quantum/ml-dsa.js";
import * as rsa from "micro-rsa-dsa-dh/rsa.js";
import { fromBase64url, toBase64url } from "./base64url.js";

/** @typedef {Record<string, string>} Jwk the members of a key, all of them text */

const HASHES = { sha1, sha256, sha384, sha512 };
const ECDSA = { "P-256": p256, "P-384": p384, "P-521": p521, secp256k1 };
const EDDSA = { Ed25519: ed25519, Ed448: ed448 };
const MONTGOMERY = { X25519: x25519, X448: x448 };
const ML_DSA = { "ML-DSA-44": ml_dsa44, "ML-DSA-65": ml_dsa65, "ML-DSA-87": ml_dsa87 };
const PKCS1 = {
  RS256: rsa.PKCS1_SHA256,
  RS384: rsa.PKCS1_SHA384,
  RS512: rsa.PKCS1_SHA512,
};
/** The salt is as long as the hash (RFC 7518 §3.5). */
const PSS = {
  PS256: rsa.PSS(sha256, rsa.mgf1(sha256), 32),
  PS384: rsa.PSS(sha384, rsa.mgf1(sha384), 48),
  PS512: rsa.PSS(sha512, rsa.mgf1(sha512), 64),
};
const RSA = { ...PKCS1, ...PSS };

/** Bits of a modulus. WebCrypto and OpenSSL have the same upper limit. */
const RSA_BITS = { least: 512, most: 16384 };
/** A larger exponent only makes a check slow, so BoringSSL refuses it too. */
const MOST_RSA_EXPONENT = 2n ** 33n;

/** Says that a key is damaged, or of a kind that the algorithm does not take. */
export class KeyError extends Error {
  name = "KeyError";
}

/**
 * Signs a message.
 *
 * @param {string} algorithm its name in a token's header
 * @param {Jwk} jwk a private key, checked by `checkKey`
 * @param {Uint8Array} message
 * @returns {Uint8Array} the signature in the form of a JWS
 * @throws {KeyError} if the key is too short for the algorithm
 */
export function sign(algorithm, jwk, message) {
  if (algorithm in RSA) return signRsa(algorithm, jwk, message);
  const secret = fromBase64url(jwk.d ?? jwk.priv);
  const { edwards, ecdsa, mlDsa } = curveOf(jwk);
  if (edwards) return edwards.sign(message, secret);
  if (mlDsa) return mlDsa.sign(message, mlDsa.keygen(secret).secretKey);
  return ecdsa.sign(message, padded(secret, ecdsa), { lowS: false });
}

/**
 * Verifies a signature. Damaged bytes make the result false and raise nothing.
 *
 * @param {string} algorithm its name in a token's header
 * @param {Jwk} jwk a public key, checked by `checkKey`
 * @param {Uint8Array} message
 * @param {Uint8Array} signature
 * @returns {boolean}
 */
export function verify(algorithm, jwk, message, signature) {
  try {
    if (algorithm in RSA) {
      const key = { n: number(jwk.n), e: number(jwk.e) };
      return rsaScheme(algorithm).verify(key, message, signature);
    }
    const { edwards, ecdsa, mlDsa } = curveOf(jwk);
    if (mlDsa) return mlDsa.verify(signature, message, fromBase64url(jwk.pub));
    const key = pointOf(jwk);
    // Strict by RFC 8032: no small-order key, no second encoding of a point.
    if (edwards) return edwards.verify(signature, message, key, { zip215: false });
    // Both s and n - s are valid in ECDSA (RFC 7518 §3.4 does not exclude one).
    return ecdsa.verify(signature, message, key, { lowS: false });
  } catch {
    return false;
  }
}

/**
 * Checks that a key's numbers belong together, and adds its public half if it lacks.
 *
 * @param {Jwk} jwk the members of a public or a private key
 * @returns {Jwk} the same key with all members
 * @throws {KeyError} if a number is out of range, or belongs to another key
 */
export function checkKey(jwk) {
  try {
    if (jwk.kty === "RSA") return checkRsa(jwk);
    const whole = publicHalf(jwk);
    for (const [name, value] of Object.entries(whole)) {
      if (name in jwk && jwk[name] !== value)
        throw new KeyError("Its public half belongs to another private key.");
    }
    return { ...whole, ...jwk };
  } catch (error) {
    if (error instanceof KeyError) throw error;
    throw new KeyError("Its numbers are out of range or on no curve.");
  }
}

/**
 * Makes a private key, with its public half. RSA is left to WebCrypto: to find two
 * primes in JavaScript takes seconds.
 *
 * @param {string} kind the name of a curve, or of a parameter set of ML-DSA
 * @returns {Jwk}
 * @throws {KeyError} if there is no such kind
 */
export function makeKey(kind) {
  if (kind in ML_DSA) {
    const seed = crypto.getRandomValues(new Uint8Array(32));
    return checkKey({ kty: "AKP", alg: kind, priv: toBase64url(seed) });
  }
  const curve = own(ECDSA, kind) ?? own(EDDSA, kind) ?? own(MONTGOMERY, kind);
  if (!curve) throw new KeyError(`There is no kind of key with the name ${kind}.`);
  const d = toBase64url(curve.utils.randomSecretKey());
  return checkKey({ kty: kind in ECDSA ? "EC" : "OKP", crv: kind, d });
}

/**
 * Opens AES-GCM.
 *
 * @param {Uint8Array} key
 * @param {Uint8Array} iv
 * @param {Uint8Array} sealed the ciphertext and the tag
 * @param {Uint8Array} extra the additional authenticated data
 * @throws {Error} if the tag does not match
 */
export function openAesGcm(key, iv, sealed, extra) {
  return gcm(key, iv, extra).decrypt(sealed);
}

/**
 * Decrypts AES-CBC and removes its padding.
 *
 * @param {Uint8Array} key
 * @param {Uint8Array} iv
 * @param {Uint8Array} ciphertext
 * @throws {Error} if the padding is damaged
 */
export function decryptAesCbc(key, iv, ciphertext) {
  return cbc(key, iv).decrypt(ciphertext);
}

/**
 * Unwraps a key (RFC 3394).
 *
 * @param {Uint8Array} key
 * @param {Uint8Array} wrapped
 * @throws {Error} if the wrapped key is another one's
 */
export function unwrapAesKey(key, wrapped) {
  return aeskw(key).decrypt(wrapped);
}

/**
 * Decrypts RSAES-OAEP.
 *
 * @param {Jwk} jwk a private key
 * @param {Uint8Array} ciphertext
 * @param {keyof typeof HASHES} digest also for the mask
 * @throws {Error} if the padding is damaged
 */
export function decryptRsaOaep(jwk, ciphertext, digest) {
  const hash = HASHES[digest];
  const { n, d } = checkedRsa(jwk);
  return rsa.OAEP(hash, rsa.mgf1(hash)).decrypt({ n, d: d ?? 0n }, ciphertext);
}

/**
 * Computes the secret that two keys share.
 *
 * @param {Jwk} own a private key
 * @param {Jwk} other a public key on the same curve
 * @throws {Error} if the other key is on no curve, or of small order
 */
export function agree(own, other) {
  const secret = fromBase64url(own.d);
  const { ecdsa, montgomery } = curveOf(own);
  const point = pointOf(other);
  if (montgomery) return montgomery.getSharedSecret(secret, point);
  // The result is a point: a byte for its form, then x, which is the secret.
  const shared = ecdsa.getSharedSecret(padded(secret, ecdsa), point, true);
  return shared.slice(1);
}

/**
 * Derives a key from a password by PBKDF2.
 *
 * @param {Uint8Array} password
 * @param {Uint8Array} salt
 * @param {number} rounds
 * @param {number} length bytes of the key
 * @param {keyof typeof HASHES} digest
 */
export function deriveFromPassword(password, salt, rounds, length, digest) {
  return pbkdf2(HASHES[digest], password, salt, { c: rounds, dkLen: length });
}

/** @param {string} algorithm @param {Jwk} jwk @param {Uint8Array} message */
function signRsa(algorithm, jwk, message) {
  const { n, d } = checkedRsa(jwk);
  try {
    const signature = rsaScheme(algorithm).sign({ n, d: d ?? 0n }, message);
    const whole = new Uint8Array(bytesOf(n));
    whole.set(signature, whole.length - signature.length);
    return whole;
  } catch {
    throw new KeyError(`It is too short for ${algorithm}.`);
  }
}

/** @param {string} algorithm */
function rsaScheme(algorithm) {
  return RSA[/** @type {keyof typeof RSA} */ (algorithm)];
}

/** @param {Jwk} jwk */
function checkRsa(jwk) {
  const { n, e, d } = checkedRsa(jwk);
  if (d === undefined) return jwk;
  const [p, q, dp, dq, qi] = ["p", "q", "dp", "dq", "qi"].map((name) =>
    number(jwk[name]),
  );
  const whole =
    p > 1n &&
    q > 1n &&
    p * q === n &&
    (d * e) % (p - 1n) === 1n &&
    (d * e) % (q - 1n) === 1n &&
    d % (p - 1n) === dp &&
    d % (q - 1n) === dq &&
    (qi * q) % p === 1n;
  if (!whole) throw new KeyError("Its numbers do not belong together.");
  return jwk;
}

/** @param {Jwk} jwk */
function checkedRsa(jwk) {
  const n = number(jwk.n);
  const e = number(jwk.e);
  const d = "d" in jwk ? number(jwk.d) : undefined;
  const bits = n.toString(2).length;
  if (bits < RSA_BITS.least || bits > RSA_BITS.most)
    throw new KeyError(
      `It has ${bits} bits, but ${RSA_BITS.least} to ${RSA_BITS.most} are supported.`,
    );
  // With an exponent of 1, anyone can sign: the signature is the padded message.
  if (e < 3n || e > MOST_RSA_EXPONENT || !(e & 1n) || !(n & 1n))
    throw new KeyError("Its modulus and exponent must be odd, and 3 ≤ e ≤ 2^33.");
  if (d !== undefined && (d < 1n || d >= n))
    throw new KeyError("Its d is out of range.");
  return { n, e, d };
}

/** @param {bigint} value */
function bytesOf(value) {
  return Math.ceil(value.toString(16).length / 2);
}

/** @param {Jwk} jwk @returns {Jwk} the public half, as the private half has it */
function publicHalf(jwk) {
  const { edwards, ecdsa, montgomery, mlDsa } = curveOf(jwk);
  if (mlDsa) {
    const pub = jwk.priv
      ? mlDsa.keygen(fromBase64url(jwk.priv)).publicKey
      : fromBase64url(jwk.pub);
    if (pub.length !== mlDsa.lengths.publicKey)
      throw new KeyError(`Its pub must have ${mlDsa.lengths.publicKey} bytes.`);
    return { kty: "AKP", alg: jwk.alg, pub: toBase64url(pub) };
  }
  const { kty, crv } = jwk;
  if (ecdsa) {
    const size = ecdsa.lengths.secretKey ?? 0;
    const point = jwk.d
      ? ecdsa.getPublicKey(padded(fromBase64url(jwk.d), ecdsa), false)
      : onCurve(pointOf(jwk), ecdsa);
    const x = toBase64url(point.slice(1, 1 + size));
    const y = toBase64url(point.slice(1 + size));
    return { kty, crv, x, y };
  }
  const curve = edwards ?? montgomery;
  const key = jwk.d ? curve.getPublicKey(fromBase64url(jwk.d)) : pointOf(jwk);
  if (key.length !== curve.lengths.publicKey)
    throw new KeyError(`Its x must have ${curve.lengths.publicKey} bytes.`);
  if (edwards && !edwards.utils.isValidPublicKey(key, false))
    throw new KeyError("Its x is on no curve.");
  return { kty, crv, x: toBase64url(key) };
}

/** @param {Uint8Array} point @param {any} curve */
function onCurve(point, curve) {
  curve.Point.fromBytes(point).assertValidity();
  return point;
}

/** @param {Jwk} jwk @returns {Uint8Array} a public key as its curve encodes it */
function pointOf(jwk) {
  const x = fromBase64url(jwk.x);
  if (!("y" in jwk)) return x;
  const y = fromBase64url(jwk.y);
  const size = curveOf(jwk).ecdsa.lengths.secretKey;
  if (x.length !== size || y.length !== size)
    throw new KeyError(`Its x and y must have ${size} bytes.`);
  return Uint8Array.from([4, ...x, ...y]);
}

/**
 * @param {Jwk} jwk
 * @returns {Record<"edwards" | "ecdsa" | "montgomery" | "mlDsa", any>} all but one of
 *   them undefined
 */
function curveOf(jwk) {
  const found = {
    ecdsa: jwk.kty === "EC" ? own(ECDSA, jwk.crv) : undefined,
    edwards: jwk.kty === "OKP" ? own(EDDSA, jwk.crv) : undefined,
    montgomery: jwk.kty === "OKP" ? own(MONTGOMERY, jwk.crv) : undefined,
    mlDsa: jwk.kty === "AKP" ? own(ML_DSA, jwk.alg) : undefined,
  };
  if (!Object.values(found).some(Boolean))
    throw new KeyError(`Its kind, ${jwk.crv ?? jwk.alg}, is not supported.`);
  return found;
}

/** @param {Record<string, any>} table @param {string} name */
function own(table, name) {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** @param {Uint8Array} secret @param {any} curve */
function padded(secret, curve) {
  const whole = new Uint8Array(curve.lengths.secretKey);
  if (secret.length > whole.length) throw new KeyError("Its d is too long.");
  whole.set(secret, whole.length - secret.length);
  return whole;
}

/** @param {string} text a number in base64url */
function number(text) {
  const bytes = fromBase64url(text);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return BigInt(`0x${hex || "0"}`);
}
