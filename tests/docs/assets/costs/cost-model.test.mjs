import assert from "node:assert/strict";
import test from "node:test";
import { evaluate } from "../../../../docs/assets/costs/formulas.js";
import { figures, shown } from "../../../../docs/assets/costs/wording.js";
import { python } from "../chooser/cases.mjs";
import { execFileSync } from "node:child_process";

const formulas = JSON.parse(
  execFileSync(
    "python",
    [
      "-c",
      "import json; from examples.costs.cost_model import QUANTITIES, WAYS;" +
        "print(json.dumps([QUANTITIES, WAYS]))",
    ],
    { encoding: "utf8" },
  ),
);
const [quantities, ways] = formulas;

test("the page calculates and writes what Python does", () => {
  assert.ok(python.loads.length > 50);
  python.loads.forEach((load, place) => {
    for (const [way, measures] of Object.entries(ways)) {
      const all = { ...quantities, ...measures };
      for (const name of Object.keys(measures)) {
        const value = evaluate(all, load, name);
        const expected = python.estimates[place][way][name];
        assert.ok(
          Math.abs(value - expected) <= 1e-9 * Math.abs(expected),
          `${way} ${name}`,
        );
        assert.equal(shown(name, value), python.shown[place][way][name]);
      }
    }
  });
});

test("numbers are written for people", () => {
  assert.deepEqual([0, 1.5, 34.44, 1234.5, 0.00012].map(figures), [
    "0",
    "1.5",
    "34.4",
    "1,235",
    "0.00012",
  ]);
  assert.equal(shown("memory_bytes", 3 * 2 ** 30), "3 GiB");
  assert.equal(shown("bandwidth_bytes_per_s", 2048), "2 KiB/s");
  assert.deepEqual(
    [0, 60, 900, 86400].map((value) => shown("exposure_s", value)),
    ["next request", "up to 60 s", "up to 15 min", "up to 24 h"],
  );
});
