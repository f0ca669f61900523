import assert from "node:assert/strict";
import test from "node:test";
import {
  exampleClaims,
  withExampleClaim,
  withFreshClaims,
} from "../../../../docs/assets/shared/example-claims.js";

test("the example lives for fifteen minutes and has an id of its own", () => {
  const [one, other] = [JSON.parse(exampleClaims()), JSON.parse(exampleClaims())];
  assert.equal(one.exp - one.iat, 900);
  assert.ok(Math.abs(one.iat - Date.now() / 1000) < 5);
  assert.notEqual(one.jti, other.jti);
});

test("only id and times become fresh, and numbers stay as they are written", () => {
  const text = withFreshClaims(
    '{"n": 9007199254740993, "r": 1.0, "jti": "old", "exp": 1}',
  );
  assert.match(text, /"n": 9007199254740993,/);
  assert.match(text, /"r": 1\.0,/);
  const { jti, iat, exp, ...others } = JSON.parse(text);
  assert.notEqual(jti, "old");
  assert.equal(exp, iat + 900);
  assert.deepEqual(Object.keys(others), ["n", "r"]);
});

test("a claim is added with the value of the example", () => {
  const text = withExampleClaim('{"n": 9007199254740993}', "aud");
  assert.match(text, /9007199254740993/);
  assert.equal(JSON.parse(text).aud, "https://api.example");
  assert.equal(JSON.parse(withExampleClaim("{}", "unknown")).unknown, "");
});

test("what is no JSON object is refused", () => {
  for (const text of ["", "{", "[1]", "null", '"a"', "7"]) {
    assert.equal(withFreshClaims(text), null, text);
    assert.equal(withExampleClaim(text, "aud"), null, text);
  }
});

test("an id is made where the browser has no randomUUID", (t) => {
  Object.defineProperty(crypto, "randomUUID", { value: undefined, configurable: true });
  t.after(() => delete crypto.randomUUID);
  assert.match(JSON.parse(exampleClaims()).jti, /^[0-9a-f]{32}$/);
});
