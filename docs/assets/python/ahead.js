/**
 * @typedef {object} Device what the browser tells about the reader's device
 * @property {boolean} [saveData] the reader asked sites to save data
 * @property {string} [type] of the connection, `cellular` where the reader may pay
 * @property {string} [effectiveType] `slow-2g`, `2g`, `3g` or `4g`
 * @property {number} [deviceMemory] GiB, at most 8
 * @property {boolean} coarse whether the main pointer is a finger
 * @property {{charging: boolean, level: number}} [battery] level from 0 to 1
 *
 * @typedef {"nothing" | "files" | "boot"} Ahead
 */

/** GiB. Python takes about 70 MB more once it has booted. */
const ENOUGH_MEMORY = 4;
/** A share of the whole charge. */
const LOW_BATTERY = 0.2;

/**
 * Decides how much of Python to prepare before the reader asks for it. A connection that
 * costs the reader money or patience carries nothing ahead. A phone, a device with little
 * memory and one with a low battery get the files only, which is most of the wait. Any
 * other device boots Python. What a browser does not tell counts as enough.
 *
 * @param {Device} device
 * @returns {Ahead}
 */
export function howFarAhead(device) {
  const { saveData, type, effectiveType = "4g", battery } = device;
  if (saveData || type === "cellular" || effectiveType !== "4g") return "nothing";
  const { coarse, deviceMemory = ENOUGH_MEMORY } = device;
  const low = battery && !battery.charging && battery.level < LOW_BATTERY;
  return coarse || deviceMemory < ENOUGH_MEMORY || low ? "files" : "boot";
}

/** @returns {Promise<Device>} */
export async function describeDevice() {
  const { connection, deviceMemory, getBattery } = /** @type {any} */ (navigator);
  const { saveData, type, effectiveType } = connection ?? {};
  const coarse = matchMedia("(pointer: coarse)").matches;
  // Some browsers offer no battery, and some refuse to tell of it.
  const battery = await getBattery?.call(navigator).catch(() => undefined);
  return { saveData, type, effectiveType, deviceMemory, coarse, battery };
}
