import { sha256Hex } from "../shared/digest.js";
import { unpack } from "../shared/unpack.js";
import { compileWasm } from "./compile-wasm.js";
import { addKnownBytes, spreadPages } from "./snapshot.js";

/**
 * @import { CachedFiles } from "./cached-files.js"
 * @import { Loader } from "./boot.js"
 * @import { SnapshotFacts } from "./snapshot.js"
 */

// The build replaces this constant; see snippets/bundle.py.
/** @type {SnapshotFacts} */ const facts = SNAPSHOT;

const FILE = "python.snapshot.gz";
const WASM = "pyodide.asm.wasm";
const STDLIB = "python_stdlib.zip";
const EMPTY_ZIP = Uint8Array.of(0x50, 0x4b, 5, 6, ...new Array(18).fill(0));

/**
 * @typedef {{snapshot: Promise<Uint8Array>, wasm: Promise<WebAssembly.Module>,
 *   texts: Promise<Record<string, string>>, failed: Promise<never>}} Parts
 */

/**
 * Fetches, inflates and compiles what a boot from the snapshot needs. All of this can
 * be done before anybody asks for Python, and it is most of the work: with these parts
 * at hand, a boot took 359 ms where a plain boot took 4,359 ms.
 *
 * @param {CachedFiles} files
 * @returns {Parts}
 */
export function prepareParts(files) {
  const snapshot = readSnapshot(files);
  const wasm = compileWasm(files.bytes(`${WASM}.gz`));
  const texts = files.bytes("packages.json.gz").then((small) => unpack(small).json());
  return { snapshot, wasm, texts, failed: firstFailure(snapshot, wasm, texts) };
}

/**
 * Restores Python's memory as the build left it, with PyJWT and the examples imported.
 * This takes 0.21 of the time of a plain boot, and it needs neither the standard
 * library nor a second import of anything. The price is private API of Pyodide
 * (`_loadSnapshot` and the order in which it loads), so its version is pinned, and
 * boot.js falls back to the plain boot if anything here fails.
 *
 * @param {CachedFiles} files
 * @param {Promise<Loader>} loader
 * @param {Parts} parts
 * @returns {Promise<any>} Pyodide's API
 */
export async function bootFromSnapshot(files, loader, parts) {
  const { snapshot, wasm, texts, failed } = parts;
  const memory = new Uint8Array(facts.rawBytes);
  const patch = patchLoading(files, wasm);
  try {
    const { loading, unfilled } = load(files.base, await loader, memory, async () => {
      spreadPages(await snapshot, memory, facts.pageBytes);
      addKnownBytes(memory, patch.memory().buffer, facts.knownBytes);
    });
    // Pyodide would wait for ever for a part that fails, or for memory that cannot be
    // filled, so race it against both.
    const pyodide = await Promise.race([loading, failed, unfilled]);
    writePackages(pyodide.FS, await texts);
    pyodide.pyimport("live_start").complete(() => {
      files.keep(STDLIB);
      return fetchNow(files.base + STDLIB);
    });
    return pyodide;
  } finally {
    patch.undo();
  }
}

/**
 * Loads the snapshot's file, checks and inflates it.
 *
 * @param {CachedFiles} files
 */
async function readSnapshot(files) {
  const small = await files.bytes(FILE);
  if ((await sha256Hex(small)) !== facts.sha256) {
    await files.forget(FILE);
    throw new Error("the snapshot is damaged");
  }
  return new Uint8Array(await unpack(small).arrayBuffer());
}

/**
 * @param {string} indexURL
 * @param {Loader} loader
 * @param {Uint8Array} memory Pyodide needs its length at once, but its content only
 *   after `fill`. So WebAssembly is instantiated while the snapshot is on its way
 * @param {() => Promise<void>} fill
 * @returns {{loading: Promise<any>, unfilled: Promise<never>}} Pyodide's API, and a
 *   promise that is rejected if `fill` fails
 */
function load(indexURL, { loadPyodide, createPyodideModule }, memory, fill) {
  const never = new Promise(() => {});
  /** @type {(reason: unknown) => void} */
  let reject;
  const unfilled = /** @type {Promise<never>} */ (
    new Promise((_, refuse) => (reject = refuse))
  );
  const fsInit = () =>
    fill().catch((error) => {
      reject(error);
      return never;
    });
  const options = { indexURL, createPyodideModule, _loadSnapshot: memory, fsInit };
  return { loading: loadPyodide(options), unfilled };
}

/**
 * @param {...Promise<unknown>} parts
 * @returns {Promise<never>} rejected as soon as one of them is
 */
function firstFailure(...parts) {
  const failed = new Promise((_, reject) => Promise.all(parts).catch(reject));
  // No code waits for it until Python boots, and until then it must not count as an
  // uncaught error.
  failed.catch(() => {});
  return /** @type {Promise<never>} */ (failed);
}

/**
 * Replaces how Pyodide loads its files: it gets the compiled module, and an empty
 * archive for the standard library, which saves most visits that download. The page
 * has the module compiled beside the boot, which Pyodide offers no option for.
 *
 * @param {CachedFiles} files
 * @param {Promise<WebAssembly.Module>} wasm
 * @returns {{memory: () => WebAssembly.Memory, undo: () => void}} the memory of the
 *   instance that Pyodide made
 */
function patchLoading(files, wasm) {
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
    undo() {
      Object.assign(globalThis, { fetch });
      Object.assign(WebAssembly, { instantiateStreaming });
    },
  };
}

/**
 * Writes the packages' source files. Their modules are in memory already, but
 * tracebacks quote the files, and modules that the snapshot lacks are imported from
 * them.
 *
 * @param {any} fs Emscripten's file system
 * @param {Record<string, string>} texts path -> text
 */
function writePackages(fs, texts) {
  const encoder = new TextEncoder();
  const folders = Object.keys(texts).map((path) =>
    path.slice(0, path.lastIndexOf("/")),
  );
  new Set(folders).forEach((folder) => fs.mkdirTree(folder));
  for (const [path, text] of Object.entries(texts))
    fs.writeFile(path, encoder.encode(text), { canOwn: true });
}

/**
 * Fetches a file and blocks until it is there, because Python's import cannot wait
 * for a promise.
 *
 * @param {string} address
 * @returns {Uint8Array}
 */
function fetchNow(address) {
  const request = new XMLHttpRequest();
  request.open("GET", address, false);
  request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new Error(`${address} answered ${request.status}.`);
  return new Uint8Array(request.response);
}
