/**
 * Writes a measure for people, as `snippets/cost_form.py` does.
 *
 * @param {string} name
 * @param {number} value
 */
export function shown(name, value) {
  if (name === "exposure_s") return value ? duration(value) : "next request";
  if (name === "memory_bytes") return inBytes(value);
  if (name === "bandwidth_bytes_per_s") return `${inBytes(value)}/s`;
  return figures(value) + ({ cpu_cores: " cores", wait_ms: " ms" }[name] ?? "");
}

/** @param {number} value */
export function figures(value) {
  if (value >= 100) return Math.round(value).toLocaleString("en");
  return String(Number(value.toPrecision(3)));
}

/** @param {number} value */
function inBytes(value) {
  for (const unit of ["bytes", "KiB", "MiB"]) {
    if (value < 1024) return `${figures(value)} ${unit}`;
    value /= 1024;
  }
  return `${figures(value)} GiB`;
}

/** @param {number} value seconds */
function duration(value) {
  if (value < 120) return `up to ${figures(value)} s`;
  if (value < 7200) return `up to ${figures(value / 60)} min`;
  return `up to ${figures(value / 3600)} h`;
}
