import assert from "node:assert/strict";
import test from "node:test";
import { librariesFor } from "../../../../docs/assets/chooser/library-link.js";
import { readFilter } from "../../../../docs/assets/libraries/filter-link.js";

test("a recommendation leads to the libraries of its kind", () => {
  const filter = (choice, codes = []) =>
    readFilter(new URL(librariesFor(choice, codes), "http://a/choose/").hash);
  assert.deepEqual(filter("Session at a backend for the front end"), {
    kind: "session",
  });
  assert.deepEqual(filter("Opaque token", ["logout"]), {
    kind: "opaque token",
    requirement: "logout",
  });
  assert.deepEqual(filter("Hybrid", ["at-once"]), { requirement: "logout" });
  assert.deepEqual(filter("Hybrid"), {});
});
