import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { CachedFiles } from "../../../../docs/assets/python/cached-files.js";

const BASE = "https://site.example/assets/python/c0ffee/";

/** The part of the browser's cache storage that the module uses. */
class Storage {
  folders = new Map();

  async keys() {
    return [...this.folders.keys()];
  }

  async delete(name) {
    return this.folders.delete(name);
  }

  async open(name) {
    if (!this.folders.has(name)) this.folders.set(name, new Map());
    const kept = this.folders.get(name);
    return {
      match: async (address) => kept.get(address)?.clone(),
      put: async (address, response) => kept.set(address, response),
      add: async (address) => kept.set(address, await fetch(address)),
      delete: async (address) => kept.delete(address),
    };
  }
}

let asked;
let contents;
const { fetch } = globalThis;
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
const text = (bytes) => new TextDecoder().decode(bytes);

beforeEach(() => {
  asked = [];
  contents = { "a.bin": "aaa", "b.bin": "bb" };
  globalThis.caches = new Storage();
  globalThis.fetch = async (address) => {
    const name = String(address).slice(BASE.length);
    asked.push(name);
    const content = contents[name];
    return new Response(content, { status: content === undefined ? 404 : 200 });
  };
});

afterEach(() => {
  globalThis.fetch = fetch;
  delete globalThis.caches;
});

test("a file is fetched once, however often it is read", async () => {
  const files = new CachedFiles(BASE, () => {});
  const read = await Promise.all([files.bytes("a.bin"), files.bytes("a.bin")]);
  assert.deepEqual(read.map(text), ["aaa", "aaa"]);
  assert.deepEqual(asked, ["a.bin"]);
});

test("progress counts the bytes of all files", async () => {
  const told = [];
  const files = new CachedFiles(BASE, (loaded) => told.push(loaded));
  await files.bytes("a.bin");
  await files.bytes("b.bin");
  await (await files.open("b.bin")).text();
  assert.deepEqual(told, [3, 5, 7]);
});

test("the next visit reads what was kept", async () => {
  const first = new CachedFiles(BASE, () => {});
  await first.bytes("a.bin");
  await (await first.open("b.bin")).text();
  await first.keepBytes();
  await settled();
  asked.length = 0;
  const next = new CachedFiles(BASE, () => {});
  assert.equal(text(await next.bytes("a.bin")), "aaa");
  assert.equal(await (await next.open("b.bin")).text(), "bb");
  assert.deepEqual(asked, []);
});

test("what was read is kept only when asked for", async () => {
  await new CachedFiles(BASE, () => {}).bytes("a.bin");
  await new CachedFiles(BASE, () => {}).bytes("a.bin");
  assert.deepEqual(asked, ["a.bin", "a.bin"]);
});

test("a file that is forgotten is fetched again, now and at the next visit", async () => {
  const files = new CachedFiles(BASE, () => {});
  await files.bytes("a.bin");
  await files.keepBytes();
  await files.bytes("b.bin");
  await settled();
  for (const name of ["a.bin", "b.bin"]) await files.forget(name);
  await files.keepBytes();
  await settled();
  contents = { "a.bin": "new", "b.bin": "new" };
  for (const visit of [files, new CachedFiles(BASE, () => {})])
    for (const name of ["a.bin", "b.bin"])
      assert.equal(text(await visit.bytes(name)), "new");
});

test("a failure names the address, and is tried again", async () => {
  const files = new CachedFiles(BASE, () => {});
  const message = `${BASE}late.bin answered 404.`;
  await assert.rejects(files.bytes("late.bin"), { message });
  await assert.rejects(files.open("late.bin"), { message });
  contents["late.bin"] = "here";
  assert.equal(text(await files.bytes("late.bin")), "here");
});

test("files of earlier versions are deleted, and those of other sites are not", async () => {
  await new CachedFiles("https://site.example/assets/python/old/", () => {})
    .bytes("x")
    .catch(() => {});
  await caches.open("python /other/ https://site.example/other/");
  await new CachedFiles(BASE, () => {}).bytes("a.bin");
  const names = await caches.keys();
  assert.deepEqual(
    names.map((name) => name.split(" ").at(-1)),
    ["https://site.example/other/", BASE],
  );
});

test("without a cache the files are fetched all the same", async () => {
  delete globalThis.caches;
  const files = new CachedFiles(BASE, () => {});
  assert.equal(text(await files.bytes("a.bin")), "aaa");
  await files.keepBytes();
  await files.forget("a.bin");
});
