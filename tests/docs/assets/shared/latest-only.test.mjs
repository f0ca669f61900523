import assert from "node:assert/strict";
import test from "node:test";
import { LatestOnly } from "../../../../docs/assets/shared/latest-only.js";

/** Lets a test answer each question when it likes. */
function makeLatest() {
  const asked = [];
  const shown = [];
  const failures = [];
  const latest = new LatestOnly(
    (input) => new Promise((resolve, reject) => asked.push({ input, resolve, reject })),
    (answer) => shown.push(answer),
    (error) => failures.push(error.message),
  );
  return { latest, asked, shown, failures };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("an answer is shown", async () => {
  const { latest, asked, shown } = makeLatest();
  const done = latest.set("a");
  asked[0].resolve("A");
  await done;
  assert.deepEqual(shown, ["A"]);
});

test("inputs that come meanwhile replace each other", async () => {
  const { latest, asked, shown } = makeLatest();
  const done = latest.set("a");
  latest.set("b");
  latest.set("c");
  asked[0].resolve("A");
  await settled();
  asked[1].resolve("C");
  await done;
  assert.deepEqual(
    asked.map(({ input }) => input),
    ["a", "c"],
  );
  assert.deepEqual(shown, ["C"]);
});

test("an answer that was given up is not shown", async () => {
  const { latest, asked, shown } = makeLatest();
  const done = latest.set("a");
  latest.forget();
  asked[0].resolve("A");
  await done;
  assert.deepEqual(shown, []);
});

test("after a failure the next input is answered", async () => {
  const { latest, asked, shown, failures } = makeLatest();
  const failing = latest.set("a");
  asked[0].reject(new Error("no"));
  await failing;
  const done = latest.set("b");
  asked[1].resolve("B");
  await done;
  assert.deepEqual([failures, shown], [["no"], ["B"]]);
});
