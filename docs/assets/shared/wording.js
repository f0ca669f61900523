/**
 * Writes a duration: whole milliseconds below one second, else seconds.
 *
 * @param {number} ms
 */
export function seconds(ms) {
  return ms < 1000 ? `${Math.ceil(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/**
 * Writes a size in megabytes of 1,000,000 bytes.
 *
 * @param {number} bytes
 */
export function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/**
 * Says how many lines a run printed.
 *
 * @param {number} count
 */
export function lines(count) {
  if (!count) return "without output";
  return count === 1 ? "1 line" : `${count.toLocaleString("en")} lines`;
}

/**
 * Joins names into a phrase such as “A”, “B” and “C”.
 *
 * @param {string[]} names at least one
 */
export function listed(names) {
  const quoted = names.map((name) => `“${name}”`);
  const last = quoted.pop();
  return quoted.length ? `${quoted.join(", ")} and ${last}` : `${last}`;
}

/**
 * Gives the text of whatever was thrown. It never throws itself, because the code that
 * replies to the page calls it.
 *
 * @param {any} error Emscripten throws objects that are no instances of Error
 */
export function reasonOf(error) {
  try {
    return String(error?.message ?? error);
  } catch {
    return "an error whose text is unreadable";
  }
}

// Characters that would be invisible or would reorder the text around them. Line
// breaks and tabs are kept, and so is the carriage return of a Windows line break.
const INVISIBLE =
  /(?!\r\n)[\p{Cs}\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Escapes control characters as Python does, so that output cannot hide or reorder
 * text.
 *
 * @param {string} text
 */
export function visible(text) {
  return text.replace(INVISIBLE, (char) => {
    const code = char.charCodeAt(0);
    const digits = code.toString(16);
    return code > 0xff ? `\\u${digits}` : `\\x${digits.padStart(2, "0")}`;
  });
}
