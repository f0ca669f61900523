/**
 * Encodes bytes as base64url without padding (RFC 4648 §5).
 *
 * @param {Uint8Array} bytes
 */
export function toBase64url(bytes) {
  // One character at a time: spread into one call, a long text would overflow the stack.
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/**
 * Decodes base64url with or without padding.
 *
 * @param {string} text
 * @throws {DOMException} if a character belongs to no base64url text
 */
export function fromBase64url(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}
