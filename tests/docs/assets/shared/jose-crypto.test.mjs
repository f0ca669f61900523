/** What OpenSSL signs is verified and the other way round; what Wycheproof attacks fails. */
import assert from "node:assert/strict";
import * as node from "node:crypto";
import { readFileSync } from "node:fs";
import test from "node:test";
import { ALGORITHMS, KEY_KINDS } from "../../../../docs/assets/shared/algorithms.js";
import {
  agree,
  checkKey,
  decryptAesCbc,
  decryptRsaOaep,
  deriveFromPassword,
  makeKey,
  openAesGcm,
  sign,
  unwrapAesKey,
  verify,
} from "../../../../docs/assets/shared/jose-crypto.js";

const MESSAGE = new TextEncoder().encode("header.payload");
const BITS = { RS: [2048, 4096], PS: [2048, 2047] };
const CURVES = {
  "P-256": ["prime256v1", 32],
  "P-384": ["secp384r1", 48],
  "P-521": ["secp521r1", 66],
  secp256k1: ["secp256k1", 32],
};
const ORDERS = {
  "P-256": 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  secp256k1: 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n,
};
const ED25519_ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

const decode = (text) => new Uint8Array(Buffer.from(text, "base64url"));
const encode = (bytes) => Buffer.from(bytes).toString("base64url");
const number = (bytes) => BigInt(`0x${Buffer.from(bytes).toString("hex") || "0"}`);
const bytes = (value, size) =>
  new Uint8Array(Buffer.from(value.toString(16).padStart(size * 2, "0"), "hex"));
const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));

function rsaKey(bits) {
  const pair = node.generateKeyPairSync("rsa", { modulusLength: bits });
  return pair.privateKey.export({ format: "jwk" });
}

function keysFor(algorithm) {
  const kind = KEY_KINDS[algorithm];
  return kind ? [makeKey(kind)] : BITS[algorithm.slice(0, 2)].map(rsaKey);
}

function publicHalf({ d, p, q, dp, dq, qi, priv, ...rest }) {
  return rest;
}

/** Says how OpenSSL signs as a JWS does. */
function opensslWay(algorithm) {
  const bits = algorithm.slice(2, 5);
  const hash =
    algorithm.startsWith("ML") || /^Ed/.test(algorithm) ? null : `sha${bits}`;
  const pss = {
    padding: node.constants.RSA_PKCS1_PSS_PADDING,
    saltLength: Number(bits) / 8,
  };
  const options = { ES: { dsaEncoding: "ieee-p1363" }, PS: pss };
  return [hash, options[algorithm.slice(0, 2)] ?? {}];
}

for (const algorithm of ALGORITHMS.filter((name) => !name.startsWith("HS"))) {
  test(`${algorithm} agrees with OpenSSL in both directions`, () => {
    for (const jwk of keysFor(algorithm)) {
      const [hash, options] = opensslWay(algorithm);
      const format = "jwk";
      const secret = node.createPrivateKey({ key: jwk, format });
      const open = node.createPublicKey({ key: publicHalf(jwk), format });
      const theirs = node.sign(hash, MESSAGE, { key: secret, ...options });
      const ours = sign(algorithm, checkKey(jwk), MESSAGE);
      const key = checkKey(publicHalf(jwk));
      assert.ok(verify(algorithm, key, MESSAGE, new Uint8Array(theirs)));
      assert.ok(node.verify(hash, MESSAGE, { key: open, ...options }, ours));
      assert.equal(ours.length, theirs.length);
    }
  });

  test(`${algorithm} refuses every other signature`, () => {
    const jwk = keysFor(algorithm)[0];
    const key = publicHalf(jwk);
    const good = sign(algorithm, jwk, MESSAGE);
    const wrong = [
      new Uint8Array(0),
      new Uint8Array(good.length),
      new Uint8Array(good.length).fill(0xff),
      good.slice(1),
      good.slice(0, -1),
      joined(good, [0]),
      joined([0], good),
    ];
    for (const at of [0, good.length >> 1, good.length - 1]) {
      const changed = good.slice();
      changed[at] ^= 1;
      wrong.push(changed);
    }
    for (const signature of wrong)
      assert.equal(verify(algorithm, key, MESSAGE, signature), false);
    assert.equal(verify(algorithm, key, joined(MESSAGE, [0]), good), false);
    assert.ok(verify(algorithm, key, MESSAGE, good));
  });
}

