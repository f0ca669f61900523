import { fencedWorker } from "./fenced-worker.js";

/** @import { Answer, Start } from "./messages.js" */

/**
 * @typedef {{post: (message: object) => void, end: () => void}} WorkerLink
 */

/**
 * Starts Python's worker and reports its death, whatever the cause.
 *
 * @param {{base: URL, worker: URL, plain: boolean}} options
 * @param {(answer: Answer) => void} onAnswer
 * @param {(reason: string) => void} onDeath
 * @returns {WorkerLink}
 */
export function startWorker({ base, worker, plain }, onAnswer, onDeath) {
  const { thread, end } = fencedWorker(worker);
  const channel = new MessageChannel();
  const lock = `python-${crypto.randomUUID()}`;
  const watch = new AbortController();
  let ready = false;
  channel.port1.onmessage = ({ data }) => {
    ready ||= data.type === "ready";
    // The worker holds the lock by now, so the page gets it only when the worker is
    // dead. No event of the browser reports that.
    if (data.type === "ready") watchLock(lock, watch.signal, onDeath);
    onAnswer(data);
  };
  thread.onerror = (event) => {
    event.preventDefault();
    // Later errors come from callbacks of a cell, and they do not end the worker.
    if (!ready) onDeath(event.message || "Its script could not be loaded.");
  };
  /** @type {Start} */
  const start = { base: base.href, plain, port: channel.port2, lock };
  thread.postMessage(start, [channel.port2]);
  return {
    post: (message) => channel.port1.postMessage(message),
    end() {
      watch.abort();
      end();
      channel.port1.close();
    },
  };
}

/**
 * @param {string} lock
 * @param {AbortSignal} signal
 * @param {(reason: string) => void} onDeath
 */
async function watchLock(lock, signal, onDeath) {
  // Browsers offer locks on https and localhost only. Elsewhere a dead worker goes
  // unnoticed until the reader presses Stop.
  if (!navigator.locks) return;
  try {
    await navigator.locks.request(lock, { signal }, () => {});
    // The page may have ended the worker while the browser was handing over the lock.
    if (!signal.aborted) onDeath("its worker was closed.");
  } catch {
    // The page ended the worker itself and called the watch off.
  }
}
