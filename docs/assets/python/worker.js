import { loadCrypto } from "../shared/load-crypto.js";
import { unpack } from "../shared/unpack.js";
import { reasonOf } from "../shared/wording.js";
import { Boot } from "./boot.js";
import { hardenGlobals } from "./harden.js";
import { OutputBatch } from "./output-batch.js";

/** @import { Answer, Request, Start } from "./messages.js" */

// A worker that is loaded by address has no content security policy on hosts that
// send no headers, while one from a blob inherits the page's. Refuse to run outside a
// blob, so that code in a cell cannot start a twin of this worker without the policy.
if (location.protocol !== "blob:")
  throw new Error("This script runs only in a worker that was started from a blob.");

// A cell may overwrite prototypes, so keep the functions that send replies.
const post = MessagePort.prototype.postMessage;
const apply = Reflect.apply;

addEventListener("message", ({ data }) => start(data), { once: true });

/**
 * Prepares Python, and boots it when the page asks for it.
 *
 * @param {Start} options
 */
function start({ base, plain, port, lock }) {
  /** @param {Answer} answer */
  const send = (answer) => apply(post, port, [answer]);
  // The browser frees this lock when the worker ends, however it ends, and the page
  // waits for that.
  navigator.locks?.request(lock, () => new Promise(() => {}));
  // Python cannot wait for a promise in every browser, so its algorithms come early.
  const library = loadCrypto();
  // The boot waits for it and reports the failure; until then it is no uncaught error.
  library.catch(() => {});
  const boot = new Boot(base, plain, (loaded) => send({ type: "progress", loaded }));
  boot.prefetch();
  port.onmessage = async () => {
    try {
      const { pyodide, way } = await boot.run();
      pyodide.registerJsModule("jose_crypto", await library);
      pyodide.pyimport("live_crypto").register();
      serve(pyodide, port, send);
      send({ type: "ready", way });
    } catch (error) {
      send({ type: "failed", reason: reasonOf(error) });
    }
  };
}

/**
 * Answers the page's requests one after another.
 *
 * @param {any} pyodide
 * @param {MessagePort} port
 * @param {(answer: Answer) => void} send
 */
function serve(pyodide, port, send) {
  const runner = pyodide.pyimport("live_runner").Runner();
  const packages = pyodide.pyimport("live_packages");
  let batch = new OutputBatch(() => {});
  batch.close();
  let previous = Promise.resolve();
  port.onmessage = ({ data }) => {
    previous = answerAfter(previous, data);
  };
  reportRawOutput(pyodide, () => batch, send);
  hardenGlobals();

  /** @param {Promise<void>} earlier @param {Request} request */
  async function answerAfter(earlier, request) {
    // A reply that could not be sent must not hold up the next one.
    await earlier.catch(() => {});
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
 * Reports what does not go through `sys.stdout`: raw output, errors of callbacks, and
 * the end of Python.
 *
 * @param {any} pyodide
 * @param {() => OutputBatch} latest the output of the run in progress, or of the last
 * @param {(answer: Answer) => void} send
 */
function reportRawOutput(pyodide, latest, send) {
  const decoder = new TextDecoder();
  /** @param {Uint8Array} bytes */
  const write = (bytes) => {
    latest().write(decoder.decode(bytes, { stream: true }));
    return bytes.length;
  };
  pyodide.setStdout({ write });
  pyodide.setStderr({ write });
  let alive = true;
  // Private API of Pyodide. Nothing else reports a fatal error, after which the run
  // would never answer.
  pyodide._api.on_fatal = (/** @type {unknown} */ error) => {
    alive = false;
    latest().flush();
    send({ type: "died", reason: reasonOf(error) });
  };
  /** @param {Event} event @param {unknown} error */
  const show = (event, error) => {
    if (alive && !latest().open) return;
    event.preventDefault();
    // Python has printed its own errors already; their message is empty here.
    const reason = reasonOf(error);
    if (alive && reason) latest().write(`Uncaught ${reason}\n`);
  };
  addEventListener("error", (event) => show(event, event.error ?? event.message));
  addEventListener("unhandledrejection", (event) => show(event, event.reason));
}
