import assert from "node:assert/strict";
import { test } from "node:test";
import { chosenLevel, countRegions } from "../../graphsvc/web/assets/map/region-counts.js";

const AREAS = [
  { code: "DE9", name: "Niedersachsen", level: 1 },
  { code: "DE94", name: "Weser-Ems", level: 2 },
  { code: "DEF0", name: "Schleswig-Holstein", level: 2 },
  { code: "FR10", name: "Paris", level: 2 },
];
const CODES = ["DE94A", "DE94", "DEF03", "DE9", "", "XX99"];
const model = (on) => ({ size: on.length, nodeOn: on });

test("nodes lie in the region that their own region is a part of", () => {
  const { shown } = countRegions(model([1, 1, 1, 1, 1, 1]), CODES, AREAS, 2);
  assert.deepEqual(
    shown.map(({ code, n }) => [code, n]),
    [
      ["DE94", 2],
      ["DEF0", 1],
      ["FR10", 0],
    ],
  );
});

test("too coarse, unknown and undrawn regions are elsewhere", () => {
  assert.equal(countRegions(model([1, 1, 1, 1, 1, 1]), CODES, AREAS, 2).elsewhere, 3);
  assert.equal(countRegions(model([1, 1, 1, 1, 1, 1]), CODES, AREAS, 1).elsewhere, 3);
});

test("hidden nodes are not counted at all", () => {
  const { shown, elsewhere } = countRegions(model([0, 1, 0, 0, 1, 0]), CODES, AREAS, 2);
  assert.deepEqual([shown[0].n, shown[1].n, elsewhere], [1, 0, 1]);
});

test("classes end at the half, 80, 95 and 100 percent of regions that have any, each once", () => {
  const areas = Array.from({ length: 10 }, (_, n) => ({ code: `AA0${n}`, name: "", level: 2 }));
  const codes = areas.flatMap(({ code }, n) => Array(n + 1).fill(code));
  const all = model(codes.map(() => 1));
  assert.deepEqual(countRegions(all, codes, areas, 2).limits, [5, 8, 10]);
  assert.deepEqual(countRegions(model([]), [], areas, 2).limits, []);
});

test("the level asked for, else 2 or the next coarser one, else the coarsest there is", () => {
  assert.equal(chosenLevel([1, 2, 3], 3), 3);
  assert.equal(chosenLevel([1, 2, 3], -1), -1);
  assert.equal(chosenLevel([1, 2, 3], 0), 2);
  assert.equal(chosenLevel([0, 1, 3], null), 1);
  assert.equal(chosenLevel([3], null), 3);
});
