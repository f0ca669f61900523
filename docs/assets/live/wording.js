/** @param {number} ms */
export function seconds(ms) {
  return ms < 1000 ? `${Math.ceil(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** @param {number} bytes */
export function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** @param {string} text */
export function countLines(text) {
  const count = text.split("\n").length - (text.endsWith("\n") || !text ? 1 : 0);
  if (!count) return "without output";
  return count === 1 ? "1 line" : `${count} lines`;
}
