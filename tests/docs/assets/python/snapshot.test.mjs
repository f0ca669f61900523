import assert from "node:assert/strict";
import test from "node:test";
import { addKnownBytes, spreadPages } from "../../../../docs/assets/python/snapshot.js";

const PAGE = 4;

/** Packs memory as snippets/snapshot.mjs does. */
function pack(memory) {
  const count = Math.ceil(memory.length / PAGE);
  const pages = Array.from({ length: count }, (_, at) =>
    memory.subarray(at * PAGE, (at + 1) * PAGE),
  );
  const used = pages.map((page) => Number(page.some(Boolean)));
  const kept = pages.filter((_, at) => used[at]);
  return Uint8Array.from([...used, ...kept.flatMap((page) => [...page])]);
}

for (const [name, bytes] of Object.entries({
  "with empty pages between others": [0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0, 0, 9, 0, 0],
  "with a short last page": [5, 0, 0, 0, 0, 0, 0, 0, 7, 8],
})) {
  test(`memory ${name} comes back`, () => {
    const memory = Uint8Array.from(bytes);
    const restored = new Uint8Array(memory.length);
    spreadPages(pack(memory), restored, PAGE);
    assert.deepEqual(restored, memory);
  });
}

test("the bytes that the WebAssembly file brings are added to the heap", () => {
  const whole = new Uint8Array(64);
  // A view into a larger buffer, as a snapshot may be one.
  const snapshot = whole.subarray(16);
  new Uint32Array(whole.buffer, 16, 4)[1] = 20;
  snapshot.set([1, 0, 3], 20);
  const instance = Uint8Array.of(0, 6, 2, 9).buffer;
  addKnownBytes(snapshot, instance, 3);
  assert.deepEqual([...snapshot.subarray(20, 24)], [1, 6, 1, 0]);
});
