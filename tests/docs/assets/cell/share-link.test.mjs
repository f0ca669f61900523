import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import {
  forgetShared,
  shareAddress,
  sharedCode,
} from "../../../../docs/assets/cell/share-link.js";

beforeEach(() => {
  const { origin, pathname, search } = new URL("https://site.example/guide/jwt/?q=1");
  globalThis.location = { origin, pathname, search, hash: "" };
  globalThis.history = {
    state: null,
    replaceState: (_state, _title, address) => {
      location.hash = new URL(address, origin).hash;
    },
  };
});

/** Goes to a shared address, as a reader who follows the link. */
function follow(address) {
  location.hash = new URL(address).hash;
}

for (const code of ["", "print('shared ✓')", "x = '😀'\n".repeat(20_000)]) {
  test(`code of ${code.length} characters comes back`, () => {
    follow(shareAddress("sign", code));
    assert.equal(sharedCode("sign"), code);
  });
}

test("the code is in the fragment alone", () => {
  const address = new URL(shareAddress("sign", "secret"));
  assert.equal(address.href.split("#")[0], "https://site.example/guide/jwt/");
  assert.match(address.hash, /^#code=sign\.[\w-]+$/);
});

test("an address without code for this cell brings none", () => {
  for (const hash of ["", "#heading", "#code=other.eA", "#code=signature.eA"]) {
    location.hash = hash;
    assert.equal(sharedCode("sign"), undefined, hash);
  }
});

test("a damaged link is told apart from none", () => {
  for (const text of ["*", "a", "_w"]) {
    location.hash = `#code=sign.${text}`;
    assert.equal(sharedCode("sign"), null, text);
  }
});

test("only this cell's code is removed from the address", () => {
  follow(shareAddress("sign", "x"));
  forgetShared("read");
  assert.equal(sharedCode("sign"), "x");
  forgetShared("sign");
  assert.equal(location.hash, "");
});
