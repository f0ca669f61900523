import assert from "node:assert/strict";
import test from "node:test";
import {
  readFilter,
  fragmentOf,
} from "../../../../docs/assets/libraries/filter-link.js";

test("a filter comes back from the fragment", () => {
  const filter = { kind: "opaque token", requirement: "logout" };
  assert.equal(fragmentOf(filter), "#libraries=kind:opaque%20token,requirement:logout");
  for (const one of [{}, { kind: "JWT" }, filter])
    assert.deepEqual(readFilter(fragmentOf(one)), one);
});

test("unknown names are ignored, and other fragments say nothing", () => {
  assert.deepEqual(readFilter("#libraries=colour:red,kind:,kind:JWT"), { kind: "JWT" });
  assert.deepEqual(readFilter("#libraries=kind:%E0"), { kind: "%E0" });
  assert.equal(readFilter("#sign-out"), null);
});
