import assert from "node:assert/strict";
import { test } from "node:test";
import { laidOut } from "../../graphsvc/web/assets/map/layout.js";
import { Model } from "../../graphsvc/web/assets/map/model.js";
import { Placing } from "../../graphsvc/web/assets/map/placing.js";
import { Store } from "../../graphsvc/web/assets/map/store.js";
import { path } from "./scenes.js";

const FRAME = { west: 0, east: 1, south: 0, north: 1 };
const apart = ([x, y], [east, north]) => Math.hypot(x - east, y - north);

function placing() {
  const scene = path();
  const said = [];
  const store = new Store({ scene, model: new Model(scene), put: [] });
  const page = { change: (change) => store.set(change), say: (key) => said.push(key) };
  return { store, said, placing: new Placing(store, page) };
}

test("what is pinned stays, what is tied comes nearer than what is not, all within the frame", () => {
  const start = [0, 1, 2, 3].map(() => [0.5, 0.5]);
  start[0] = [0.1, 0.9];
  const ties = [
    [0, 1],
    [2, 3],
  ];
  const laid = laidOut(start, [true, false, false, false], ties, FRAME);
  assert.deepEqual(laid[0], [0.1, 0.9]);
  assert.ok(apart(laid[2], laid[3]) < apart(laid[1], laid[2]));
  assert.ok(apart(laid[0], laid[1]) < apart(laid[0], laid[2]));
  assert.ok(laid.flat().every((value) => value >= 0 && value <= 1));
  assert.deepEqual(laidOut(start, [true, false, false, false], ties, FRAME), laid);
});

test("a node that is pinned stays through a new layout, and goes back when it is let go", () => {
  const { store, said, placing: placed } = placing();
  placed.pin(1, [0.123456, 0.5]);
  assert.deepEqual(store.get().put, [{ id: "b", x: 0.1235, y: 0.5, pinned: true }]);
  placed.layOut();
  const { put, model } = store.get();
  assert.deepEqual(put.length, model.drawn().length);
  assert.deepEqual(
    put.find(({ id }) => id === "b"),
    { id: "b", x: 0.1235, y: 0.5, pinned: true },
  );
  assert.ok(placed.pinned(1) && !placed.pinned(0));
  placed.unpin(1);
  assert.ok(!store.get().put.some(({ id }) => id === "b"));
  placed.back();
  assert.deepEqual(store.get().put, []);
  assert.deepEqual(said, ["map.pinned", "map.laid_out", "map.unpinned"]);
});

test("only what is drawn is laid out, the rest stays where it was put", () => {
  const { store, placing: placed } = placing();
  placed.pin(4, [0.2, 0.2]);
  store.get().model.filter({ kept: ["a", "b", "c"] });
  placed.layOut();
  const { put } = store.get();
  assert.deepEqual(put.map(({ id }) => id).sort(), ["a", "b", "c", "e"]);
});

test("a nudge moves a node by a share of the drawing", () => {
  const { store, placing: placed } = placing();
  const { x } = store.get().scene.nodes;
  const wide = Math.max(...x) - Math.min(...x);
  placed.nudge(0, 0.1, 0);
  const [moved] = store.get().put;
  assert.ok(Math.abs(moved.x - (x[0] + 0.1 * wide)) < 1e-3);
  assert.ok(moved.pinned);
});