test("ECDSA takes r and s from 1 to n - 1 only, and each twice (CVE-2022-21449)", () => {
  for (const [algorithm, kind] of [
    ["ES256", "P-256"],
    ["ES256K", "secp256k1"],
  ]) {
    const n = ORDERS[kind];
    const jwk = makeKey(kind);
    const key = publicHalf(jwk);
    const good = sign(algorithm, jwk, MESSAGE);
    const [r, s] = [number(good.slice(0, 32)), number(good.slice(32))];
    const check = (one, other) =>
      verify(algorithm, key, MESSAGE, joined(bytes(one, 32), bytes(other, 32)));
    assert.ok(check(r, s));
    assert.ok(check(r, n - s), "the second form of an ECDSA signature is valid");
    for (const [one, other] of [
      ...[0n, n, 1n, n - 1n, 2n ** 256n - 1n].flatMap((bad) => [
        [bad, s],
        [r, bad],
        [bad, bad],
      ]),
      [s, r],
    ])
      assert.equal(check(one, other), false);
  }
});

test("EdDSA takes one encoding of a signature, and no key of small order", () => {
  const jwk = makeKey("Ed25519");
  const good = sign("EdDSA", jwk, MESSAGE);
  const s = number(good.slice(32).reverse());
  const other = joined(good.slice(0, 32), bytes(s + ED25519_ORDER, 32).reverse());
  assert.equal(verify("EdDSA", publicHalf(jwk), MESSAGE, other), false);
  // With the neutral element as key and as R, and s = 0, every message would verify.
  const neutral = joined([1], new Uint8Array(31));
  const small = { kty: "OKP", crv: "Ed25519", x: encode(neutral) };
  const forged = joined(neutral, new Uint8Array(32));
  assert.equal(verify("EdDSA", small, MESSAGE, forged), false);
});

/** Applies the private key to any encoded message, as a forger cannot. */
function rsaRaw(jwk, encoded) {
  const key = node.createPrivateKey({ key: jwk, format: "jwk" });
  const padding = node.constants.RSA_NO_PADDING;
  return new Uint8Array(node.privateEncrypt({ key, padding }, encoded));
}

test("RS256 takes one encoding of the hash (Bleichenbacher 2006)", () => {
  const jwk = rsaKey(2048);
  const key = publicHalf(jwk);
  const prefix = Buffer.from("3031300d060960864801650304020105000420", "hex");
  const withoutNull = Buffer.from("302f300b0609608648016503040201" + "0420", "hex");
  const hash = node.createHash("sha256").update(MESSAGE).digest();
  const encoded = (info, type = 1, tail = Buffer.alloc(0), fill = 0xff) => {
    const size = 256 - 3 - info.length - hash.length - tail.length;
    const padding = Buffer.alloc(size, fill);
    return joined([0, type], padding, [0], info, hash, tail);
  };
  assert.ok(verify("RS256", key, MESSAGE, rsaRaw(jwk, encoded(prefix))));
  const short = joined([0, 1], Buffer.alloc(8, 0xff), [0], prefix, hash);
  for (const bad of [
    encoded(withoutNull),
    encoded(prefix, 2),
    encoded(prefix, 0),
    encoded(prefix, 1, Buffer.alloc(1)),
    encoded(prefix, 1, Buffer.alloc(0), 0xfe),
    joined(short, Buffer.alloc(256 - short.length)),
  ])
    assert.equal(verify("RS256", key, MESSAGE, rsaRaw(jwk, bad)), false);
});

