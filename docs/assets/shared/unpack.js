/**
 * @param {Uint8Array<ArrayBuffer>} small a gzip file
 * @param {string} [type] of what is in it
 */
export function unpack(small, type = "") {
  const { writable, readable } = new DecompressionStream("gzip");
  const writer = writable.getWriter();
  // What is wrong with the file, whoever reads the response is told.
  writer.write(small).catch(() => {});
  writer.close().catch(() => {});
  return new Response(readable, { headers: { "Content-Type": type } });
}
