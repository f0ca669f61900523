import { hexDigest } from "../shared/digest.js";
import { Files } from "../python/cached-files.js";
import { PYTHON_BASE, SERVER_ARCHIVE, python } from "../python/page-python.js";

/** Imported one after another, so that a cell's run need not wait for all of them. */
const MODULES = [
  "pydantic",
  "starlette.applications",
  "fastapi.openapi.models",
  "fastapi",
  "httpx",
  "examples.panel.browser_server",
];

/** The servers' packages could not be loaded; the message says why. */
export class PackagesFailed extends Error {}

/**
 * What Python needs for the server panels: one archive, fetched once a visit and kept
 * for the next. Fires `progress` when bytes arrive.
 */
class ServerPackages extends EventTarget {
  loaded = 0;
  /** @type {"" | "loading" | "importing" | "ready"} */
  state = "";
  #files = new Files(PYTHON_BASE.href, (loaded) => {
    this.loaded = loaded;
    this.#tell(this.state);
  });
  /** @type {Promise<void> | undefined} */
  #ready;

  constructor() {
    super();
    python.addEventListener("state", () => {
      if (python.state === "ready" || python.state === "loading") return;
      // A new Python has none of it.
      this.#ready = undefined;
      this.#tell("");
    });
  }

  prefetch() {
    this.#files.bytes(SERVER_ARCHIVE.file).catch(() => {});
  }

  /** Loads Python and the packages once for each Python. */
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
      // Without https there is no digest, and no promise that would need one.
      if (crypto.subtle && (await hexDigest(archive)) !== sha256) {
        await this.#files.forget(file);
        throw new Error(`${file} is damaged.`);
      }
      return archive;
    } catch (error) {
      this.loaded = this.#files.loaded = 0;
      throw new PackagesFailed(error instanceof Error ? error.message : String(error));
    }
  }

  /** @param {ServerPackages["state"]} state */
  #tell(state) {
    this.state = state;
    this.dispatchEvent(new Event("progress"));
  }
}

/** The ones of this visit, kept across instant navigation. */
export const packages = new ServerPackages();
