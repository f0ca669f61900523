import assert from "node:assert/strict";
import { test } from "node:test";

import { Story } from "../../../../docs/assets/panel/story.js";

const steps = ["one", "two", "three"].map((label) => ({ label }));
const turns = steps.map(({ label }) => ({ says: `recorded ${label}` }));
const other = { label: "other" };

/** @param {...string} names */
const live = (...names) => names.map((name) => ({ says: `live ${name}` }));

const opened = () => new Story({ steps, turns, opening: 2 });
const said = (story) => story.turns.map(({ says }) => says);

test("it opens on the recorded step that the build chose", () => {
  const story = opened();
  assert.deepEqual(said(story), ["recorded one", "recorded two"]);
  assert.equal(story.at, 1);
  assert.deepEqual(story.toCome, [steps[2]]);
  assert.ok(story.isBehind, "No server has answered.");
});

test("the recorded run answers a step of the story at once", () => {
  const story = opened();
  story.step();
  story.step();
  assert.deepEqual(said(story), ["recorded one", "recorded two", "recorded three"]);
  assert.equal(story.at, 2);
});

test("another request waits for the server, and so does all that follows", () => {
  const story = opened();
  story.add(other);
  story.add(steps[2]);
  assert.equal(story.turns.length, 2);
  assert.deepEqual(story.waiting, [other, steps[2]]);
  assert.deepEqual(story.toCome, []);
  assert.equal(story.at, 1);
});

test("the live server takes over without a step back", () => {
  const story = opened();
  story.step();
  story.at = 1;
  const answer = { first: 0, turns: live("1", "2", "3") };
  assert.ok(story.accept([...story.moves], answer));
  assert.deepEqual(said(story), ["live 1", "live 2", "live 3"]);
  assert.equal(story.at, 1, "The reader still looks at the second turn.");
  assert.ok(!story.isBehind);
});

test("an answer that comes after further presses leaves them waiting", () => {
  const story = opened();
  const asked = [...story.moves];
  story.add(other);
  story.accept(asked, { first: 0, turns: live("1", "2") });
  assert.deepEqual(story.waiting, [other]);
  assert.ok(story.isBehind);
  story.accept([...story.moves], { first: 2, turns: live("other") });
  assert.deepEqual(said(story), ["live 1", "live 2", "live other"]);
  assert.equal(story.at, 2, "The reader sees the newest turn.");
});

test("once it is live, a step waits for the server", () => {
  const story = opened();
  story.accept([...story.moves], { first: 0, turns: live("1", "2") });
  story.step();
  assert.deepEqual(story.waiting, [steps[2]]);
});

test("an answer to moves that the reader has dropped is not shown", () => {
  const story = opened();
  const asked = [...story.moves];
  story.restart();
  assert.equal(story.accept(asked, { first: 0, turns: live("1", "2") }), false);
  assert.deepEqual(story.turns, []);
  assert.equal(story.at, -1);
  assert.deepEqual(story.toCome, steps);
  story.step();
  assert.deepEqual(said(story), ["recorded one"]);
});

test("a refused request is dropped, and what came before it stays", () => {
  const story = opened();
  story.add(other);
  const refused = { error: "No.", field: "path" };
  story.accept([...story.moves], { first: 0, turns: live("1", "2"), refused });
  assert.deepEqual(story.moves, steps.slice(0, 2));
  assert.deepEqual(story.waiting, []);
});

test("without the server the recorded run goes on, and the request is handed back", () => {
  const story = opened();
  story.accept([...story.moves], { first: 0, turns: live("1", "2") });
  story.add(other);
  assert.deepEqual(story.fallBack(), [other]);
  assert.deepEqual(said(story), ["recorded one", "recorded two"]);
  story.step();
  assert.equal(said(story)[2], "recorded three");
});

test("turns of the reader's own requests survive a lost server", () => {
  const story = opened();
  story.restart();
  story.isLive = true;
  story.add(other);
  story.accept([other], { first: 0, turns: live("other") });
  assert.deepEqual(story.fallBack(), []);
  assert.deepEqual(said(story), ["live other"]);
});
