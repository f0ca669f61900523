import assert from "node:assert/strict";
import test from "node:test";
import { givenIn } from "../../../../docs/assets/chooser/answers-link.js";
import {
  answer,
  answered,
  apply,
  decidedBy,
  flipsOf,
  outcomeOf,
  reasonsOf,
} from "../../../../docs/assets/chooser/engine.js";
import { product, python, run } from "./cases.mjs";

const { table } = python;
const { options, outcomes } = run("outcomes");
const said = (text) => givenIn(table, text).given;
const flips = (text) =>
  flipsOf(table, said(text)).map(
    ({ outcome, changes }) =>
      `${outcome.code}: ${changes.map(({ when, place }) => `${when} (${place + 1})`).join(" + ")}`,
  );

test("every combination of answers gets the outcome that Python decides, with reasons", () => {
  let place = 0;
  for (const parts of product(options)) {
    const given = Object.assign({}, ...parts);
    const outcome = outcomeOf(table, given);
    assert.equal(outcome.code, outcomes[place], JSON.stringify(given));
    place++;
    if (place % 7) continue; // the reasons of each seventh: of all, it takes a minute
    const reasons = reasonsOf(table, given);
    const texts = reasons.map(({ text }) => text);
    assert.ok(texts.every((text) => /^[A-Z].+\.$/.test(text)));
    assert.equal(new Set(texts).size, texts.length, JSON.stringify(given));
    assert.equal(reasons.at(-1).text, outcome.price);
    assert.ok(texts.length > 1, "the price alone is no reason");
    const by = decidedBy(table, given);
    const isDefault = reasons.some(({ word }) => word === "Default");
    assert.equal(by === "", isDefault, JSON.stringify(given));
    if (isDefault) assert.equal(outcome.code, "session");
    // Nothing that was said goes unmentioned.
    const stated = Object.keys(given).filter((code) => given[code] !== "no");
    const told = reasons.flatMap(({ rule }) => (rule ? [rule.code] : []));
    assert.deepEqual([...told].sort(), stated.sort());
  }
  assert.equal(place, outcomes.length);
  assert.ok(place > 200_000);
});

test("each flip leads to its outcome, and nothing smaller does", () => {
  const five = product(options.slice(0, 5));
  let count = 0;
  for (const parts of five) {
    if (count++ % 9) continue;
    const given = Object.assign({}, ...parts);
    const here = outcomeOf(table, given).code;
    const found = flipsOf(table, given);
    assert.equal(found.length, 4, JSON.stringify(given));
    const sizes = {};
    for (const { outcome, changes } of found) {
      assert.notEqual(outcome.code, here);
      assert.equal(outcomeOf(table, apply(changes, given)).code, outcome.code);
      assert.equal(new Set(changes.map(({ place }) => place)).size, changes.length);
      sizes[outcome.code] = changes.length;
    }
    assert.deepEqual(Object.keys(sizes).length, 4);
    // Tried without the search: all that one or two other answers lead to.
    const near = neighbours(given);
    for (const one of near) check(one, 1);
    for (const one of near) for (const two of neighbours(one)) check(two, 2);
    function check(next, size) {
      const { code } = outcomeOf(table, next);
      if (code !== here)
        assert.ok(sizes[code] <= size, `${JSON.stringify(given)} ${code}`);
    }
    for (const [code, size] of Object.entries(sizes))
      if (size === 1)
        assert.ok(near.some((one) => outcomeOf(table, one).code === code));
  }
  assert.ok(count > 1000);
});

/** What is said after one question got another answer, whatever it had. */
function neighbours(given) {
  return table.questions.flatMap((question) => {
    const places = question.answers.map((_, place) => place);
    const choices = question.several
      ? [[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]]
      : places.map((place) => [place]);
    return choices.map((choice) => answer(question, choice, given));
  });
}

test("the smallest changes come first, and give up no need", () => {
  assert.deepEqual(flips("logout,simple,web,sensitive:no,sso:no"), [
    "hybrid: some services cannot reach your store (2)",
    "bff: a single-page app calls the API as well (3)",
    "opaque: an app calls the API instead (3)",
    "jwt: logout at once is only a wish (1) + some services cannot reach your store (2)" +
      " + an app calls the API instead (3)",
  ]);
});

test("a row that no question asks for can be given up", () => {
  assert.ok(flips("both,web")[0].includes("session: you give up “High security"));
});

test("what decided is named, with the client where it decides the transport", () => {
  const by = (text) => decidedBy(table, said(text));
  assert.equal(by(""), "");
  assert.equal(by("logout,web"), "logout must take effect at once");
  assert.equal(by("mobile"), "an app calls it");
  assert.equal(
    by("mobile,logout"),
    "logout must take effect at once, and an app calls it",
  );
  assert.equal(by("web,mobile"), "you render the pages, and an app calls it");
  assert.equal(
    by("microservices,logout"),
    "logout must take effect at once, and services verify on their own",
  );
  assert.equal(
    by("web,microservices"),
    "you render the pages, and services verify on their own",
  );
});

test("what speaks against the outcome is said", () => {
  const against = (text) =>
    reasonsOf(table, said(text))
      .filter(({ word }) => word === "Against")
      .map((reason) => reason.text);
  assert.deepEqual(against("mobile,microservices,logout:prefer"), [
    "A JWT works until it expires, even after a logout.",
  ]);
  assert.deepEqual(against("web:prefer,mobile"), [
    "A page load carries no Authorization header.",
  ]);
  assert.deepEqual(against("simple,microservices,logout"), [
    "You have to manage keys, expiry and refresh tokens.",
  ]);
  assert.deepEqual(against("both:prefer"), [
    "One of the two alone gives you either the speed or the revocation.",
  ]);
  assert.match(against("logout,offline")[0], /^A revocation cannot reach a verifier/);
});

test("a question finds its answers in what was said, also from a row of the matrix", () => {
  const [logout, check, client] = table.questions;
  assert.deepEqual(answered(logout, said("logout:prefer")), [1]);
  assert.deepEqual(answered(check, said("simple:need")), [0]);
  assert.deepEqual(answered(check, said("simple,microservices")), [2]);
  assert.deepEqual(answered(client, said("web:prefer,mobile")), [0, 2]);
  assert.deepEqual(answered(client, {}), []);
});
