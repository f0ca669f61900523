import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey } from "node:crypto";
import test from "node:test";
import { makeKeyPair, makeKeyTexts } from "../../../../docs/assets/shared/key-maker.js";

const KINDS = {
  RS256: "rsa",
  PS512: "rsa",
  ES256: "ec",
  ES384: "ec",
  ES512: "ec",
  EdDSA: "ed25519",
  Ed25519: "ed25519",
};

for (const [algorithm, kind] of Object.entries(KINDS)) {
  test(`the keys for ${algorithm} are read by OpenSSL, and belong together`, async () => {
    const texts = await makeKeyTexts(algorithm);
    const secret = createPrivateKey(texts.privatePem);
    assert.equal(secret.asymmetricKeyType, kind);
    const read = [
      createPublicKey(texts.publicPem),
      createPublicKey({ key: JSON.parse(texts.publicJwk), format: "jwk" }),
      createPublicKey({ key: JSON.parse(texts.privateJwk), format: "jwk" }),
    ];
    for (const key of read) assert.ok(key.equals(createPublicKey(secret)));
  });
}

test("a JWK is bound to no algorithm", async () => {
  const { publicKey, privateKey } = await makeKeyPair("ES256");
  for (const jwk of [publicKey, privateKey]) {
    assert.ok(!("alg" in jwk || "ext" in jwk || "key_ops" in jwk));
  }
  assert.ok(!("d" in publicKey));
  assert.ok("d" in privateKey);
});
