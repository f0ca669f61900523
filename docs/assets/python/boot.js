import livePackages from "./live_packages.py";
import liveRunner from "./live_runner.py";
import liveWebcrypto from "./live_webcrypto.py";
import { Files } from "./cached-files.js";
import { bootFromSnapshot, prepare } from "./snapshot-boot.js";

const LOADER = ["pyodide.mjs", "pyodide.asm.mjs"];
const OWN = {
  live_packages: livePackages,
  live_runner: liveRunner,
  live_webcrypto: liveWebcrypto,
};
const PAUSE = 1000; // milliseconds, longer than most boots
const PACKAGES = ["pyjwt", "itsdangerous", "jwt-or-session-examples"];

/**
 * @typedef {{loadPyodide: (options: object) => Promise<any>, createPyodideModule: unknown}} Loader
 */

/** @import { Parts } from "./snapshot-boot.js" */

/** One boot of Python: first the parts, then, when somebody needs it, the rest. */
export class Boot {
  /** @type {Parts | undefined} */
  #parts;

  /**
   * @param {string} base address of the runtime's folder
   * @param {boolean} plain boot as Pyodide itself does, without the snapshot
   * @param {(loaded: number) => void} progress told the bytes so far
   */
  constructor(base, plain, progress) {
    this.plain = plain;
    this.files = new Files(base, progress);
    this.loader = importLoader(this.files);
    this.loader.catch(() => {});
  }

  /** Prepares what a boot will need, as long as nobody needs it yet. */
  async prefetch() {
    if (this.plain) return;
    const { snapshot, wasm, texts } = this.#prepare();
    await Promise.allSettled([snapshot, wasm, texts]);
    // A boot may be under way: it comes first, and keeps them itself.
    setTimeout(() => this.files.keepBytes(), PAUSE);
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
    const parts = prepare(this.files);
    // What fails as long as nobody needs it is tried again.
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
        // The snapshot is private API of Pyodide: whatever is wrong with it, Python boots.
        way = `plain, since ${error instanceof Error ? error.message : error}`;
      }
    }
    return { pyodide: await bootPlain(this.files, await this.loader), way };
  }
}

/** @param {Files} files @returns {Promise<Loader>} */
async function importLoader(files) {
  const imports = LOADER.map((name) => import(files.base + name));
  const [{ loadPyodide }, asm] = await Promise.all(imports);
  return { loadPyodide, createPyodideModule: asm.default };
}

/**
 * @param {Files} files
 * @param {Loader} loader
 */
async function bootPlain(files, { loadPyodide }) {
  const { fetch } = globalThis;
  globalThis.fetch = (request) => files.open(String(request).slice(files.base.length));
  try {
    const pyodide = await loadPyodide({ indexURL: files.base, packages: PACKAGES });
    const site = pyodide.runPython("import sysconfig; sysconfig.get_path('purelib')");
    for (const [name, text] of Object.entries(OWN))
      pyodide.FS.writeFile(`${site}/${name}.py`, text);
    return pyodide;
  } finally {
    globalThis.fetch = fetch;
  }
}
