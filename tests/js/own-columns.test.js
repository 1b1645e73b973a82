import assert from "node:assert/strict";
import { test } from "node:test";
import { decoded } from "../../graphsvc/web/assets/map/csv.js";
import { Model } from "../../graphsvc/web/assets/map/model.js";
import { dressed, histogram } from "../../graphsvc/web/assets/map/own-looks.js";
import { keep, kept, OwnTable } from "../../graphsvc/web/assets/map/own-table.js";
import { selectionCsv } from "../../graphsvc/web/assets/map/selection-file.js";
import { path } from "./scenes.js";

const TELL = Object.assign((key, { column = "" } = {}) => `${key} ${column}`.trim(), { figure: String });
const NONE = { ownColor: "", ownSize: "" };

function scene() {
  const made = { ...path(), legend: { title: "", size: "", scale: "groups" } };
  made.nodes.label = ["Müller GmbH", "Twin", "TWIN", "Café", "E"];
  return made;
}

test("rows are joined by names in any spelling, and those that are not one node are told", () => {
  const text =
    '\ufeffFirma;Umsatz;Art\r\nMULLER GMBH;1.234,5;"groß; alt"\nTwin;3;klein\ncafe;;klein\nNobody;1;x\nMüller GmbH;9;y\n';
  const own = new OwnTable("a.csv", text).joined(scene());
  assert.deepEqual([...own.numbers], [["Umsatz", [1234.5, NaN, NaN, NaN, NaN]]]);
  assert.deepEqual([...own.words], [["Art", ["groß; alt", "", "", "klein", ""]]]);
  assert.deepEqual([own.found, own.missing], [2, ["Twin", "Nobody"]]);
});

test("ids win where they find more, points are decimal between commas", () => {
  const own = new OwnTable("a.csv", "name,id,n\nE,a,1.5\nE,b,-2e1\nE,c,3%\n").joined(scene());
  assert.deepEqual([...own.numbers.get("n")].slice(0, 3), [1.5, -20, 3]);
  assert.equal(own.found, 3);
});

test("what is no table is refused, bytes of Windows are read", () => {
  for (const text of ["", "one\n", "a;b\n", "only\n1\n2\n"])
    assert.throws(() => new OwnTable("x", text), RangeError);
  assert.equal(decoded(Uint8Array.from([0x4d, 0xfc]).buffer), "Mü");
  assert.equal(decoded(new TextEncoder().encode("Mü").buffer), "Mü");
});

test("a table is kept in the browser, and taken away again", () => {
  const held = new Map();
  const shelf = {
    getItem: (key) => held.get(key) ?? null,
    setItem: (key, value) => held.set(key, value),
    removeItem: (key) => held.delete(key),
  };
  assert.equal(kept(shelf), null);
  keep(new OwnTable("a.csv", "id;n\na;1\n"), shelf);
  assert.equal(kept(shelf)?.name, "a.csv");
  keep(null, shelf);
  assert.deepEqual([kept(shelf), held.size], [null, 0]);
});

test("numbers color classes from low to high and size nodes, words color groups", () => {
  const own = new OwnTable("a.csv", "id;n;w\na;1;x\nb;2;y\nc;2;y\nd;-8;\n").joined(scene());
  const { groups, nodes, legend } = dressed(scene(), own, { ownColor: "n", ownSize: "n" }, TELL);
  assert.deepEqual(
    groups.map(({ label, color }) => [label, color]),
    [
      ["-8", 0],
      ["1", 3],
      ["2", 6],
    ],
  );
  assert.deepEqual(nodes.group, [1, 2, 2, 0, -1]);
  assert.deepEqual(nodes.value, [1, 2, 2, -8, null]);
  assert.deepEqual(nodes.size, [1, 2, 2, 0, 0]);
  assert.deepEqual([legend.scale, legend.ends], ["steps", [-8, 2]]);
  const worded = dressed(scene(), own, { ...NONE, ownColor: "w" }, TELL);
  assert.deepEqual(
    [worded.groups.map(({ label }) => label), worded.nodes.group],
    [
      ["y", "x"],
      [1, 0, 0, -1, -1],
    ],
  );
  assert.equal(dressed(scene(), null, { ...NONE, ownColor: "n" }, TELL).nodes.value, undefined);
});

test("more than ten words are one grey rest", () => {
  const many = { numbers: new Map(), words: new Map([["w", [..."abcdefghijkl"]]]) };
  const { groups, nodes } = dressed({ nodes: {}, legend: {} }, many, { ...NONE, ownColor: "w" }, TELL);
  assert.deepEqual([groups.length, groups[10].color, nodes.group[11]], [11, -1, 10]);
});

test("a range leaves in what lies between its ends, both included, and nothing without a value", () => {
  const model = new Model(scene());
  const own = new OwnTable("a.csv", "id;n\na;1\nb;2\nc;3\n").joined(scene());
  model.filter({ own, range: ["n", 2, 3] });
  assert.deepEqual([...model.nodeOn], [0, 1, 1, 0, 0]);
  model.filter({ own, range: ["gone", 2, 3] });
  assert.equal(model.nodesDrawn, 5);
});

test("a histogram counts each value once, the highest in the last part", () => {
  assert.deepEqual(histogram([0, 1, 2, 3, 4, NaN], 0, 4, 4), [1, 1, 1, 2]);
  assert.deepEqual(histogram([5, 5], 5, 5, 2), [2, 0]);
});

test("a saved selection has the columns of one's own", () => {
  const shown = { ...scene(), title: "t", about: "a", language: "en" };
  const own = new OwnTable("a.csv", "id;n;w\na;1,5;x\n").joined(shown);
  const [head, row] = selectionCsv({ scene: shown, model: new Model(shown), own }, [0], "u").split("\r\n");
  assert.match(head, /,partners,x,y,n,w,about$/);
  assert.match(row, /,2,[\d.-]+,[\d.-]+,1\.5,x,t a u$/);
});
