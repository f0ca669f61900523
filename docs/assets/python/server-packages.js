import { CachedFiles } from "./cached-files.js";
import { LoadFailed } from "./client.js";
import { loadingNote } from "./loading-note.js";
import { PYTHON_BASE, SERVER_ARCHIVE, python } from "./page-python.js";
import { sha256Hex } from "../shared/digest.js";
import { megabytes, reasonOf } from "../shared/wording.js";

/** Imported in steps, so that a cell can run between two of them. */
const MODULES = [
  "pydantic",
  "starlette.applications",
  "fastapi.openapi.models",
  "fastapi",
  "httpx",
  "examples.panel.browser_server",
  "examples.panel.two_servers",
];

/** The packages of the servers could not be loaded; the message says why. */
export class PackagesFailed extends LoadFailed {}

/**
 * Loads the packages that Python needs for the server panels. They come in one archive,
 * which is fetched once in a visit and kept for the next. Fires `progress` when bytes
 * arrive.
 */
class ServerPackages extends EventTarget {
  loaded = 0;
  /** @type {"" | "loading" | "importing" | "ready"} */
  state = "";
  #files = new CachedFiles(PYTHON_BASE.href, (loaded) => {
    this.loaded = loaded;
    this.#tell(this.state);
  });
  /** @type {Promise<void> | undefined} */
  #ready;

  constructor() {
    super();
    python.addEventListener("state", () => {
      if (python.state === "ready" || python.state === "loading") return;
      // The next Python starts without the packages.
      this.#ready = undefined;
      this.#tell("");
    });
  }

  /** Fetches the archive, so that `load` is quick. */
  prefetch() {
    this.#files.bytes(SERVER_ARCHIVE.file).catch(() => {});
  }

  /** Boots Python and imports the packages, once for each Python. */
  load() {
    if (!this.#ready) {
      const ready = this.#load();
      this.#ready = ready;
      ready.catch(() => {
        if (this.#ready !== ready) return;
        this.#ready = undefined;
        this.#tell("");
      });
    }
    return this.#ready;
  }

  async #load() {
    this.#tell("loading");
    const [archive] = await Promise.all([this.#archive(), python.start()]);
    // Kept for a visit without a network, now that no boot is under way.
    await this.#files.keepBytes();
    this.#tell("importing");
    await python.add(archive);
    for (const name of MODULES)
      await python.call("live_packages:Packages", "warm", name);
    this.#tell("ready");
  }

  async #archive() {
    const { file, sha256 } = SERVER_ARCHIVE;
    try {
      const archive = await this.#files.bytes(file);
      // Browsers offer digests on https and localhost only. Elsewhere the archive is as
      // open to tampering as this script.
      if (crypto.subtle && (await sha256Hex(archive)) !== sha256) {
        await this.#files.forget(file);
        throw new Error(`${file} is damaged.`);
      }
      return archive;
    } catch (error) {
      this.loaded = this.#files.loaded = 0;
      throw new PackagesFailed(reasonOf(error));
    }
  }

  /** @param {ServerPackages["state"]} state */
  #tell(state) {
    this.state = state;
    this.dispatchEvent(new Event("progress"));
  }
}

/** The packages of this visit. Instant navigation keeps them. */
export const packages = new ServerPackages();

/** @returns {string} how far the loading is, for a reader who waits; else empty */
export function packagesNote() {
  const { state, loaded } = packages;
  if (state === "importing") return "Python is importing the server.";
  if (state !== "loading") return "";
  const whole = SERVER_ARCHIVE.bytes;
  const server = `Loading the server: ${megabytes(loaded)} of ${megabytes(whole)}`;
  return python.state === "loading" ? `${server}. ${loadingNote()}` : server;
}
