import assert from "node:assert/strict";
import test from "node:test";
import { partIn, withPart } from "../../../../docs/assets/shared/fragment.js";

test("a part comes back, and the other one is left alone", () => {
  const both = withPart(withPart("", "choice", "spa,logout:no"), "cost", "users:5");
  assert.equal(both, "#choice=spa,logout:no&cost=users:5");
  assert.equal(partIn(both, "choice"), "spa,logout:no");
  assert.equal(partIn(both, "cost"), "users:5");
  assert.equal(withPart(both, "choice", ""), "#cost=users:5");
  assert.equal(withPart("#cost=users:5", "choice", "web"), "#choice=web&cost=users:5");
  assert.equal(withPart("#choice=web", "choice", ""), "#choice");
});

test("an empty fragment holds empty parts, one about other things says nothing", () => {
  assert.equal(partIn("", "choice"), "");
  assert.equal(partIn("#choice", "choice"), "");
  assert.equal(partIn("#cost=users:5", "choice"), "");
  assert.equal(partIn("#decision-matrix", "choice"), null);
  assert.equal(withPart("#decision-matrix", "choice", "web"), "#choice=web");
});

test("a part that a program escaped is read", () => {
  assert.equal(partIn("#choice=spa%2Clogout", "choice"), "spa,logout");
  assert.equal(partIn("#choice=%", "choice"), "%");
});
