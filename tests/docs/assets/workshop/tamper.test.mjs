import assert from "node:assert/strict";
import test from "node:test";
import {
  fromBase64url,
  toBase64url,
} from "../../../../docs/assets/shared/base64url.js";
import { PARTS, tampered } from "../../../../docs/assets/workshop/tamper.js";

const encode = (value) =>
  toBase64url(new TextEncoder().encode(JSON.stringify(value, null, 2)));
const decode = (part) => JSON.parse(new TextDecoder().decode(fromBase64url(part)));

function token(claims) {
  return [
    encode({ alg: "HS256", typ: "JWT" }),
    encode(claims),
    toBase64url(crypto.getRandomValues(new Uint8Array(32))),
  ].join(".");
}

test("one character of the chosen part changes, and JSON stays readable", () => {
  for (let length = 0; length < 30; length += 1) {
    const jti = "é".repeat(length);
    const good = token({ iss: "https://auth.example", sub: "alice", exp: 2e9, jti });
    for (const [part] of PARTS.entries()) {
      const changed = tampered(`${good}\n`, part);
      const differs = [...good].filter((letter, at) => letter !== changed[at]);
      assert.equal(differs.length, 1);
      const [header, payload] = changed.split(".");
      assert.equal(typeof decode(header), "object");
      assert.equal(typeof decode(payload), "object");
      const kept = good.split(".").filter((text, at) => at !== part);
      for (const text of kept) assert.ok(changed.split(".").includes(text));
    }
  }
});

test("a part that is not JSON is changed in its middle", () => {
  assert.equal(tampered("BBB.AAA.A", 0), "BAB.AAA.A");
  assert.equal(tampered("BBB.AAA.A", 1), "BBB.ABA.A");
});

test("a token without the part is left alone", () => {
  assert.equal(tampered("", 0), "");
  assert.equal(tampered("a..", 2), "");
});
