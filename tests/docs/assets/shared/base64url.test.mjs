import assert from "node:assert/strict";
import test from "node:test";
import {
  fromBase64url,
  toBase64url,
} from "../../../../docs/assets/shared/base64url.js";

test("bytes are encoded as node encodes them", () => {
  for (let length = 0; length < 70; length += 1) {
    const bytes = crypto.getRandomValues(new Uint8Array(length));
    const text = Buffer.from(bytes).toString("base64url");
    assert.equal(toBase64url(bytes), text);
    assert.deepEqual(fromBase64url(text), bytes);
  }
});

test("both special characters are those of URLs", () => {
  assert.equal(toBase64url(Uint8Array.of(0xfb, 0xff, 0xfe)), "-__-");
});

test("a text of megabytes does not overflow the stack", () => {
  const bytes = new Uint8Array(2_000_000).fill(65);
  assert.equal(fromBase64url(toBase64url(bytes)).length, bytes.length);
});

test("other characters are refused", () => {
  assert.throws(() => fromBase64url("a*b"), { name: "InvalidCharacterError" });
});
