import assert from "node:assert/strict";
import test from "node:test";
import { fromNow, utc } from "../../../../docs/assets/shared/countdown.js";

test("a distance is written in its two largest units", () => {
  const cases = {
    0: "now",
    1: "in 1 second",
    "-1": "1 second ago",
    61: "in 1 minute 1 second",
    7200: "in 2 hours",
    "-176461": "2 days 1 hour ago",
  };
  for (const [seconds, text] of Object.entries(cases))
    assert.equal(fromNow(Number(seconds)), text);
});

test("a time is written in UTC", () => {
  assert.equal(utc(new Date(1_500_000_000_000)), "2017-07-14 02:40:00 UTC");
});
