/**
 * Inflates a gzip file. The browser does it while the response is being read.
 *
 * @param {Uint8Array<ArrayBuffer>} small the gzip file
 * @param {string} [type] media type of its content
 * @returns {Response} reading it fails if the file is damaged
 */
export function unpack(small, type = "") {
  const { writable, readable } = new DecompressionStream("gzip");
  const writer = writable.getWriter();
  // A damaged file rejects these promises as well, but the code that reads the response
  // reports it.
  writer.write(small).catch(() => {});
  writer.close().catch(() => {});
  return new Response(readable, { headers: { "Content-Type": type } });
}
