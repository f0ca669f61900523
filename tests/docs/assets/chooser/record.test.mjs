import assert from "node:assert/strict";
import test from "node:test";
import { givenIn } from "../../../../docs/assets/chooser/answers-link.js";
import { recordOf } from "../../../../docs/assets/chooser/record.js";
import { python } from "./cases.mjs";

const { table } = python;
const address = "https://guide.example/x/choose/#choice=logout,mobile";
const record = (text) =>
  recordOf(table, givenIn(table, text).given, {
    date: "2026-11-25",
    address,
    prices: [["State", "604 bytes a login"]],
  });

test("a record has context, decision, consequences, sources and the way back", () => {
  const text = record("mobile,logout,both:no");
  assert.match(
    text,
    /^# Authenticate with: Opaque token in a header\n\nStatus: proposed, 2026-11-25\n/,
  );
  assert.ok(
    text.includes(
      "1. Must a logout, a lock-out or a change of role take effect at once? **Yes, it must**",
    ),
  );
  assert.ok(
    text.includes(
      "2. Who checks the login on each request, and can they reach your store? **not answered**",
    ),
  );
  assert.ok(text.includes("- High security + scalability: **no**"));
  assert.ok(
    text.includes("decided by: logout must take effect at once, and an app calls it."),
  );
  assert.ok(text.includes("- Need: The server looks up every request"));
  assert.ok(text.includes("- State: 604 bytes a login"));
  assert.ok(text.includes("- JWT, if logout at once is only a wish and "));
  assert.ok(
    text.includes("](https://guide.example/x/servers/#opaque-tokens-in-a-header)"),
  );
  assert.ok(text.includes("- [ASVS v5.0.0-7.4.1](https://github.com/OWASP/ASVS/"));
  assert.ok(text.endsWith(`- [The answers, restored](${address})\n`));
  assert.deepEqual(
    text.match(/^## .*/gm),
    ["Context", "Decision", "Consequences", "What would change this", "Sources"].map(
      (name) => `## ${name}`,
    ),
  );
});

test("a record without an answer says so, and each source stands once", () => {
  assert.ok(record("").includes("Session, nothing you told us asks for more."));
  const sources = record("logout,asvs-1").split("## Sources")[1];
  assert.equal(sources.split("ASVS v5.0.0-7.4.1]").length, 2);
});
