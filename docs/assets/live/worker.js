import { Boot } from "./boot.js";
import { OutputBatch } from "./output.js";

/** @import { Answer, Request, RunRequest, CallRequest, Start } from "./messages.js" */

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
  let turn = Promise.resolve();
  port.onmessage = ({ data }) => {
    turn = turn.then(() => answer(data));
  };

  /** @param {Request} request */
  async function answer(request) {
    try {
      const work = request.type === "run" ? run : call;
      send({ type: "reply", id: request.id, value: await work(request) });
    } catch (error) {
      send({ type: "reply", id: request.id, fault: reasonOf(error) });
    }
  }

  /** @param {any} request */
  async function run({ id, page, program, file, code }) {
    const batch = new OutputBatch((text) => send({ type: "output", id, text }));
    const write = batch.write.bind(batch);
    pyodide.setStdout({ write });
    pyodide.setStderr({ write });
    try {
      return JSON.parse(await runner.run(page, program, file, code));
    } finally {
      batch.close();
    }
  }

  /** @param {any} request */
  async function call({ tool, method, args }) {
    return JSON.parse(runner.call(tool, method, JSON.stringify(args)));
  }
}

/** @param {unknown} error */
function reasonOf(error) {
  return error instanceof Error ? error.message : String(error);
}
