/**
 * Makes the memory snapshot that pages boot Python from.
 *
 * node --experimental-wasm-jspi snapshot.mjs FOLDER SCRIPTS MODULE...
 *
 * FOLDER holds Pyodide and the wheels, SCRIPTS the page's own Python. The snapshot is
 * written beside the wheels, and boot.json says how a page puts it together again.
 * The flag is needed because a snapshot made without JSPI has no `run_sync`.
 *
 * The compressed snapshot has 4.00 MB. It leaves out what a page has or can do without:
 * - what pyodide.asm.wasm holds already: 1.40 MB more without this,
 * - the contents of freed memory: 0.87 MB more without this,
 * - empty pages: 0.03 MB, but 19 of 31 MB to inflate, 120 ms on a busy machine,
 * - docstrings, columns and caches: 0.83 MB, see snapshot_trim.py.
 *
 * `_makeSnapshot`, `fsInit`, `makeMemorySnapshot` and `_module` are private API of
 * Pyodide. The version is pinned, and a page boots without the snapshot if it fails.
 */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";

const HEADER_BYTES = 16;
// A larger block could make the heap grow, but a page starts with the smallest heap.
const LARGEST_BLOCK = 1 << 19;

const PAGE_BYTES = 4096;
// The page's own Python. A boot without the snapshot writes it too, see boot.js.
const OWN = ["live_crypto", "live_packages", "live_runner", "live_start"];

// Readers may ask for the docstrings of these. All others are dropped.
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

/** Runs lines in a namespace of their own, so that a reader's code sees no names. */
function runApart(lines) {
  const globals = python.toPy({});
  const result = python.runPython(lines.join("\n"), { globals });
  globals.destroy();
  return result;
}

/** Returns a function that returns the first WebAssembly instance's memory. */
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

/** Unpacks the wheels and the page's own Python, and writes packages.json. */
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
 * Zeroes freed memory, which still holds old data such as compressed archives.
 *
 * It takes every free block below the present end of the heap, zeroes it, and then
 * frees all of them.
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
  const facts = { rawBytes: snapshot.length, pageBytes: PAGE_BYTES, knownBytes };
  writeFileSync(`${folder}/boot.json`, JSON.stringify(facts));
}

/** Drops the pages that hold only zeros, and puts a byte for each page in front. */
function withoutEmptyPages(snapshot) {
  const count = Math.ceil(snapshot.length / PAGE_BYTES);
  const pages = Array.from({ length: count }, (_, at) =>
    snapshot.subarray(at * PAGE_BYTES, (at + 1) * PAGE_BYTES),
  );
  const used = pages.map((page) => page.some((byte) => byte !== 0));
  return Buffer.concat([Buffer.from(used), ...pages.filter((_, at) => used[at])]);
}
