import { fromBase64url } from "../shared/base64url.js";

/** The parts of a signed token, in their order. */
export const PARTS = ["Header", "Payload", "Signature"];

/**
 * Changes one character in one part of a token. If possible, a changed header or
 * payload is still a JSON object, so that the signature check is what refuses it.
 *
 * @param {string} token
 * @param {number} part an index of `PARTS`
 * @returns {string} empty if the token has no such part
 */
export function tampered(token, part) {
  const parts = token.trim().split(".");
  const text = parts[part];
  if (!text) return "";
  const middle = Math.floor(text.length / 2);
  const places = [...Array(text.length).keys()];
  const tried = [...places.slice(middle), ...places.slice(0, middle)];
  const readable = tried.map((at) => changedAt(text, at)).find(isJsonObject);
  parts[part] = readable ?? changedAt(text, middle);
  return parts.join(".");
}

/** @param {string} text @param {number} at */
function changedAt(text, at) {
  return text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
}

/** @param {string} part */
function isJsonObject(part) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(fromBase64url(part));
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
