import { SERVER_ARCHIVE, python } from "../python/page-python.js";
import { loadingNote } from "../python/loading-note.js";
import { megabytes } from "../shared/wording.js";
import { packages } from "./server-packages.js";

/** @returns {string} what has arrived of what a server panel needs, and what is done */
export function panelNote() {
  const { state, loaded } = packages;
  if (state === "importing") return "Python imports the server.";
  if (state !== "loading") return "";
  const whole = SERVER_ARCHIVE.bytes;
  const server = `Loading the server: ${megabytes(loaded)} of ${megabytes(whole)}`;
  return python.state === "loading" ? `${server}. ${loadingNote()}` : server;
}
