// Globals that Python's runtime and the replies to the page depend on.
const KEPT = [
  ..."Array ArrayBuffer Error Function JSON Map MessageChannel MessagePort Object".split(
    " ",
  ),
  ..."Promise Reflect Set String Symbol TextDecoder TextEncoder Uint8Array".split(" "),
  ..."WeakMap clearTimeout performance queueMicrotask setTimeout".split(" "),
];

// Globals that would let a cell act after its run. Through the caches, a cell could
// replace a script that the service worker hands to later pages; a worker would have
// a global object of its own, which is not hardened.
const REMOVED = ["Cache", "CacheStorage", "Worker", "caches"];

/**
 * Protects the worker's global objects from code in cells, which reaches them through
 * `import js`. A cell that replaces an object which runs depend on gets an exception,
 * and a cell does not find the objects that would let it act after its run.
 */
export function hardenGlobals() {
  REMOVED.forEach(remove);
  for (const name of KEPT) {
    const value = Reflect.get(globalThis, name);
    const fixed = { value, writable: false, configurable: false };
    Object.defineProperty(globalThis, name, fixed);
    if (name !== "Error") freeze(value);
  }
  freeze(Object.getPrototypeOf(Uint8Array));
}

/** @param {string} name of a global; a prototype of the global object may hold it */
function remove(name) {
  const fixed = { value: undefined, writable: false, configurable: false };
  for (let holder = globalThis; holder; holder = Object.getPrototypeOf(holder)) {
    if (Object.hasOwn(holder, name)) Object.defineProperty(holder, name, fixed);
  }
}

/** @param {any} value */
function freeze(value) {
  Object.freeze(value);
  // If Object.prototype were frozen, no object could get a `toString` or a
  // `constructor` of its own by assignment.
  if (value.prototype === Object.prototype) Object.preventExtensions(value.prototype);
  else Object.freeze(value.prototype);
}
