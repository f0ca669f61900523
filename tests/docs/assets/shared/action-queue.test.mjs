import assert from "node:assert/strict";
import test from "node:test";
import { ActionQueue } from "../../../../docs/assets/shared/action-queue.js";

const pause = () => new Promise((resolve) => setTimeout(resolve, 1));

function makeQueue({ ready = async () => {}, perform = pause } = {}) {
  const events = [];
  const failures = [];
  const queue = new ActionQueue(
    ready,
    async (action) => {
      events.push(`${action} begins`);
      await perform(action);
      events.push(`${action} ends`);
    },
    (error) => failures.push(error.message),
  );
  return { queue, events, failures };
}

test("actions are performed one after another", async () => {
  const { queue, events } = makeQueue();
  const done = queue.add("sign");
  queue.add("verify");
  await done;
  assert.deepEqual(events, [
    "sign begins",
    "sign ends",
    "verify begins",
    "verify ends",
  ]);
});

test("an action that is waiting is not added again", async () => {
  const { queue, events } = makeQueue();
  const done = queue.add("sign");
  for (const action of ["verify", "verify", "verify"]) queue.add(action);
  await done;
  assert.equal(events.filter((event) => event === "verify begins").length, 1);
});

test("actions are kept until they can be performed", async () => {
  let loaded = false;
  const ready = async () => {
    if (!loaded) throw new Error("not loaded");
  };
  const { queue, events, failures } = makeQueue({ ready });
  await queue.add("sign");
  assert.deepEqual([events, failures], [[], ["not loaded"]]);
  loaded = true;
  await queue.go();
  assert.deepEqual(events, ["sign begins", "sign ends"]);
});

test("an action that fails is not tried again, but the others wait for go", async () => {
  const perform = async (action) => {
    if (action === "sign") throw new Error("bad key");
  };
  const { queue, events, failures } = makeQueue({ perform });
  const failing = queue.add("sign");
  queue.add("verify");
  await failing;
  assert.deepEqual([events, failures], [["sign begins"], ["bad key"]]);
  await queue.go();
  assert.deepEqual(events.slice(1), ["verify begins", "verify ends"]);
});

test("what waits can be given up", async () => {
  const { queue, events } = makeQueue();
  const done = queue.add("sign");
  queue.forget();
  await done;
  assert.deepEqual(events, []);
});