test("an RSA signature below the modulus has no second form", () => {
  const jwk = rsaKey(2047);
  const good = sign("RS256", jwk, MESSAGE);
  const more = bytes(number(good) + number(decode(jwk.n)), 256);
  assert.equal(verify("RS256", publicHalf(jwk), MESSAGE, more), false);
});

test("RSA keys with which anyone could sign are refused", () => {
  const { kty, n, e } = rsaKey(2048);
  assert.ok(checkKey({ kty, n, e }));
  const even = encode(bytes(number(decode(n)) - 1n, 256));
  for (const [jwk, reason] of [
    [{ kty, n, e: "AQ" }, /odd/],
    [{ kty, n, e: "AA" }, /odd/],
    [{ kty, n, e: "BA" }, /odd/],
    [{ kty, n, e: n }, /odd/],
    [{ kty, n: even, e }, /odd/],
    [{ kty, n: "AQ", e }, /1 bits/],
    [{ kty, n: "", e }, /1 bits/],
    [{ kty, n: encode(new Uint8Array(2049).fill(255)), e }, /16392 bits/],
  ])
    assert.throws(() => checkKey(jwk), { name: "KeyError", message: reason });
});

test("a private key must belong to its public half", () => {
  for (const kind of [...new Set(Object.values(KEY_KINDS)), "X25519", "X448"]) {
    const [jwk, other] = [makeKey(kind), makeKey(kind)];
    const name = "x" in jwk ? "x" : "pub";
    const mixed = { ...jwk, [name]: other[name] };
    assert.throws(() => checkKey(mixed), { name: "KeyError", message: /another/ });
    assert.deepEqual(checkKey(jwk), jwk);
    const { x, y, pub, ...half } = jwk;
    assert.deepEqual(checkKey(half), jwk);
  }
  const [jwk, other] = [rsaKey(2048), rsaKey(2048)];
  assert.deepEqual(checkKey(jwk), jwk);
  for (const name of ["n", "e", "d", "p", "q", "dp", "dq", "qi"])
    for (const value of [other[name], "", "AQ"].filter((text) => text !== jwk[name]))
      assert.throws(() => checkKey({ ...jwk, [name]: value }), { name: "KeyError" });
});

test("points off the curve and numbers out of range are no keys", () => {
  for (const [crv, [, size]] of Object.entries(CURVES)) {
    const jwk = publicHalf(makeKey(crv));
    const zero = encode(new Uint8Array(size));
    for (const bad of [
      { ...jwk, x: jwk.y },
      { ...jwk, x: zero, y: zero },
      { ...jwk, x: encode(new Uint8Array(size).fill(255)) },
      { ...jwk, x: encode(joined([0], decode(jwk.x))) },
      { ...jwk, y: "" },
      { kty: "EC", crv, d: zero },
      { kty: "EC", crv, d: encode(new Uint8Array(size + 1).fill(1)) },
      { kty: "EC", crv, d: encode(new Uint8Array(size).fill(255)) },
    ])
      assert.throws(() => checkKey(bad), { name: "KeyError" });
  }
  for (const bad of [
    { kty: "OKP", crv: "Ed25519", x: "AA" },
    { kty: "OKP", crv: "Ed25519", x: encode(new Uint8Array(32).fill(255)) },
    { kty: "OKP", crv: "X25519", x: "AA" },
    { kty: "OKP", crv: "P-256", x: "AA" },
    { kty: "EC", crv: "Ed25519", x: "AA", y: "AA" },
    { kty: "EC", crv: "constructor", x: "AA", y: "AA" },
    { kty: "AKP", alg: "ML-DSA-44", pub: "AA" },
    { kty: "AKP", alg: "ML-DSA-44", priv: "AA" },
    { kty: "oct", k: "AA" },
  ])
    assert.throws(() => checkKey(bad), { name: "KeyError" });
  assert.throws(() => makeKey("RSA"), { name: "KeyError" });
  assert.throws(() => makeKey("toString"), { name: "KeyError" });
});

