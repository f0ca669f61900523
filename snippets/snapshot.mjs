/**
 * Makes the memory snapshot that pages boot Python from.
 *
 * node --experimental-wasm-jspi snapshot.mjs FOLDER SCRIPTS MODULE...
 *
 * FOLDER holds Pyodide and the wheels, SCRIPTS the page's own Python. The snapshot is
 * laid beside the wheels, less what pyodide.asm.wasm brings anyway and less empty
 * pages, and boot.json tells what a page must know to put it together again.
 * Without JSPI here, `run_sync` would stay unavailable after the restore.
 */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";

const HEADER_BYTES = 16;
// A larger one could make the heap grow, and a page starts with the smallest.
const LARGEST_BLOCK = 1 << 19;

const PAGE_BYTES = 4096;
// The page's own Python; a boot without the snapshot lays it too, see boot.js.
const OWN = ["live_packages", "live_runner", "live_start", "live_webcrypto"];

// What a reader may ask about; the docstrings of everything else are dropped.
const KEPT = ["examples", "jwt"];

// Node would print the line of Pyodide's code first, and that line is all of its code.
process.once("uncaughtException", ({ message }) => {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
});
const [folder, scripts, ...modules] = process.argv.slice(2);
const memory = watchMemory();
let beforeRun;
const { loadPyodide } = await import(`${folder}/pyodide.mjs`);
const python = await loadPyodide({
  indexURL: folder,
  _makeSnapshot: true,
  fsInit: async () => {
    beforeRun = new Uint8Array(memory().slice(0));
  },
});
layPackages(runApart(["import sysconfig", "sysconfig.get_path('purelib')"]));
runApart([...OWN, ...modules].map((name) => `import ${name}`));
runApart([
  readFileSync(new URL("snapshot_trim.py", import.meta.url), "utf8"),
  `strip(gc.get_objects(), ${JSON.stringify(KEPT)})`,
  "clear_caches()",
]);
zeroFreeMemory(python._module);
writeSnapshot(python.makeMemorySnapshot());

/** Runs lines in a namespace of their own, so that no reader meets their names. */
function runApart(lines) {
  const globals = python.toPy({});
  const result = python.runPython(lines.join("\n"), { globals });
  globals.destroy();
  return result;
}

/** Gives the memory of the first WebAssembly instance that is made from now on. */
function watchMemory() {
  let found;
  const original = WebAssembly.instantiate;
  WebAssembly.instantiate = async (source, imports) => {
    const result = await original(source, imports);
    found ??= (result.instance ?? result).exports.memory;
    return result;
  };
  return () => found.buffer;
}

/** Lays the wheels and the page's own Python into a folder, and writes their texts. */
function layPackages(site) {
  for (const name of readdirSync(folder).filter((name) => name.endsWith(".whl"))) {
    const wheel = new Uint8Array(readFileSync(`${folder}/${name}`));
    python.unpackArchive(wheel, "wheel", { extractDir: site });
  }
  for (const name of OWN.map((name) => `${name}.py`)) {
    python.FS.writeFile(`${site}/${name}`, readFileSync(`${scripts}/${name}`));
  }
  const texts = runApart([
    "import json, pathlib",
    `files = pathlib.Path("${site}").rglob("*.py")`,
    "json.dumps({str(file): file.read_text() for file in files})",
  ]);
  writeFileSync(`${folder}/packages.json`, texts);
}

/**
 * Freed blocks still hold what was in them, compressed archives for one: take every
 * block below the present end of the heap, zero it, give it back.
 */
function zeroFreeMemory({ _malloc, _free, _sbrk, HEAPU8 }) {
  const end = _sbrk(0);
  const taken = [];
  let size = LARGEST_BLOCK;
  while (size >= 16) {
    const block = _malloc(size);
    if (block && block + size <= end) {
      HEAPU8.fill(0, block, block + size);
      taken.push(block);
    } else {
      if (block) _free(block);
      size = size > 1024 ? size >> 1 : size - 16;
    }
  }
  taken.forEach((block) => _free(block));
}

function writeSnapshot(snapshot) {
  const start = new Uint32Array(
    snapshot.buffer,
    snapshot.byteOffset,
    HEADER_BYTES / 4,
  )[1];
  const knownBytes = beforeRun.findLastIndex((byte) => byte !== 0) + 1;
  for (let at = 0; at < knownBytes; at += 1) snapshot[start + at] ^= beforeRun[at];
  const packed = withoutEmptyPages(snapshot);
  writeFileSync(`${folder}/python.snapshot`, packed);
  const sizes = { rawBytes: snapshot.length, packedBytes: packed.length };
  const facts = { ...sizes, pageBytes: PAGE_BYTES, knownBytes };
  writeFileSync(`${folder}/boot.json`, JSON.stringify(facts));
}

/** Puts a byte for each page, 0 if it holds zeros only, before the other pages. */
function withoutEmptyPages(snapshot) {
  const count = Math.ceil(snapshot.length / PAGE_BYTES);
  const pages = Array.from({ length: count }, (_, at) =>
    snapshot.subarray(at * PAGE_BYTES, (at + 1) * PAGE_BYTES),
  );
  const used = pages.map((page) => page.some((byte) => byte !== 0));
  return Buffer.concat([Buffer.from(used), ...pages.filter((_, at) => used[at])]);
}
