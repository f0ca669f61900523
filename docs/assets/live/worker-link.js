/** @import { Answer, Start } from "./messages.js" */

/**
 * @typedef {{post: (message: object) => void, end: () => void}} WorkerLink
 */

/**
 * Starts one fenced worker and reports its death, whatever the cause.
 *
 * The worker is a blob that imports the real one, so that it inherits the page's
 * content security policy on hosts that send no headers.
 *
 * @param {{base: URL, worker: URL, plain: boolean}} options
 * @param {(answer: Answer) => void} onAnswer
 * @param {(reason: string) => void} onDeath
 * @returns {WorkerLink}
 */
export function startWorker({ base, worker, plain }, onAnswer, onDeath) {
  const source = `import ${JSON.stringify(worker.href)};`;
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const thread = new Worker(address, { type: "module" });
  const channel = new MessageChannel();
  const lock = `python-${crypto.randomUUID()}`;
  const watch = new AbortController();
  let ready = false;
  channel.port1.onmessage = ({ data }) => {
    ready ||= data.type === "ready";
    // The lock is the worker's by now: whoever gets it next knows that it is dead.
    if (data.type === "ready") watchLock(lock, watch.signal, onDeath);
    onAnswer(data);
  };
  thread.onerror = (event) => {
    event.preventDefault();
    // Later errors are those of a cell's callbacks, which do not end the worker.
    if (!ready) onDeath(event.message || "Its script could not be loaded.");
  };
  /** @type {Start} */
  const start = { base: base.href, plain, port: channel.port2, lock };
  thread.postMessage(start, [channel.port2]);
  return {
    post: (message) => channel.port1.postMessage(message),
    end() {
      watch.abort();
      thread.terminate();
      channel.port1.close();
      URL.revokeObjectURL(address);
    },
  };
}

/**
 * @param {string} lock
 * @param {AbortSignal} signal
 * @param {(reason: string) => void} onDeath
 */
async function watchLock(lock, signal, onDeath) {
  // Locks exist on https and localhost only; elsewhere Stop still works.
  if (!navigator.locks) return;
  try {
    await navigator.locks.request(lock, { signal }, () => {});
    onDeath("its worker was closed.");
  } catch {
    // The watch was called off, because the page ended the worker.
  }
}
