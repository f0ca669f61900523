import assert from "node:assert/strict";
import test from "node:test";
import { hex, sha256Hex } from "../../../../docs/assets/shared/digest.js";

test("a digest is that of FIPS 180-2 for abc", async () => {
  assert.equal(
    await sha256Hex(new TextEncoder().encode("abc")),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

test("each byte has two digits", () => {
  assert.equal(hex(Uint8Array.of(0, 9, 255)), "0009ff");
});
