import assert from "node:assert/strict";
import test from "node:test";
import {
  lines,
  listed,
  megabytes,
  reasonOf,
  seconds,
  visible,
} from "../../../../docs/assets/shared/wording.js";

test("durations below one second are whole milliseconds", () => {
  assert.deepEqual([0.2, 999, 1000, 12_340].map(seconds), [
    "1 ms",
    "999 ms",
    "1.0 s",
    "12.3 s",
  ]);
});

test("sizes are in decimal megabytes", () => {
  assert.equal(megabytes(7_730_000), "7.7 MB");
});

test("a run says how many lines it printed", () => {
  assert.deepEqual([0, 1, 2, 1_000_000].map(lines), [
    "without output",
    "1 line",
    "2 lines",
    "1,000,000 lines",
  ]);
});

test("names are listed as a phrase", () => {
  assert.equal(listed(["A"]), "“A”");
  assert.equal(listed(["A", "B", "C"]), "“A”, “B” and “C”");
});

test("whatever was thrown has a reason", () => {
  assert.equal(reasonOf(new Error("why")), "why");
  assert.equal(reasonOf({ message: "Emscripten's own" }), "Emscripten's own");
  assert.equal(reasonOf(null), "null");
  assert.equal(reasonOf(Object.create(null)), "an error whose text is unreadable");
});

test("control characters are escaped as Python does", () => {
  assert.equal(visible("a\ud800b"), String.raw`a\ud800b`);
  assert.equal(visible("\0\x1b[31m\x7f\x9f"), String.raw`\x00\x1b[31m\x7f\x9f`);
  assert.equal(visible("\u202ea\u2066"), String.raw`\u202ea\u2066`);
});

test("line breaks, tabs and other scripts stay as they are", () => {
  for (const text of ["a\nb\tc\r\nd", "é ✓ 😀", "אב"])
    assert.equal(visible(text), text);
  assert.equal(visible("a\rb"), String.raw`a\x0db`);
});
