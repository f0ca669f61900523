import { fencedWorker } from "./fenced-worker.js";

// The build replaces this constant; see snippets/bundle.py.
/** @type {string} */ const file = COMPILER_FILE;

/**
 * Inflates and compiles Python's WebAssembly in a worker of its own. The module has
 * 9.6 MB, and both steps together take about as long as the rest of the boot, which
 * goes on at the same time.
 *
 * @param {Promise<Uint8Array>} small the module as a gzip file
 * @returns {Promise<WebAssembly.Module>}
 */
export async function compileWasm(small) {
  const { thread, end } = fencedWorker(new URL(file, import.meta.url));
  try {
    return await new Promise((resolve, reject) => {
      thread.onmessage = ({ data: { module, fault } }) =>
        module ? resolve(module) : reject(new Error(fault));
      thread.onerror = (event) => reject(new Error(event.message || `${file} failed`));
      thread.onmessageerror = () => reject(new Error(`${file} sent no module`));
      small.then((bytes) => thread.postMessage(bytes)).catch(reject);
    });
  } finally {
    end();
  }
}
