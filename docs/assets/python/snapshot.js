import { hexDigest } from "../shared/digest.js";
import { unpack } from "../shared/unpack.js";

/** @import { Files } from "./cached-files.js" */

// What snippets/snapshot.mjs found out; the build writes it in.
const { sha256, packedBytes, pageBytes, knownBytes } = SNAPSHOT;

const NAME = "python.snapshot.gz";

/**
 * Loads, checks and inflates the snapshot; `spread` and `addKnownBytes` complete it.
 *
 * @param {Files} files
 */
export async function readSnapshot(files) {
  const small = await files.bytes(NAME);
  if ((await hexDigest(small)) !== sha256) {
    await files.forget(NAME);
    throw new Error("the snapshot is damaged");
  }
  const packed = new Uint8Array(await unpack(small).arrayBuffer());
  if (packed.length !== packedBytes) throw new Error("the snapshot has a wrong size");
  return packed;
}

/**
 * Puts the pages back where they were, the empty ones between them.
 *
 * @param {Uint8Array} packed
 * @param {Uint8Array} memory zeros, as many as the snapshot has bytes
 */
export function spread(packed, memory) {
  const count = Math.ceil(memory.length / pageBytes);
  let from = count;
  for (let page = 0; page < count; page += 1) {
    if (!packed[page]) continue;
    const to = page * pageBytes;
    const size = Math.min(pageBytes, memory.length - to);
    memory.set(packed.subarray(from, from + size), to);
    from += size;
  }
}

/**
 * Adds what the WebAssembly file brings: it lies in the instance before Python starts.
 *
 * @param {Uint8Array} snapshot
 * @param {WebAssembly.Memory} instance
 */
export function addKnownBytes(snapshot, instance) {
  const start = new Uint32Array(snapshot.buffer, snapshot.byteOffset, 4)[1];
  const known = new Uint8Array(instance.buffer, 0, knownBytes);
  for (let at = 0; at < knownBytes; at += 1) snapshot[start + at] ^= known[at];
}
