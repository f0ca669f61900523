import assert from "node:assert/strict";
import test from "node:test";
import { gzipSync } from "node:zlib";
import { unpack } from "../../../../docs/assets/shared/unpack.js";

test("a gzip file is inflated", async () => {
  const response = unpack(gzipSync("text ✓"), "text/plain");
  assert.equal(response.headers.get("Content-Type"), "text/plain");
  assert.equal(await response.text(), "text ✓");
});

test("a damaged file fails for its reader, and for nobody else", async () => {
  const damaged = gzipSync("x".repeat(10_000)).subarray(0, 20);
  await assert.rejects(unpack(damaged).text());
  // An unhandled rejection would end this process with a fault.
  await new Promise((resolve) => setTimeout(resolve, 20));
});
