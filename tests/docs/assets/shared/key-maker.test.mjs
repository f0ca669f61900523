import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey } from "node:crypto";
import test from "node:test";
import { ALGORITHMS, usesSecret } from "../../../../docs/assets/shared/algorithms.js";

// In a page the build says where this file is.
Object.assign(globalThis, { CRYPTO_FILE: "./jose-crypto.js" });
const { makeKeyPair, makeKeyTexts } =
  await import("../../../../docs/assets/shared/key-maker.js");

const KINDS = {
  RS: "rsa",
  PS: "rsa",
  ES: "ec",
  EdDSA: "ed25519",
  Ed25519: "ed25519",
  Ed448: "ed448",
};

for (const algorithm of ALGORITHMS.filter((name) => !usesSecret(name))) {
  test(`the keys for ${algorithm} are read by OpenSSL, and belong together`, async () => {
    const texts = await makeKeyTexts(algorithm);
    const secret = createPrivateKey(texts.privatePem);
    const [, kind] = Object.entries(KINDS).find(([start]) =>
      algorithm.startsWith(start),
    ) ?? ["", algorithm.toLowerCase()];
    assert.equal(secret.asymmetricKeyType, kind);
    const read = [
      createPublicKey(texts.publicPem),
      createPublicKey({ key: JSON.parse(texts.publicJwk), format: "jwk" }),
      createPublicKey({ key: JSON.parse(texts.privateJwk), format: "jwk" }),
    ];
    for (const key of read) assert.ok(key.equals(createPublicKey(secret)));
  });
}

test("a JWK is bound to no algorithm, and only one half has a secret", async () => {
  for (const algorithm of ["ES256", "RS256"]) {
    const { publicKey, privateKey } = await makeKeyPair(algorithm);
    for (const jwk of [publicKey, privateKey]) {
      assert.ok(!("alg" in jwk || "ext" in jwk || "key_ops" in jwk));
    }
    assert.ok(!("d" in publicKey || "p" in publicKey));
    assert.ok("d" in privateKey);
  }
});
