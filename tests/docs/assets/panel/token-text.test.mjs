import assert from "node:assert/strict";
import { test } from "node:test";

import { pieces, short } from "../../../../docs/assets/panel/token-text.js";

const TOKEN = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2ln-_";

test("tokens are told apart from the text around them", () => {
  assert.deepEqual(pieces(`Bearer ${TOKEN}\nx`), ["Bearer ", { token: TOKEN }, "\nx"]);
  assert.deepEqual(pieces(TOKEN), [{ token: TOKEN }]);
  assert.deepEqual(pieces("eyJ.no"), ["eyJ.no"]);
  assert.deepEqual(pieces(""), []);
});

test("an unsigned token is one too", () => {
  assert.deepEqual(pieces("eyJh.eyJz. "), [{ token: "eyJh.eyJz." }, " "]);
});

test("only long credentials are cut, and a cookie loses its name", () => {
  assert.equal(short("__Host-session=abcdefghij"), "abcdefgh…");
  assert.equal(short("123456789"), "123456789");
  assert.equal(short("eyJhbGciOiJFUzI1NiJ9"), "eyJhbGci…");
});
