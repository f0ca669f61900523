import assert from "node:assert/strict";
import test from "node:test";
import { answersIn, fragmentOf } from "../../../../docs/assets/chooser/answers-link.js";

test("answers come back from the fragment", () => {
  assert.equal(fragmentOf(["mobile", "mixed"]), "#choice=mobile,mixed");
  for (const codes of [[], ["mobile"], ["mobile", "mixed"]])
    assert.deepEqual(answersIn(fragmentOf(codes)), codes);
});

test("an empty fragment holds no answers, one about other things says nothing", () => {
  assert.deepEqual(answersIn(""), []);
  assert.deepEqual(answersIn("#choice=,,spa,"), ["spa"]);
  assert.equal(answersIn("#decision-matrix"), null);
});
