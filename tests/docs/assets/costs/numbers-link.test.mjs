import assert from "node:assert/strict";
import test from "node:test";
import { fragmentOf, numbersIn } from "../../../../docs/assets/costs/numbers-link.js";

test("numbers come back from the fragment", () => {
  const numbers = { users: 1_000_000, lifetime: 0.5 };
  assert.equal(fragmentOf(numbers), "#cost=users:1000000,lifetime:0.5");
  assert.deepEqual(numbersIn(fragmentOf(numbers)), numbers);
});

test("a field without a number is left out", () => {
  assert.equal(fragmentOf({ users: NaN, lifetime: 60 }), "#cost=lifetime:60");
});

test("what is no number from 0 up is ignored", () => {
  assert.deepEqual(numbersIn("#cost=a:-1,b:x,c:,d,e:Infinity,f:0"), { f: 0 });
});

test("an empty fragment holds no numbers, one about other things says nothing", () => {
  assert.deepEqual(numbersIn(""), {});
  assert.equal(numbersIn("#summary"), null);
});
