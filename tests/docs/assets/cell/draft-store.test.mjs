import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { readDraft, writeDraft } from "../../../../docs/assets/cell/draft-store.js";

let kept;

beforeEach(() => {
  kept = new Map();
  globalThis.sessionStorage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
});

test("an edit is kept with the code that it started from", () => {
  const draft = { published: "x = 1", code: "x = 2" };
  writeDraft("page cell", draft);
  assert.deepEqual(readDraft("page cell"), draft);
  assert.equal(readDraft("page other"), null);
});

test("an edit that equals the published code is forgotten", () => {
  writeDraft("cell", { published: "x = 1", code: "x = 2" });
  writeDraft("cell", { published: "x = 1", code: "x = 1" });
  assert.equal(kept.size, 0);
});

test("damaged and missing storage count as no edit", () => {
  kept.set("cell", "{");
  assert.equal(readDraft("cell"), null);
  delete globalThis.sessionStorage;
  writeDraft("cell", { published: "x = 1", code: "x = 2" });
  assert.equal(readDraft("cell"), null);
});
