import { Boot } from "./boot.js";
import { harden } from "./harden.js";
import { OutputBatch } from "./output-batch.js";
import { unpack } from "../shared/unpack.js";

/** @import { Answer, Request, Start } from "./messages.js" */

// A worker that is loaded by address has no content security policy where the host
// sends none; one from a blob: address inherits the page's. Refuse the former, so
// that code in a cell cannot start an unfenced twin.
if (location.protocol !== "blob:") throw new Error("Start this from a blob.");

// A cell may overwrite prototypes; keep what answers are sent with.
const post = MessagePort.prototype.postMessage;
const apply = Reflect.apply;

addEventListener("message", ({ data }) => start(data), { once: true });

/** @param {Start} options */
function start({ base, plain, port, lock }) {
  /** @param {Answer} answer */
  const send = (answer) => apply(post, port, [answer]);
  // The page waits for this lock: it is freed when the worker ends, however it ends.
  navigator.locks?.request(lock, () => new Promise(() => {}));
  const boot = new Boot(base, plain, (loaded) => send({ type: "progress", loaded }));
  boot.prefetch();
  port.onmessage = async () => {
    try {
      const { pyodide, way } = await boot.run();
      await pyodide.pyimport("live_webcrypto").register();
      serve(pyodide, port, send);
      send({ type: "ready", way });
    } catch (error) {
      send({ type: "failed", reason: reasonOf(error) });
    }
  };
}

/**
 * @param {any} pyodide
 * @param {MessagePort} port
 * @param {(answer: Answer) => void} send
 */
function serve(pyodide, port, send) {
  const runner = pyodide.pyimport("live_runner").Runner();
  const packages = pyodide.pyimport("live_packages");
  let batch = new OutputBatch(() => {});
  batch.close();
  let turn = Promise.resolve();
  port.onmessage = ({ data }) => {
    turn = answerAfter(turn, data);
  };
  watch(pyodide, () => batch, send);
  harden();

  /** @param {Promise<void>} previous @param {Request} request */
  async function answerAfter(previous, request) {
    await previous;
    try {
      const value = await { run, call, add }[request.type](request);
      send({ type: "reply", id: request.id, value });
    } catch (error) {
      send({ type: "reply", id: request.id, fault: reasonOf(error) });
    }
  }

  /** @param {any} request */
  async function run({ id, page, program, file, code }) {
    batch = new OutputBatch((text) => send({ type: "output", id, text }));
    try {
      const result = JSON.parse(await runner.run(page, program, file, code, batch));
      return { ...result, lines: batch.close() };
    } finally {
      batch.close();
    }
  }

  /** @param {any} request */
  async function call({ tool, method, args }) {
    return JSON.parse(await runner.call(tool, method, JSON.stringify(args)));
  }

  /** @param {any} request */
  async function add({ archive }) {
    packages.add(new Uint8Array(await unpack(archive).arrayBuffer()));
  }
}

/**
 * Sends on what goes past `sys.stdout`: raw output, errors of callbacks, Python's end.
 *
 * @param {any} pyodide
 * @param {() => OutputBatch} latest the output of the run in progress, or of the last
 * @param {(answer: Answer) => void} send
 */
function watch(pyodide, latest, send) {
  const decoder = new TextDecoder();
  /** @param {Uint8Array} bytes */
  const write = (bytes) => {
    latest().write(decoder.decode(bytes, { stream: true }));
    return bytes.length;
  };
  pyodide.setStdout({ write });
  pyodide.setStderr({ write });
  let alive = true;
  // Private API, as the snapshot is: nothing else tells that a run will never end.
  pyodide._api.on_fatal = (/** @type {unknown} */ error) => {
    alive = false;
    latest().flush();
    send({ type: "died", reason: reasonOf(error) });
  };
  /** @param {Event} event @param {unknown} error */
  const show = (event, error) => {
    if (alive && !latest().open) return;
    event.preventDefault();
    // Python has printed its own errors already, and their message is empty.
    const reason = reasonOf(error);
    if (alive && reason) latest().write(`Uncaught ${reason}\n`);
  };
  addEventListener("error", (event) => show(event, event.error ?? event.message));
  addEventListener("unhandledrejection", (event) => show(event, event.reason));
}

/** @param {any} error Emscripten's are no instances of Error */
function reasonOf(error) {
  return String(error?.message ?? error);
}
