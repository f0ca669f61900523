import assert from "node:assert/strict";
import test from "node:test";
import {
  OUTPUT_LIMIT,
  OutputBatch,
} from "../../../../docs/assets/python/output-batch.js";

function makeBatch() {
  const sent = [];
  return { sent, batch: new OutputBatch((text) => sent.push(text)) };
}

test("a line is sent at once", () => {
  const { sent, batch } = makeBatch();
  batch.write("early\n");
  assert.deepEqual(sent, ["early\n"]);
});

test("a flood of lines is sent in few pieces, and whole", () => {
  const { sent, batch } = makeBatch();
  for (let line = 0; line < 5000; line += 1) batch.write("12345678\n");
  assert.equal(batch.close(), 5000);
  assert.equal(sent.join(""), "12345678\n".repeat(5000));
  assert.ok(sent.length < 500, `${sent.length} pieces`);
});

test("output is cut at the limit, and its lines are still counted", () => {
  const { sent, batch } = makeBatch();
  for (let line = 0; line < 30; line += 1) batch.write(`${"x".repeat(9999)}\n`);
  assert.equal(batch.close(), 30);
  const note = sent.pop();
  assert.equal(sent.join("").length, OUTPUT_LIMIT);
  assert.equal(
    note,
    "\n[Output cut: the first 200,000 characters are shown, 100,000 more were printed.]\n",
  );
});

test("a last line without an end counts", () => {
  const { batch } = makeBatch();
  batch.write("one\ntwo");
  assert.equal(batch.close(), 2);
  assert.equal(batch.close(), 2);
});

test("a carriage return waits for the line feed", () => {
  const { sent, batch } = makeBatch();
  batch.write("a\r");
  batch.write("\nb\r");
  batch.close();
  assert.deepEqual(sent, ["a", "\r\nb", "\r"]);
});

test("what comes after the end is ignored", () => {
  const { sent, batch } = makeBatch();
  batch.close();
  batch.write("late");
  batch.flush();
  assert.deepEqual(sent, []);
});
