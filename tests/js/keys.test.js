import assert from "node:assert/strict";
import { test } from "node:test";
import { following, nearest } from "../../graphsvc/web/assets/map/keys.js";

const SPOTS = [
  { x: 0, y: 0 },
  { x: 10, y: 0 },
  { x: 6, y: 6 },
  { x: 0, y: 20 },
  { x: 0, y: 0 },
];
const RIGHT = /** @type {const} */ ([1, 0]);
const UP = /** @type {const} */ ([0, -1]);
const DOWN = /** @type {const} */ ([0, 1]);
const spot = (node) => SPOTS[node];

test("straight ahead is preferred to a little nearer at the side", () => {
  assert.equal(nearest(0, [1, 2, 3], RIGHT, spot), 1);
});

test("the nearest within 70 degrees", () => {
  assert.equal(nearest(0, [1, 2, 3], DOWN, spot), 2);
  assert.equal(nearest(0, [1, 3], DOWN, spot), 3);
});

test("nothing lies there, or only nodes at the same spot", () => {
  assert.equal(nearest(0, [1, 2, 3], UP, spot), -1);
  assert.equal(nearest(0, [4], RIGHT, spot), -1);
});

test("page keys go round the drawn nodes in both directions", () => {
  const model = { size: 4, nodeOn: new Uint8Array([1, 0, 1, 1]) };
  assert.equal(following(model, 0, 1), 2);
  assert.equal(following(model, 3, 1), 0);
  assert.equal(following(model, 0, -1), 3);
  assert.equal(following(model, -1, 1), 0);
  assert.equal(following(model, -1, -1), 3);
  assert.equal(following({ size: 2, nodeOn: new Uint8Array(2) }, 0, 1), -1);
});
