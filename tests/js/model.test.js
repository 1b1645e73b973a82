import assert from "node:assert/strict";
import { test } from "node:test";
import { joined, Model } from "../../graphsvc/web/assets/map/model.js";
import { path, scene } from "./scenes.js";

test("everything is drawn at first", () => {
  const model = new Model(path());
  assert.deepEqual([model.nodesDrawn, model.edgesDrawn], [5, 4]);
});

test("neighbors come once, the strongest first, with the sum of their ties", () => {
  assert.deepEqual(new Model(path()).neighbors(1), [
    [0, 2.5, [0, 3]],
    [2, 1, [1]],
  ]);
});

test("a group that is switched off takes its ties along", () => {
  const model = new Model(path());
  model.filter({ off: new Set(["g:north"]) });
  assert.deepEqual([...model.nodeOn], [0, 0, 1, 1, 1]);
  assert.deepEqual([...model.edgeOn], [0, 0, 1, 0]);
});

test("a period hides dated ties outside of it and nodes that lost all of theirs", () => {
  const model = new Model(path());
  model.filter({ period: [2019, 2020], off: new Set(["e:member"]) });
  assert.deepEqual([...model.edgeOn], [0, 1, 1, 0]);
  assert.deepEqual([...model.nodeOn], [0, 1, 1, 1, 1]);
});

test("a least strength keeps ties of just that strength", () => {
  const model = new Model(path());
  model.filter({ strength: 2 });
  assert.deepEqual([...model.edgeOn], [1, 0, 1, 0]);
});

test("the shortest path runs over drawn ties", () => {
  const model = new Model(path());
  assert.deepEqual(model.path(0, 3)?.nodes, [0, 1, 2, 3]);
  assert.equal(model.path(0, 3)?.edges.length, 3);
  assert.deepEqual(model.path(2, 2), { nodes: [2], edges: [] });
  assert.equal(model.path(0, 4), null);
  model.filter({ strength: 2 });
  assert.equal(model.path(0, 3), null);
});

test("the surroundings of a node are its neighbors and the ties to them", () => {
  assert.deepEqual(new Model(path()).surroundings(1), {
    nodes: new Set([1, 0, 2]),
    edges: new Set([0, 1, 3]),
    ends: new Set([1]),
  });
});

test("the hub is the drawn node with the most partners", () => {
  const model = new Model(path());
  assert.equal(model.hub(), 1);
  model.filter({ off: new Set(["g:north"]) });
  assert.equal(model.hub(), 2);
});

test("what is added joins by id, its ties once, its kinds after those known", () => {
  const ours = scene(
    [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
    ],
    [{ from: 0, to: 1 }],
  );
  const more = scene(
    [
      { x: 1, y: 1 },
      { x: 5, y: 5 },
      { x: 2, y: 1 },
    ],
    [
      { from: 1, to: 0 },
      { from: 0, to: 2, kind: 1 },
    ],
  );
  more.edge_kinds[1] = { id: "hosts", label: "Hosts", color: 2 };
  const both = joined(ours, more, "a");
  assert.deepEqual(both.nodes.id, ["a", "b", "c"]);
  assert.deepEqual([both.nodes.x[2], both.nodes.y[2]], [0.12, 0]);
  assert.deepEqual(both.edges.source, [0, 0]);
  assert.deepEqual(both.edges.target, [1, 2]);
  assert.equal(both.edge_kinds[both.edges.kind[1]].id, "hosts");
  assert.deepEqual(ours.nodes.id, ["a", "b"]);
});
