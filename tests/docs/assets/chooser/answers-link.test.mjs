import assert from "node:assert/strict";
import test from "node:test";
import { givenIn, textOf } from "../../../../docs/assets/chooser/answers-link.js";
import { python } from "./cases.mjs";

const { table } = python;
const back = (text) => textOf(table, givenIn(table, text).given);

test("answers come back from the address, in the order of the table", () => {
  assert.equal(back("spa,mobile,logout"), "mobile,spa,logout");
  assert.equal(
    back("simple:need,sso:no,logout:prefer"),
    "sso:no,logout:prefer,simple:need",
  );
  assert.equal(back(""), "");
  assert.equal(back(",,spa,"), "spa");
});

test("the codes of older addresses are understood", () => {
  assert.equal(back("mixed,at-once"), "mobile,web,logout");
  assert.equal(back("many-services,no-deadline"), "microservices,logout:no");
});

test("what is no answer is named and left out", () => {
  const { given, unknown } = givenIn(table, "mobile,gone,web:much,constructor");
  assert.deepEqual(given, { mobile: "need" });
  assert.deepEqual(unknown, ["gone", "web:much", "constructor"]);
});
