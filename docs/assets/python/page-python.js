import { PythonClient } from "./client.js";

// The build replaces these constants; see snippets/bundle.py.
/** @type {string} */ const folder = PYTHON_FOLDER;
/** @type {string} */ const worker = WORKER_FILE;
/** Bytes that a boot from the snapshot loads. */
export const PYTHON_SIZE = PYTHON_BYTES;
/** The archive that server panels load as well. */
export const SERVER_ARCHIVE = SERVER;
/** The folder of Python's files. Its name changes whenever one of them does. */
export const PYTHON_BASE = new URL(`../python/${folder}/`, import.meta.url);

const NEEDED = "python-needed";
const BOOT = "python-boot";

/** The one Python of this visit. Instant navigation keeps it. */
export const python = new PythonClient({
  base: PYTHON_BASE,
  worker: new URL(worker, import.meta.url),
  plain: new URLSearchParams(location.search).get("boot") === "plain",
});

const root = document.documentElement;
root.dataset.python = python.state;
python.addEventListener("state", () => {
  root.dataset.python = python.state;
  root.dataset.pythonBoot = python.way;
  measureFirstBoot();
});

function measureFirstBoot() {
  if (performance.getEntriesByName(BOOT).length) return;
  if (python.state === "loading") performance.mark(NEEDED);
  if (python.state === "ready") performance.measure(BOOT, NEEDED);
}
