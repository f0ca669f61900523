import assert from "node:assert/strict";
import test from "node:test";
import { SECRET_BYTES, usesSecret } from "../../../../docs/assets/shared/algorithms.js";
import { newSecret, utf8Length } from "../../../../docs/assets/shared/secret-input.js";

test("a new secret holds as many random bytes as RFC 7518 asks for", () => {
  for (const [algorithm, bytes] of Object.entries(SECRET_BYTES)) {
    const secret = newSecret(algorithm);
    assert.equal(Buffer.from(secret, "base64url").length, bytes);
    assert.ok(utf8Length(secret) >= bytes);
    assert.notEqual(secret, newSecret(algorithm));
  }
});

test("a secret is measured in bytes of UTF-8", () => {
  assert.equal(utf8Length("é✓"), 5);
});

test("HMAC uses a secret, the others use key pairs", () => {
  assert.deepEqual(["HS256", "ES256", "EdDSA"].map(usesSecret), [true, false, false]);
});
