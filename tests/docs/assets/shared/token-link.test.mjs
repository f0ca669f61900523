import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { takeToken, tokenAddress } from "../../../../docs/assets/shared/token-link.js";

beforeEach(() => {
  const { origin, pathname } = new URL("https://site.example/tools/decoder/");
  globalThis.location = { origin, pathname, search: "", hash: "" };
  globalThis.history = {
    state: null,
    replaceState: (_state, _title, address) => {
      location.hash = new URL(address, origin).hash;
    },
  };
});

for (const token of ["eyJ.eyJ.c2ln", "a b#c%", "✓"]) {
  test(`the token ${token} comes back, and leaves the address`, () => {
    location.hash = new URL(tokenAddress("/tools/decoder/", token)).hash;
    assert.equal(takeToken(), token);
    assert.equal(location.hash, "");
    assert.equal(takeToken(), undefined);
  });
}

test("a fragment that is not encoded is taken as it is", () => {
  location.hash = "#token=100%";
  assert.equal(takeToken(), "100%");
});

test("a fragment about other things stays", () => {
  location.hash = "#claims";
  assert.equal(takeToken(), undefined);
  assert.equal(location.hash, "#claims");
});
