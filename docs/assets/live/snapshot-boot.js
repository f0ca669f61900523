import { addKnownBytes, readSnapshot, unpack } from "./snapshot.js";

/** @import { Files } from "./files.js" */
/** @import { Loader } from "./boot.js" */

const WASM = "pyodide.asm.wasm";
const STDLIB = "python_stdlib.zip";
const EMPTY_ZIP = Uint8Array.of(0x50, 0x4b, 5, 6, ...new Array(18).fill(0));

/** What a boot from the snapshot needs, to be fetched before it is asked for. */
export const NEEDED = [`${WASM}.gz`, "python.snapshot.gz", "packages.json"];

/**
 * Restores Python's memory as the build left it, PyJWT and the examples imported.
 *
 * @param {Files} files
 * @param {Promise<Loader>} loader
 * @returns {Promise<any>} Pyodide's API
 */
export async function bootFromSnapshot(files, loader) {
  const memory = new Uint8Array(SNAPSHOT.rawBytes);
  const snapshot = readSnapshot(files, memory);
  const wasm = files
    .bytes(`${WASM}.gz`)
    .then((small) => WebAssembly.compileStreaming(unpack(small, "application/wasm")));
  // Whoever awaits later still gets the error; this keeps it from being uncaught.
  snapshot.catch(() => {});
  wasm.catch(() => {});
  const own = replaceLoading(files, wasm);
  try {
    const { loadPyodide, createPyodideModule } = await loader;
    const pyodide = await loadPyodide({
      indexURL: files.base,
      createPyodideModule,
      // Pyodide needs its length first, and its content only after fsInit: so the
      // instance is made while the snapshot is still on its way.
      _loadSnapshot: memory,
      fsInit: async () => {
        await snapshot;
        addKnownBytes(memory, own.memory());
      },
    });
    layPackages(pyodide.FS, await files.bytes("packages.json"));
    pyodide.pyimport("live_start").complete(() => fetchNow(files.base + STDLIB));
    return pyodide;
  } finally {
    own.end();
  }
}

/**
 * Hands Pyodide the compiled module and no standard library, and learns which memory
 * its instance has.
 *
 * @param {Files} files
 * @param {Promise<WebAssembly.Module>} wasm
 */
function replaceLoading(files, wasm) {
  const { fetch } = globalThis;
  const { instantiateStreaming } = WebAssembly;
  /** @type {WebAssembly.Memory} */
  let memory;
  globalThis.fetch = async (request) => {
    const name = String(request).slice(files.base.length);
    if (name === WASM) return new Response();
    return name === STDLIB ? new Response(EMPTY_ZIP) : files.open(name);
  };
  WebAssembly.instantiateStreaming = async (_, imports) => {
    const module = await wasm;
    const instance = await WebAssembly.instantiate(module, imports);
    memory = /** @type {WebAssembly.Memory} */ (instance.exports.memory);
    return { module, instance };
  };
  return {
    memory: () => memory,
    end: () =>
      Object.assign(globalThis, { fetch }) &&
      Object.assign(WebAssembly, { instantiateStreaming }),
  };
}

/**
 * Lays the packages' files beside their modules, which are in memory already: for
 * tracebacks, and for what is imported later.
 *
 * @param {any} fs Emscripten's file system
 * @param {Uint8Array} json path -> text
 */
function layPackages(fs, json) {
  const texts = JSON.parse(new TextDecoder().decode(json));
  for (const [path, text] of Object.entries(texts)) {
    fs.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    fs.writeFile(path, text);
  }
}

/**
 * @param {string} address
 * @returns {Uint8Array} at once, since Python's import cannot wait for a promise
 */
function fetchNow(address) {
  const request = new XMLHttpRequest();
  request.open("GET", address, false);
  request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new Error(`${address} answered ${request.status}.`);
  return new Uint8Array(request.response);
}
