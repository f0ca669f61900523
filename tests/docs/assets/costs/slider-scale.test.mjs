import assert from "node:assert/strict";
import test from "node:test";
import { numberAt, stepOf } from "../../../../docs/assets/costs/slider-scale.js";

test("the ends of a slider are its bounds, in two digits", () => {
  assert.equal(numberAt(0, 10, 86_400), 10);
  assert.equal(numberAt(100, 10, 86_400), 86_000);
  assert.equal(numberAt(0, 0, 1000), 0);
});

test("each step multiplies by the same factor", () => {
  assert.equal(numberAt(50, 1, 10_000), 100);
  assert.equal(numberAt(75, 1, 10_000), 1000);
});

test("a number finds its step, or the nearer end", () => {
  for (const step of [0, 25, 50, 75, 100])
    assert.equal(stepOf(numberAt(step, 1, 10_000), 1, 10_000), step);
  assert.equal(stepOf(5, 10, 1000), 0);
  assert.equal(stepOf(1e9, 10, 1000), 100);
  assert.equal(stepOf(NaN, 10, 1000), 0);
});

test("a slider that begins at 0 has a step for 1", () => {
  assert.deepEqual(
    [0, 1].map((number) => stepOf(number, 0, 1000)),
    [0, 1],
  );
});
