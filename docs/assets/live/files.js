/** The cache is for this site alone: other sites may share the origin. */
const CACHE = `python ${new URL("../", import.meta.url).pathname} `;

/** The files of the runtime's folder: each is fetched once, and kept for the next visit. */
export class Files {
  loaded = 0;
  /** @type {Map<string, Promise<Uint8Array<ArrayBuffer>>>} */
  #bytes = new Map();
  #cache;
  /** @type {Map<string, Promise<void>>} */
  #puts = new Map();

  /**
   * @param {string} base address of the folder; it changes when a file does
   * @param {(loaded: number) => void} progress told all bytes so far
   */
  constructor(base, progress) {
    this.base = base;
    this.progress = progress;
    this.fetch = globalThis.fetch.bind(globalThis);
    this.#cache = openCache(base);
  }

  /**
   * @param {string} name
   * @returns {Promise<Uint8Array<ArrayBuffer>>}
   */
  bytes(name) {
    const known = this.#bytes.get(name);
    if (known) return known;
    const bytes = this.open(name).then(async (response) => {
      return new Uint8Array(await response.arrayBuffer());
    });
    this.#bytes.set(name, bytes);
    bytes.catch(() => this.#bytes.delete(name));
    return bytes;
  }

  /**
   * @param {string} name
   * @returns {Promise<Response>}
   */
  async open(name) {
    const address = this.base + name;
    const cache = await this.#cache;
    const response =
      (await cache?.match(address)) ?? (await this.#load(address, cache));
    return new Response(response.body?.pipeThrough(this.#counter()), response);
  }

  /**
   * Keeps a file for later visits that something else than `open` has loaded.
   *
   * @param {string} name
   */
  async keep(name) {
    const cache = await this.#cache;
    const address = this.base + name;
    if (cache && !(await cache.match(address)))
      await cache.add(address).catch(() => {});
  }

  /** @param {string} name */
  async forget(name) {
    const address = this.base + name;
    this.#bytes.delete(name);
    // What is still being kept would come back after it was forgotten.
    await this.#puts.get(address);
    await (await this.#cache)?.delete(address);
  }

  /** @param {string} address @param {Cache | undefined} cache */
  async #load(address, cache) {
    const response = await this.fetch(address);
    if (!response.ok) throw new Error(`${address} answered ${response.status}.`);
    // Storage may be full: then the next visit loads again.
    const put = cache?.put(address, response.clone()).catch(() => {});
    if (put) this.#puts.set(address, put);
    return response;
  }

  #counter() {
    return new TransformStream({
      transform: (chunk, controller) => {
        this.progress((this.loaded += chunk.length));
        controller.enqueue(chunk);
      },
    });
  }
}

/**
 * @param {string} base
 * @returns {Promise<Cache | undefined>} undefined where the browser offers none
 */
async function openCache(base) {
  try {
    const name = CACHE + base;
    const old = (await caches.keys()).filter((key) => key.startsWith(CACHE));
    await Promise.all(
      old.filter((key) => key !== name).map((key) => caches.delete(key)),
    );
    return await caches.open(name);
  } catch {
    return undefined;
  }
}
