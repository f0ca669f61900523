/**
 * Packs what the server panels need beside the snapshot into one archive.
 *
 * node --experimental-wasm-jspi server_archive.mjs PYTHON WHEELS SCRIPTS TARGET MODULE...
 *
 * PYTHON is a folder with Pyodide and the wheels of every page, WHEELS that of the
 * servers' wheels, SCRIPTS that of the page's own Python. The snapshot holds each
 * MODULE already. A rehearsal shows which modules of the wheels and of the standard
 * library the servers need. The Python that will import them compiles them.
 */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";

const SITE = "/server";
const HERE = ["snapshot_trim.py", "server_archive.py"];

// Node would print the line of Pyodide's code first, and that line is all of its code.
process.once("uncaughtException", ({ message }) => {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
});
const [folder, wheels, scripts, target, ...modules] = process.argv.slice(2);
const { loadPyodide } = await import(`${folder}/pyodide.mjs`);
// Columns would add 0.41 MB to the 2.47 MB of the compressed archive.
const env = { HOME: "/home/pyodide", PYTHONNODEBUGRANGES: "1" };
const python = await loadPyodide({ indexURL: folder, env });

// Pyodide's own way to install would import modules that the snapshot does not hold.
const own = python.runPython("import sysconfig; sysconfig.get_path('purelib')");
unpack(folder, own);
layScripts(scripts, own);
python.runPython(modules.map((name) => `import ${name}`).join("\n"));
python.globals.set("known", python.runPython("import sys; set(sys.modules)"));
const crypto = await import("../docs/assets/shared/jose-crypto.js");
python.registerJsModule("jose_crypto", crypto);
python.pyimport("live_crypto").register();
layScripts(new URL(".", import.meta.url), "/build/snippets", HERE);
unpack(wheels, SITE);
await python.runPythonAsync(`
import importlib, pathlib, sys
# Pyodide keeps no compiled files by default. With them, nothing is compiled twice.
sys.dont_write_bytecode = False
sys.path += ["${SITE}", "/build"]
importlib.invalidate_caches()
# Python reads a distribution's name from its metadata if it is in an archive.
import importlib.metadata._adapters
from examples.panel import browser_server
await browser_server.rehearse()
used = [
    module for name, module in sys.modules.items()
    if name not in known and name.partition(".")[0] != "examples"
]
from snippets.server_archive import pack
pack(used, pathlib.Path("${SITE}"), pathlib.Path("/server.zip"))
`);
writeFileSync(target, python.FS.readFile("/server.zip"));

/** @param {string} from @param {string} to */
function unpack(from, to) {
  for (const name of readdirSync(from).filter((name) => name.endsWith(".whl"))) {
    const wheel = new Uint8Array(readFileSync(`${from}/${name}`));
    python.unpackArchive(wheel, "wheel", { extractDir: to });
  }
}

/** @param {string | URL} from @param {string} to @param {string[]} [names] */
function layScripts(from, to, names = readdirSync(from)) {
  const path = from instanceof URL ? from.pathname : `${from}/`;
  python.FS.mkdirTree(to);
  for (const name of names.filter((name) => name.endsWith(".py")))
    python.FS.writeFile(`${to}/${name}`, readFileSync(path + name));
}
