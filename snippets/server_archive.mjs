/**
 * Packs what the server panels need beside the snapshot into one archive.
 *
 * node --experimental-wasm-jspi server_archive.mjs PYTHON WHEELS SCRIPTS TARGET MODULE...
 *
 * PYTHON is the finished folder of the browser's Python, WHEELS that of the servers'
 * wheels, SCRIPTS that of
 * the page's own Python, MODULE what the snapshot holds already. Which modules of the wheels and of
 * the standard library are needed is seen from a rehearsal, compiled by the very
 * Python that will import them.
 */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";

const SITE = "/server";
const HERE = ["trim.py", "packing.py"];

const [folder, wheels, scripts, target, ...modules] = process.argv.slice(2);
const { loadPyodide } = await import(`${folder}/pyodide.mjs`);
const packages = ["pyjwt", "jwt-or-session-examples"];
// Compiled code is a quarter smaller when it knows lines, but no columns.
const env = { HOME: "/home/pyodide", PYTHONNODEBUGRANGES: "1" };
const python = await loadPyodide({ indexURL: folder, packages, env });

python.FS.mkdirTree("/build/snippets");
for (const name of HERE)
  python.FS.writeFile(
    `/build/snippets/${name}`,
    readFileSync(new URL(name, import.meta.url)),
  );
layScripts();
python.runPython(modules.map((name) => `import ${name}`).join("\n"));
await python.pyimport("live_webcrypto").register();
for (const name of readdirSync(wheels).filter((name) => name.endsWith(".whl"))) {
  const wheel = new Uint8Array(readFileSync(`${wheels}/${name}`));
  python.unpackArchive(wheel, "wheel", { extractDir: SITE });
}
await python.runPythonAsync(`
import importlib, pathlib, sys
known = set(sys.modules)
sys.path += ["${SITE}", "/build"]
importlib.invalidate_caches()
from examples import browser_server
await browser_server.rehearse()
used = [
    module for name, module in sys.modules.items()
    if name not in known and name.partition(".")[0] != "examples"
]
from snippets.packing import pack
pack(used, pathlib.Path("${SITE}"), pathlib.Path("/server.zip"))
`);
writeFileSync(target, python.FS.readFile("/server.zip"));

/** Lays the page's own Python, which the snapshot holds too. */
function layScripts() {
  const site = python.runPython("import sysconfig; sysconfig.get_path('purelib')");
  for (const name of readdirSync(scripts).filter((name) => name.endsWith(".py")))
    python.FS.writeFile(`${site}/${name}`, readFileSync(`${scripts}/${name}`));
}
