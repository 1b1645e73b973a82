import assert from "node:assert/strict";
import { test } from "node:test";
import { between } from "../../graphsvc/web/assets/map/box.js";
import { Model } from "../../graphsvc/web/assets/map/model.js";
import { selectionCsv } from "../../graphsvc/web/assets/map/selection-file.js";
import { Sets } from "../../graphsvc/web/assets/map/sets.js";
import { Undo } from "../../graphsvc/web/assets/map/undo.js";
import { path } from "./scenes.js";

const START = {
  off: new Set(),
  period: null,
  strength: 0,
  chosen: [],
  kept: [],
  hidden: [],
  range: null,
  put: [],
};

test("what is kept is drawn alone, what is hidden is not, both with their ties", () => {
  const model = new Model(path());
  model.filter({ kept: ["a", "b", "c", "gone"], hidden: ["c", "gone"] });
  assert.deepEqual([...model.nodeOn], [1, 1, 0, 0, 0]);
  assert.deepEqual([...model.edgeOn], [1, 0, 0, 1]);
  assert.deepEqual(model.drawn(), [0, 1]);
});

test("nodes chosen together stand out with the ties between them", () => {
  const { nodes, edges, ends } = new Model(path()).among([0, 1, 3]);
  assert.deepEqual([[...nodes], [...edges].sort(), ends.size], [[0, 1, 3], [0, 3], 0]);
});

test("each change is taken back alone, the moves of a slider as one", () => {
  let now = { ...START };
  let time = 0;
  const undo = new Undo(
    () => now,
    () => time,
  );
  const change = (what, after) => {
    time += after;
    undo.remember(what);
    now = { ...now, ...what };
  };
  change({ chosen: ["a"] }, 0);
  change({ kept: ["a"] }, 10);
  change({ strength: 1 }, 1000);
  change({ strength: 2 }, 10);
  change({ strength: 3 }, 10);
  assert.equal(undo.back()?.strength, 0);
  assert.deepEqual(undo.back()?.kept, []);
  assert.deepEqual(undo.back()?.chosen, []);
  assert.equal(undo.back(), null);
});

test("sets are kept by name, and what is damaged counts as none", () => {
  const kept = new Map();
  const shelf = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
  const sets = new Sets(shelf);
  assert.deepEqual(sets.all(), []);
  sets.put("b", ["x"]);
  sets.put("a", ["y", "z"]);
  sets.put("b", ["w"]);
  assert.deepEqual(new Sets(shelf).all(), [
    { name: "a", ids: ["y", "z"] },
    { name: "b", ids: ["w"] },
  ]);
  sets.remove("a");
  assert.deepEqual(sets.all(), [{ name: "b", ids: ["w"] }]);
  kept.set("graphsvc-sets", '[{"name": 1}, {"name": "c", "ids": [2]}');
  assert.deepEqual(sets.all(), []);
  const full = { getItem: () => null, setItem: () => assert.fail() };
  assert.equal(new Sets(full).put("a", ["x"]), false);
  assert.equal(new Sets().put("a", ["x"]), false, "there is no place to keep anything");
});

test("a selection is saved as its spreadsheet program reads it, with its source in the first row", () => {
  const scene = { ...path(), title: "Who?", about: "licence CC BY 4.0", language: "de" };
  scene.nodes.label[0] = '=cmd("x")';
  scene.nodes.value = [0.5, null, null, null, null];
  const put = [{ id: "a", x: -0.5, y: 0.25, pinned: true }];
  const rows = selectionCsv({ scene, model: new Model(scene), put }, [0, 1], "http://x/map").split("\r\n");
  assert.equal(rows[0], "\ufeffid;name;kind;group;place;partners;x;y;color_value;about");
  assert.equal(
    rows[1],
    'a;"\'=cmd(""x"")";company;North;;2;-0,5;0,25;0,5;Who? licence CC BY 4.0 http://x/map',
  );
  assert.equal(rows[2], "b;B;company;North;;3;1;0;;");
  const english = { ...scene, language: "en" };
  assert.match(selectionCsv({ scene: english, model: new Model(english) }, [0], "x"), /,2,0,0,0\.5,/);
});

test("a box has its corner at the upper left, wherever it was begun", () => {
  assert.deepEqual(between({ x: 9, y: 1 }, { x: 4, y: 8 }), { left: 4, top: 1, width: 5, height: 7 });
});
