import livePackages from "./live_packages.py";
import liveRunner from "./live_runner.py";
import liveWebcrypto from "./live_webcrypto.py";
import { Files } from "./files.js";
import { NEEDED, bootFromSnapshot } from "./snapshot-boot.js";

const LOADER = ["pyodide.mjs", "pyodide.asm.mjs"];
const OWN = {
  live_packages: livePackages,
  live_runner: liveRunner,
  live_webcrypto: liveWebcrypto,
};
const PACKAGES = ["pyjwt", "jwt-or-session-examples"];

/**
 * @typedef {{loadPyodide: (options: object) => Promise<any>, createPyodideModule: unknown}} Loader
 */

/** One boot of Python: first the bytes, then, when somebody needs it, the rest. */
export class Boot {
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

  /** Fetches what a boot will need, as long as nobody needs it yet. */
  prefetch() {
    if (this.plain) return;
    for (const name of NEEDED) this.files.bytes(name).catch(() => {});
  }

  /** @returns {Promise<{pyodide: any, way: string}>} Pyodide's API and how it was made */
  async run() {
    const booted = await this.#boot();
    for (const name of LOADER) this.files.keep(name);
    return booted;
  }

  async #boot() {
    let way = "plain";
    if (!this.plain) {
      try {
        const pyodide = await bootFromSnapshot(this.files, this.loader);
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
