/**
 * What snippets/snapshot.mjs says about the snapshot that it made.
 *
 * @typedef {object} SnapshotFacts
 * @property {string} sha256 of the gzip file
 * @property {number} rawBytes of Python's memory
 * @property {number} pageBytes
 * @property {number} knownBytes at the start of the heap that the WebAssembly file brings
 */

/**
 * Puts the pages of the snapshot back where they were in Python's memory. The file
 * leaves out pages of zeros: it begins with one byte for each page, which is 0 for
 * those.
 *
 * @param {Uint8Array} packed the inflated file
 * @param {Uint8Array} memory zeros, as many as Python's memory has bytes
 * @param {number} pageBytes
 */
export function spreadPages(packed, memory, pageBytes) {
  const count = Math.ceil(memory.length / pageBytes);
  let from = count;
  for (let page = 0; page < count; page += 1) {
    if (!packed[page]) continue;
    // The last page may be short, but then the file ends with it.
    memory.set(packed.subarray(from, from + pageBytes), page * pageBytes);
    from += pageBytes;
  }
}

/**
 * Restores the bytes that the WebAssembly file brings anyway. A new instance holds
 * them before Python starts, so the snapshot stores only how they differ, as an
 * exclusive or, which compresses to almost nothing where they are equal.
 *
 * @param {Uint8Array} snapshot its second 32-bit word says where the heap begins
 * @param {ArrayBuffer} instance memory of the new instance
 * @param {number} knownBytes
 */
export function addKnownBytes(snapshot, instance, knownBytes) {
  const start = new Uint32Array(snapshot.buffer, snapshot.byteOffset, 4)[1];
  const known = new Uint8Array(instance, 0, knownBytes);
  for (let at = 0; at < knownBytes; at += 1) snapshot[start + at] ^= known[at];
}
