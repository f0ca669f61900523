/**
 * Reads one part of a fragment such as `#choice=spa,mobile&cost=users:5`.
 *
 * @param {string} fragment
 * @param {string} name
 * @returns {string | null} null if the fragment is about other things, such as a
 *   heading; an empty text if it holds parts, but not this one
 */
export function partIn(fragment, name) {
  const parts = fragment.replace(/^#/, "").split("&");
  if (fragment.length > 1 && !parts.some((part) => /^(choice|cost)\b/.test(part)))
    return null;
  const own = parts.find((part) => part === name || part.startsWith(`${name}=`));
  const text = own?.slice(name.length + 1) ?? "";
  // Some programs escape what they share.
  return text.replace(/%2C/gi, ",").replace(/%3A/gi, ":");
}

/**
 * Writes one part into a fragment, and leaves the others as they are.
 *
 * @param {string} fragment
 * @param {string} name
 * @param {string} text an empty text removes the part
 */
export function withPart(fragment, name, text) {
  const others = partIn(fragment, name) === null ? [] : fragment.slice(1).split("&");
  const kept = others.filter((part) => part && !part.startsWith(name));
  const own = text ? [`${name}=${text}`] : [];
  // Never empty, because an empty fragment would leave the old one in the address.
  const parts = name === "choice" ? [...own, ...kept] : [...kept, ...own];
  return `#${parts.join("&") || "choice"}`;
}
