import assert from "node:assert/strict";
import { test } from "node:test";
import { Model } from "../../graphsvc/web/assets/map/model.js";
import { edgesPlaced, mercator, placed, unplaced } from "../../graphsvc/web/assets/map/places.js";
import { scene } from "./scenes.js";

const located = () =>
  new Model(
    scene(
      [
        { x: 1, y: 2, lng: 10, lat: 50 },
        { x: 3, y: 4, lng: 10, lat: 50 },
        { x: 5, y: 6 },
        { x: 7, y: 8, lng: 0, lat: 0 },
      ],
      [
        { from: 0, to: 1 },
        { from: 0, to: 2 },
      ],
    ),
  );

test("the network stands where the server put it", () => {
  assert.deepEqual(placed(located(), "network"), { x: [1, 3, 5, 7], y: [2, 4, 6, 8] });
});

test("Mercator keeps longitudes, is even at the equator and ends before the poles", () => {
  assert.equal(mercator(12, 0)[0], 12);
  assert.ok(Math.abs(mercator(0, 0)[1]) < 1e-12);
  assert.ok(Math.abs(mercator(0, 45)[1] - 50.499) < 1e-3);
  assert.deepEqual(mercator(0, 90), mercator(0, 84));
});

test("nodes of one place stand close together, none on another", () => {
  const { x, y } = placed(located(), "map");
  const away = Math.hypot(x[0] - x[1], y[0] - y[1]);
  assert.ok(away > 0 && away < 0.1);
});

test("nodes without a place stand below all others", () => {
  const { y } = placed(located(), "map");
  assert.ok(y[2] < Math.min(y[0], y[1], y[3]));
});

test("nodes and ties without a place are counted as long as they are drawn", () => {
  const model = located();
  assert.deepEqual([unplaced(model), edgesPlaced(model)], [1, 1]);
  model.nodeOn[2] = 0;
  assert.equal(unplaced(model), 0);
});