test("a key that is too short for the padding signs nothing", () => {
  assert.throws(() => sign("PS512", rsaKey(1024), MESSAGE), /too short for PS512/);
});

test("two sides agree on the secret that OpenSSL computes", () => {
  for (const crv of ["P-256", "P-384", "P-521", "X25519", "X448"]) {
    const [one, other] = [makeKey(crv), makeKey(crv)];
    const format = "jwk";
    const expected = node.diffieHellman({
      privateKey: node.createPrivateKey({ key: one, format }),
      publicKey: node.createPublicKey({ key: publicHalf(other), format }),
    });
    assert.deepEqual(Buffer.from(agree(one, publicHalf(other))), expected);
    const zero = encode(new Uint8Array(decode(other.x).length));
    const bad = { ...publicHalf(other), x: zero };
    assert.throws(() => agree(one, bad));
  }
});

test("ciphers and key derivation agree with OpenSSL", () => {
  const [key, iv] = [node.randomBytes(32), node.randomBytes(16)];
  const nonce = iv.subarray(0, 12);
  const seal = node.createCipheriv("aes-256-gcm", key, nonce).setAAD(MESSAGE);
  const sealed = joined(seal.update("hello"), seal.final(), seal.getAuthTag());
  assert.equal(
    Buffer.from(openAesGcm(key, nonce, sealed, MESSAGE)).toString(),
    "hello",
  );
  sealed[0] ^= 1;
  assert.throws(() => openAesGcm(key, nonce, sealed, MESSAGE));

  const cipher = node.createCipheriv("aes-256-cbc", key, iv);
  const text = joined(cipher.update("hello"), cipher.final());
  assert.equal(Buffer.from(decryptAesCbc(key, iv, text)).toString(), "hello");
  assert.throws(() => decryptAesCbc(key, iv, text.slice(1)));

  const wrap = node.createCipheriv("aes256-wrap", key, Buffer.alloc(8, 0xa6));
  const wrapped = joined(wrap.update(iv), wrap.final());
  assert.deepEqual(Buffer.from(unwrapAesKey(key, wrapped)), iv);
  wrapped[9] ^= 1;
  assert.throws(() => unwrapAesKey(key, wrapped));

  for (const digest of ["sha256", "sha384", "sha512"]) {
    const expected = node.pbkdf2Sync(key, iv, 1000, 32, digest);
    assert.deepEqual(
      Buffer.from(deriveFromPassword(key, iv, 1000, 32, digest)),
      expected,
    );
  }
  const jwk = rsaKey(2048);
  for (const oaepHash of ["sha1", "sha256", "sha384", "sha512"]) {
    const open = node.createPublicKey({ key: publicHalf(jwk), format: "jwk" });
    const hidden = new Uint8Array(node.publicEncrypt({ key: open, oaepHash }, key));
    assert.deepEqual(Buffer.from(decryptRsaOaep(jwk, hidden, oaepHash)), key);
    hidden[9] ^= 1;
    assert.throws(() => decryptRsaOaep(jwk, hidden, oaepHash));
  }
});

const VECTORS = JSON.parse(
  readFileSync(new URL("../../../vectors/rfc.json", import.meta.url), "utf8"),
);
for (const { name, alg, jwk, token } of VECTORS.filter(
  (one) => one.jwk.kty !== "oct",
)) {
  test(`the vector of ${name} verifies`, () => {
    const [head, payload, signature] = token.split(".");
    const message = new TextEncoder().encode(`${head}.${payload}`);
    const { kid, use, ...members } = jwk;
    const key = checkKey(publicHalf(members));
    assert.ok(verify(alg, key, message, decode(signature)));
    assert.equal(verify(alg, key, MESSAGE, decode(signature)), false);
  });
}
