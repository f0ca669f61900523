// Every request gets exactly one answer, also when Python stops at an awkward moment.
// The worker here is a port that answers what a test makes it answer; the browser tests
// drive the real one.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

const workers = [];

/** Boots at its first message, whatever that is, as the real worker does. */
class PortWorker {
  asked = [];
  constructor() {
    workers.push(this);
  }
  postMessage({ port, lock }) {
    this.port = port;
    this.alive = new Promise((resolve) => (this.release = resolve));
    navigator.locks.request(lock, () => this.alive);
    port.onmessage = ({ data }) => this.#hear(data);
  }
  #hear(data) {
    this.asked.push(data.type);
    if (this.asked.length === 1) setTimeout(() => this.#becomeReady(), 5);
    if (!this.ready || data.method !== "echo") return;
    this.port.postMessage({ type: "reply", id: data.id, value: data.args[0] });
  }
  #becomeReady() {
    this.ready = true;
    this.port.postMessage({ type: "ready", way: "test" });
  }
  terminate() {
    this.release();
    this.port.close();
  }
}

Object.assign(globalThis, { Worker: PortWorker });
const { Died, PythonClient, Stopped } =
  await import("../../../../docs/assets/python/client.js");

/** Fails instead of waiting for ever. */
function soon(promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("There was no answer.")), 2000);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

let client;

beforeEach(() => {
  workers.length = 0;
  const here = new URL("https://site.test/");
  client = new PythonClient({ base: here, worker: here, plain: false });
});

afterEach(() => workers.forEach((one) => one.terminate()));

test("a call boots Python once and gets its answer", async () => {
  const answers = [client.call("a:B", "echo", 1), client.call("a:B", "echo", 2)];
  assert.deepEqual(await soon(Promise.all(answers)), [1, 2]);
  assert.equal(workers.length, 1);
});

test("a stop rejects the calls that wait, and the next call is answered", async () => {
  const waiting = client.call("a:B", "never");
  waiting.catch(() => {});
  await client.start();
  client.stop();
  await assert.rejects(soon(waiting), Stopped);
  assert.equal(await soon(client.call("a:B", "echo", 3)), 3);
});

test("a call whose Python is stopped as soon as it is ready is rejected", async () => {
  const stopOnce = () => {
    if (client.state !== "ready") return;
    client.removeEventListener("state", stopOnce);
    client.stop();
  };
  client.addEventListener("state", stopOnce);
  await assert.rejects(soon(client.call("a:B", "echo", 4)), Stopped);
  assert.equal(await soon(client.call("a:B", "echo", 5)), 5);
  assert.deepEqual(workers[1].asked, ["boot", "call"]);
});

test("a call that is sent when Python has ended meanwhile is rejected", async () => {
  await soon(client.start());
  // Both wait for the same promise, and the first ends Python before the second asks.
  const first = client.start().then(() => client.stop());
  const second = client.call("a:B", "echo", 6);
  await first;
  await assert.rejects(soon(second), Stopped);
});

test("the death of the worker is reported to the calls that wait", async () => {
  const waiting = client.call("a:B", "never");
  waiting.catch(() => {});
  await soon(client.start());
  workers[0].release();
  await assert.rejects(soon(waiting), Died);
  assert.equal(client.state, "off");
});

test("the death of a worker that was replaced does not end the new one", async () => {
  // The browser hands over the lock of the dead worker in several steps, and the
  // reader may press Stop between any two of them.
  for (let steps = 0; steps < 12; steps += 1) {
    await soon(client.start());
    workers.at(-1).release();
    for (let step = 0; step < steps; step += 1) await null;
    if (client.state !== "ready") continue;
    client.stop();
    await soon(client.start());
  }
});
