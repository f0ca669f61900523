// The build writes it in; see snippets/bundle.py.
/** @type {string} */ const file = COMPILER_FILE;

/**
 * Inflates and compiles Python's WebAssembly in a worker of its own: both take as long
 * as the rest of the boot, which goes on meanwhile.
 *
 * @param {Promise<Uint8Array>} small the module as a gzip file
 * @returns {Promise<WebAssembly.Module>}
 */
export async function compileBeside(small) {
  const address = JSON.stringify(new URL(file, import.meta.url).href);
  // A blob, for the same reason as in worker-link.js.
  const blob = new Blob([`import ${address};`], { type: "text/javascript" });
  const worker = new Worker(URL.createObjectURL(blob), { type: "module" });
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data: { module, fault } }) =>
        module ? resolve(module) : reject(new Error(fault));
      worker.onerror = (event) => reject(new Error(event.message || `${file} failed`));
      small.then((bytes) => worker.postMessage(bytes), reject);
    });
  } finally {
    worker.terminate();
  }
}
