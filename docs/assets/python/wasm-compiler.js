import { unpack } from "../shared/unpack.js";

// The script of the worker that compile-wasm.js starts.
addEventListener("message", async ({ data }) => {
  try {
    const response = unpack(data, "application/wasm");
    postMessage({ module: await WebAssembly.compileStreaming(response) });
  } catch (error) {
    postMessage({ fault: error instanceof Error ? error.message : String(error) });
  }
});
