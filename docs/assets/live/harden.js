// What Python's runtime and the answers to the page stand on.
const KEPT = [
  ..."Array ArrayBuffer Error Function JSON Map MessageChannel MessagePort Object".split(
    " ",
  ),
  ..."Promise Reflect Set String Symbol TextDecoder TextEncoder Uint8Array".split(" "),
  ..."WeakMap clearTimeout performance queueMicrotask setTimeout".split(" "),
];

/**
 * Code in a cell reaches the worker's own objects through `import js`. From now on it
 * gets an exception when it replaces one that it could not run without.
 */
export function harden() {
  for (const name of KEPT) {
    const value = Reflect.get(globalThis, name);
    const fixed = { value, writable: false, configurable: false };
    Object.defineProperty(globalThis, name, fixed);
    if (name !== "Error") freeze(value);
  }
  freeze(Object.getPrototypeOf(Uint8Array));
}

/** @param {any} value */
function freeze(value) {
  Object.freeze(value);
  // Frozen, it would forbid any object a `toString` or a `constructor` of its own.
  if (value.prototype === Object.prototype) Object.preventExtensions(value.prototype);
  else Object.freeze(value.prototype);
}
