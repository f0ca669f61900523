/** Begins with the site's own path, because other sites may share the origin. */
const CACHE = `python ${new URL("../", import.meta.url).pathname} `;

/** Fetches each file of a folder once, and keeps it for the next visit. */
export class CachedFiles {
  loaded = 0;
  /** @type {Map<string, Promise<Uint8Array<ArrayBuffer>>>} */
  #bytes = new Map();
  #cache;
  /** @type {[string, Uint8Array<ArrayBuffer>][]} */
  #unkept = [];

  /**
   * @param {string} base address of the folder; it changes whenever a file does
   * @param {(loaded: number) => void} progress called with the bytes loaded so far
   */
  constructor(base, progress) {
    this.base = base;
    this.progress = progress;
    this.fetch = globalThis.fetch.bind(globalThis);
    this.#cache = openCache(base);
  }

  /**
   * Reads a whole file. `keepBytes` keeps it for the next visit.
   *
   * @param {string} name
   * @returns {Promise<Uint8Array<ArrayBuffer>>}
   * @throws {Error} if the server does not deliver it
   */
  bytes(name) {
    const known = this.#bytes.get(name);
    if (known) return known;
    const bytes = this.#read(this.base + name);
    this.#bytes.set(name, bytes);
    bytes.catch(() => this.#bytes.delete(name));
    return bytes;
  }

  /**
   * Opens a file to be read as it arrives, and keeps it for the next visit.
   *
   * @param {string} name
   * @returns {Promise<Response>}
   */
  async open(name) {
    const address = this.base + name;
    const cache = await this.#cache;
    const kept = await cache?.match(address);
    const response = kept ?? (await this.#load(address));
    // If the storage is full, the next visit loads the file again.
    if (!kept) cache?.put(address, response.clone()).catch(() => {});
    return new Response(response.body?.pipeThrough(this.#counter()), response);
  }

  /**
   * Keeps what `bytes` has read. Call it when no boot is under way, because
   * writing many megabytes takes time.
   */
  async keepBytes() {
    const cache = await this.#cache;
    // The list is emptied at once, because a second call may come meanwhile.
    for (const [address, bytes] of this.#unkept.splice(0))
      cache?.put(address, new Response(bytes)).catch(() => {});
  }

  /**
   * Keeps a file that other code than this class has loaded.
   *
   * @param {string} name
   */
  async keep(name) {
    const cache = await this.#cache;
    const address = this.base + name;
    if (!cache || (await cache.match(address))) return;
    // The browser has just loaded it, whatever the host says about keeping it.
    const request = new Request(address, { cache: "force-cache" });
    await cache.add(request).catch(() => {});
  }

  /**
   * Forgets a file, so that it is fetched again.
   *
   * @param {string} name
   */
  async forget(name) {
    const address = this.base + name;
    this.#bytes.delete(name);
    this.#unkept = this.#unkept.filter(([other]) => other !== address);
    await (await this.#cache)?.delete(address);
  }

  /** @param {string} address */
  async #load(address) {
    const response = await this.fetch(address);
    if (!response.ok) throw new Error(`${address} answered ${response.status}.`);
    return response;
  }

  /** @param {string} address */
  async #read(address) {
    const kept = await (await this.#cache)?.match(address);
    const response = kept ?? (await this.#load(address));
    const bytes = await this.#collect(/** @type {any} */ (response.body));
    if (!kept) this.#unkept.push([address, bytes]);
    return bytes;
  }

  /** @param {ReadableStream<Uint8Array>} body */
  async #collect(body) {
    /** @type {Uint8Array<ArrayBuffer>[]} */
    const pieces = [];
    // Piping megabytes through the counter below would slow the boot down.
    const reader = body.getReader();
    for (let one = await reader.read(); !one.done; one = await reader.read()) {
      pieces.push(/** @type {Uint8Array<ArrayBuffer>} */ (one.value));
      this.progress((this.loaded += one.value.length));
    }
    return new Uint8Array(await new Blob(pieces).arrayBuffer());
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
 * Opens the cache of a folder and deletes those of its earlier versions.
 *
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
