import { compileBeside } from "./compile-wasm.js";
import { addKnownBytes, readSnapshot, spread } from "./snapshot.js";
import { unpack } from "../shared/unpack.js";

/** @import { Files } from "./cached-files.js" */
/** @import { Loader } from "./boot.js" */

const WASM = "pyodide.asm.wasm";
const STDLIB = "python_stdlib.zip";
const EMPTY_ZIP = Uint8Array.of(0x50, 0x4b, 5, 6, ...new Array(18).fill(0));

/**
 * @typedef {{snapshot: Promise<Uint8Array>, wasm: Promise<WebAssembly.Module>,
 *   texts: Promise<Record<string, string>>, failed: Promise<never>}} Parts
 */

/**
 * Fetches, inflates and compiles what a boot from the snapshot needs: all of it that
 * can be done before anybody asks for Python.
 *
 * @param {Files} files
 * @returns {Parts}
 */
export function prepare(files) {
  const snapshot = readSnapshot(files);
  const wasm = compileBeside(files.bytes(`${WASM}.gz`));
  const texts = files.bytes("packages.json.gz").then((small) => unpack(small).json());
  return { snapshot, wasm, texts, failed: failure(snapshot, wasm, texts) };
}

/**
 * Restores Python's memory as the build left it, PyJWT and the examples imported.
 *
 * @param {Files} files
 * @param {Promise<Loader>} loader
 * @param {Parts} parts
 * @returns {Promise<any>} Pyodide's API
 */
export async function bootFromSnapshot(files, loader, parts) {
  const { snapshot, wasm, texts, failed } = parts;
  const memory = new Uint8Array(SNAPSHOT.rawBytes);
  const own = replaceLoading(files, wasm);
  try {
    const loading = load(files.base, await loader, memory, async () => {
      spread(await snapshot, memory);
      addKnownBytes(memory, own.memory());
    });
    // Pyodide itself would wait for ever for a part that fails.
    const pyodide = await Promise.race([loading, failed]);
    layPackages(pyodide.FS, await texts);
    pyodide.pyimport("live_start").complete(() => {
      files.keep(STDLIB);
      return fetchNow(files.base + STDLIB);
    });
    return pyodide;
  } finally {
    own.end();
  }
}

/**
 * @param {string} indexURL
 * @param {Loader} loader
 * @param {Uint8Array} memory Pyodide needs its length first, and its content only
 *   after `fill`: so the instance is made while the snapshot is still on its way
 * @param {() => Promise<void>} fill
 */
function load(indexURL, { loadPyodide, createPyodideModule }, memory, fill) {
  const never = new Promise(() => {});
  return loadPyodide({
    indexURL,
    createPyodideModule,
    _loadSnapshot: memory,
    fsInit: () => fill().catch(() => never),
  });
}

/**
 * @param {...Promise<unknown>} parts
 * @returns {Promise<never>} rejected as soon as one of them is
 */
function failure(...parts) {
  const failed = new Promise((_, reject) => Promise.all(parts).catch(reject));
  // Until somebody waits for it, it is not an uncaught error.
  failed.catch(() => {});
  return /** @type {Promise<never>} */ (failed);
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
 * @param {Record<string, string>} texts path -> text
 */
function layPackages(fs, texts) {
  const encoder = new TextEncoder();
  const folders = Object.keys(texts).map((path) =>
    path.slice(0, path.lastIndexOf("/")),
  );
  new Set(folders).forEach((folder) => fs.mkdirTree(folder));
  for (const [path, text] of Object.entries(texts))
    fs.writeFile(path, encoder.encode(text), { canOwn: true });
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
