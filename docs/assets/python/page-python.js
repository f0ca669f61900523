import { Python } from "./client.js";

// Constants that the build writes in; see snippets/bundle.py.
/** @type {string} */ const folder = PYTHON_FOLDER;
/** What a boot from the snapshot loads. */
export const PYTHON_SIZE = PYTHON_BYTES;
/** @type {string} */ const worker = WORKER_FILE;

/** What server panels load besides. */
export const SERVER_ARCHIVE = SERVER;
/** The folder of Python's files; its name changes when one of them does. */
export const PYTHON_BASE = new URL(`../python/${folder}/`, import.meta.url);

/** The one Python of this visit, kept across instant navigation. */
export const python = new Python({
  base: PYTHON_BASE,
  worker: new URL(worker, import.meta.url),
  plain: new URLSearchParams(location.search).get("boot") === "plain",
});

export function savesData() {
  return Boolean(/** @type {any} */ (navigator).connection?.saveData);
}

/** Fetches Python's bytes once the page is painted, unless the reader saves data. */
export function prefetchWhenIdle() {
  if (savesData()) return;
  const whenIdle = window.requestIdleCallback ?? setTimeout;
  const prefetch = () => whenIdle(() => python.prefetch());
  if (document.readyState === "complete") prefetch();
  else addEventListener("load", prefetch, { once: true });
}

const NEEDED = "python-needed";
const BOOT = "python-boot";
const root = document.documentElement;
root.dataset.python = python.state;

python.addEventListener("state", () => {
  root.dataset.python = python.state;
  root.dataset.pythonBoot = python.way;
  measure();
});

function measure() {
  if (performance.getEntriesByName(BOOT).length) return;
  if (python.state === "loading") performance.mark(NEEDED);
  if (python.state === "ready") performance.measure(BOOT, NEEDED);
}
