/** @param {number} ms */
export function seconds(ms) {
  return ms < 1000 ? `${Math.ceil(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** @param {number} bytes */
export function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** @param {number} count */
export function lines(count) {
  if (!count) return "without output";
  return count === 1 ? "1 line" : `${count.toLocaleString("en")} lines`;
}

/** @param {string[]} names at least one */
export function listed(names) {
  const quoted = names.map((name) => `“${name}”`);
  const last = quoted.pop();
  return quoted.length ? `${quoted.join(", ")} and ${last}` : `${last}`;
}

// What would show as nothing, or reorder the text around it. The line break and the
// tab stay, and so does the carriage return before a line break.
const INVISIBLE =
  /(?!\r\n)[\p{Cs}\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * @param {string} text
 * @returns {string} the same with its control characters as Python writes them
 */
export function visible(text) {
  return text.replace(INVISIBLE, (char) => {
    const code = char.charCodeAt(0);
    const hex = code.toString(16);
    return code > 0xff ? `\\u${hex}` : `\\x${hex.padStart(2, "0")}`;
  });
}
