/**
 * Hashes bytes with SHA-256. Browsers offer this on https and localhost only.
 *
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<string>} 64 hexadecimal digits
 */
export async function sha256Hex(bytes) {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/**
 * Writes bytes as hexadecimal digits.
 *
 * @param {Uint8Array} bytes
 */
export function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
