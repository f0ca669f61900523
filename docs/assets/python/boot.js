import { reasonOf } from "../shared/wording.js";
import { CachedFiles } from "./cached-files.js";
import liveCrypto from "./live_crypto.py";
import livePackages from "./live_packages.py";
import liveRunner from "./live_runner.py";
import { bootFromSnapshot, prepareParts } from "./snapshot-boot.js";

/** @import { Parts } from "./snapshot-boot.js" */

/**
 * @typedef {{loadPyodide: (options: object) => Promise<any>, createPyodideModule: unknown}} Loader
 */

const LOADER = ["pyodide.mjs", "pyodide.asm.mjs"];
const OWN_MODULES = {
  live_crypto: liveCrypto,
  live_packages: livePackages,
  live_runner: liveRunner,
};
const PACKAGES = ["pyjwt", "itsdangerous", "jwt-or-session-examples"];
/** Milliseconds after a prefetch until its files are kept; most boots take less. */
const KEEP_AFTER = 1000;

/** Boots Python once: from the snapshot, or in the plain way if that fails. */
export class Boot {
  /** @type {Parts | undefined} */
  #parts;

  /**
   * @param {string} base address of the folder of Python's files
   * @param {boolean} plain boot as Pyodide itself does, without the snapshot
   * @param {(loaded: number) => void} progress called with the bytes loaded so far
   */
  constructor(base, plain, progress) {
    this.plain = plain;
    this.files = new CachedFiles(base, progress);
    this.loader = importLoader(this.files);
    // `run` waits for it and reports the failure; until then it is no uncaught error.
    this.loader.catch(() => {});
  }

  /** Prepares what a boot needs before the reader needs Python. */
  async prefetch() {
    if (this.plain) return;
    const { snapshot, wasm, texts } = this.#prepare();
    await Promise.allSettled([snapshot, wasm, texts]);
    // A boot that is under way must not wait for the storage, and keeps the files
    // itself when it ends.
    setTimeout(() => this.files.keepBytes(), KEEP_AFTER);
  }

  /** @returns {Promise<{pyodide: any, way: string}>} Pyodide's API and how it was made */
  async run() {
    const booted = await this.#boot();
    this.files.keepBytes();
    for (const name of LOADER) this.files.keep(name);
    return booted;
  }

  #prepare() {
    if (this.#parts) return this.#parts;
    const parts = prepareParts(this.files);
    // If a prefetch fails, the boot that needs its parts fetches them again.
    parts.failed.catch(() => (this.#parts = undefined));
    return (this.#parts = parts);
  }

  async #boot() {
    let way = "plain";
    if (!this.plain) {
      try {
        const parts = this.#prepare();
        const pyodide = await bootFromSnapshot(this.files, this.loader, parts);
        return { pyodide, way: "snapshot" };
      } catch (error) {
        // The snapshot uses private API of Pyodide, so no failure of it may keep
        // Python from booting.
        way = `plain, since ${reasonOf(error)}`;
      }
    }
    return { pyodide: await bootPlain(this.files, await this.loader), way };
  }
}

/** @param {CachedFiles} files @returns {Promise<Loader>} */
async function importLoader(files) {
  const imports = LOADER.map((name) => import(files.base + name));
  const [{ loadPyodide }, asm] = await Promise.all(imports);
  return { loadPyodide, createPyodideModule: asm.default };
}

/**
 * @param {CachedFiles} files
 * @param {Loader} loader
 */
async function bootPlain(files, { loadPyodide }) {
  const { fetch } = globalThis;
  globalThis.fetch = (request) => files.open(String(request).slice(files.base.length));
  try {
    const pyodide = await loadPyodide({ indexURL: files.base, packages: PACKAGES });
    const site = pyodide.runPython("import sysconfig; sysconfig.get_path('purelib')");
    for (const [name, text] of Object.entries(OWN_MODULES))
      pyodide.FS.writeFile(`${site}/${name}.py`, text);
    return pyodide;
  } finally {
    globalThis.fetch = fetch;
  }
}
