import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

// What the build and the browser give the module before it is imported.
Object.assign(globalThis, {
  PYTHON_FOLDER: "c0ffee",
  PYTHON_BYTES: 7_700_000,
  WORKER_FILE: "worker.js",
  SERVER: {},
  location: { search: "" },
  document: { documentElement: { dataset: {} }, readyState: "complete" },
  window: { requestIdleCallback: (call) => call() },
  matchMedia: () => ({ matches: finger }),
  IntersectionObserver: class {
    constructor(call) {
      observers.push(this);
      this.call = call;
    }
    observe() {}
    disconnect() {
      this.ended = true;
    }
  },
});
const observers = [];
let finger = false;
const HOST = "../../../../docs/assets/python";
const { PythonHost, failureSentence, prepareWhenIdle } = await import(
  `${HOST}/host.js`
);
const { Died, LoadFailed, Stopped } = await import(`${HOST}/client.js`);
const { python } = await import(`${HOST}/page-python.js`);

const saveData = (saveData) =>
  Object.defineProperty(navigator, "connection", {
    value: { saveData },
    configurable: true,
  });

const turn = () => new Promise((resolve) => setTimeout(resolve));

let calls;

beforeEach(() => {
  calls = [];
  observers.length = 0;
  finger = false;
  saveData(false);
  python.state = "off";
  python.prefetch = () => calls.push("prefetch");
  python.start = async () => {
    calls.push("start");
    throw new LoadFailed("offline");
  };
});

test("a failed load says what was kept and what to do", () => {
  assert.equal(
    failureSentence(new LoadFailed("x answered 404."), { kept: "Your input is kept" }),
    "Python could not be loaded: x answered 404. " +
      "Your input is kept: check the connection and press Retry.",
  );
  const words = { what: "The server", kept: "All is kept", retry: "wait" };
  assert.equal(
    failureSentence(new LoadFailed("no."), words),
    "The server could not be loaded: no. All is kept: check the connection and wait.",
  );
});

test("a stop says what is gone", () => {
  const kept = "Your input is kept";
  for (const error of [new Stopped("x"), new Died("x")])
    assert.equal(
      failureSentence(error, {
        kept,
        stopped: "The list is gone.",
        again: "sign again",
      }),
      "The list is gone. Your input is kept: sign again.",
    );
});

test("any other failure ends with the exception alone, and a full stop", () => {
  assert.equal(
    failureSentence(new Error("Traceback:\n  line 1\nValueError: no\n"), {
      kept: "Your input is kept",
    }),
    "The page could not do this: ValueError: no. Your input is kept: press Retry.",
  );
});

test("an element follows Python and its own sources while it is in the page", () => {
  let followed = 0;
  const other = new EventTarget();
  const host = new PythonHost(new EventTarget(), () => (followed += 1), other);
  const tell = () => {
    for (const source of [python, other]) source.dispatchEvent(new Event("progress"));
    python.dispatchEvent(new Event("state"));
  };
  tell();
  assert.equal(followed, 0);
  host.connect();
  tell();
  assert.equal(followed, 3);
  host.disconnect();
  tell();
  assert.equal(followed, 3);
});

test("progress is shown only while Python loads", () => {
  const host = new PythonHost(new EventTarget());
  assert.equal(host.loadingNote, "");
  python.state = "loading";
  python.loaded = 1_000_000;
  assert.equal(host.loadingNote, "Loading Python: 1.0 MB of 7.7 MB");
  python.loaded = 8_000_000;
  assert.equal(host.loadingNote, "Loading Python: 8.0 MB");
});

for (const approach of ["pointerenter", "focusin", "touchstart"]) {
  test(`Python starts at ${approach}, and its failure is left to who needs it`, async () => {
    const element = new EventTarget();
    new PythonHost(element).startOnApproach();
    for (let times = 0; times < 3; times += 1)
      element.dispatchEvent(new Event(approach));
    assert.deepEqual(calls, ["start"]);
    // An unhandled rejection would end this process with a fault.
    await new Promise((resolve) => setTimeout(resolve, 5));
  });
}

test("an element is told once that the reader comes near, and then that it is in view", () => {
  const host = new PythonHost(new EventTarget());
  host.watchApproach({
    near: () => calls.push("near"),
    inView: () => calls.push("in view"),
  });
  const [near, inView] = observers;
  near.call([{ isIntersecting: false }]);
  assert.deepEqual(calls, []);
  near.call([{ isIntersecting: true }]);
  inView.call([{ isIntersecting: true }]);
  assert.deepEqual(calls, ["near", "in view"]);
  assert.ok(near.ended && inView.ended);
});

test("leaving the page ends the watch", () => {
  const host = new PythonHost(new EventTarget());
  host.watchApproach({ near: () => {}, inView: () => {} });
  host.disconnect();
  assert.ok(observers.every(({ ended }) => ended));
});

test("an idle page boots Python, and on a phone fetches its files", async () => {
  prepareWhenIdle();
  await turn();
  assert.deepEqual(calls, ["start"]);
  finger = true;
  prepareWhenIdle();
  await turn();
  assert.deepEqual(calls, ["start", "prefetch"]);
});

test("nothing is fetched ahead for a reader who saves data", async () => {
  saveData(true);
  prepareWhenIdle();
  await turn();
  const host = new PythonHost(new EventTarget());
  host.watchApproach({
    near: () => calls.push("near"),
    inView: () => calls.push("in view"),
  });
  for (const { call } of observers) call([{ isIntersecting: true }]);
  assert.deepEqual(calls, []);
});
