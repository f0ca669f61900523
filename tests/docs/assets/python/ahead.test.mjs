import assert from "node:assert/strict";
import { test } from "node:test";
import { howFarAhead } from "../../../../docs/assets/python/ahead.js";

const desktop = { coarse: false };

for (const [device, expected] of [
  [{}, "boot"],
  [{ effectiveType: "4g", deviceMemory: 8, type: "wifi" }, "boot"],
  [{ battery: { charging: true, level: 0.05 } }, "boot"],
  [{ battery: { charging: false, level: 0.5 } }, "boot"],
  [{ battery: { charging: false, level: 0.19 } }, "files"],
  [{ deviceMemory: 2 }, "files"],
  [{ coarse: true }, "files"],
  [{ saveData: true }, "nothing"],
  [{ type: "cellular", effectiveType: "4g" }, "nothing"],
  [{ effectiveType: "3g" }, "nothing"],
]) {
  test(`${JSON.stringify(device)} prepares ${expected}`, () => {
    assert.equal(howFarAhead({ ...desktop, ...device }), expected);
  });
}
