// What Python's runtime and the answers to the page stand on.
const KEPT = [
  ..."Array ArrayBuffer Error Function JSON Map MessageChannel MessagePort Object".split(
    " ",
  ),
  ..."Promise Reflect Set String Symbol TextDecoder TextEncoder Uint8Array".split(" "),
  ..."WeakMap clearTimeout performance queueMicrotask setTimeout".split(" "),
];

// What outlives the visit: a cell could lay a script of its own into the cache from
// which the service worker answers pages. And what has a global object of its own.
const REMOVED = ["Cache", "CacheStorage", "Worker", "caches"];

/**
 * Code in a cell reaches the worker's own objects through `import js`. From now on it
 * gets an exception when it replaces one that it could not run without, and it does
 * not find what would let it act beyond its own run.
 */
export function harden() {
  REMOVED.forEach(remove);
  for (const name of KEPT) {
    const value = Reflect.get(globalThis, name);
    const fixed = { value, writable: false, configurable: false };
    Object.defineProperty(globalThis, name, fixed);
    if (name !== "Error") freeze(value);
  }
  freeze(Object.getPrototypeOf(Uint8Array));
}

/** @param {string} name of a global, which may stand on a prototype */
function remove(name) {
  const fixed = { value: undefined, writable: false, configurable: false };
  for (let holder = globalThis; holder; holder = Object.getPrototypeOf(holder)) {
    if (Object.hasOwn(holder, name)) Object.defineProperty(holder, name, fixed);
  }
}

/** @param {any} value */
function freeze(value) {
  Object.freeze(value);
  // Frozen, it would forbid any object a `toString` or a `constructor` of its own.
  if (value.prototype === Object.prototype) Object.preventExtensions(value.prototype);
  else Object.freeze(value.prototype);
}
