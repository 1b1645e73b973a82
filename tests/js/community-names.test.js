import assert from "node:assert/strict";
import { test } from "node:test";
import { heads, nameable } from "../../graphsvc/web/assets/map/community-names.js";

test("each community is named by its best connected drawn member, groups of other kinds are not", () => {
  const scene = {
    groups: [{ id: "community:4" }, { id: "community:0" }, { id: "other" }],
    nodes: { id: ["a", "b", "c", "d", "e"], group: [1, 0, 1, 2, -1] },
  };
  assert.deepEqual(
    [...heads(scene, [1, 1, 3, 9, 9])],
    [
      [0, "b"],
      [1, "c"],
    ],
  );
});

test("where nodes stand for communities the largest can be named, with the best connected member of each", () => {
  const nodes = { id: ["community:0", "community:1"], label: ["A", "B"], head: ["x", "y"], size: [3, 7] };
  assert.deepEqual(nameable({ groups: [], nodes }, [0, 0]), [
    ["B", "y"],
    ["A", "x"],
  ]);
  const plain = { groups: [{ id: "community:4", label: "C" }], nodes: { id: ["a"], group: [0] } };
  assert.deepEqual(nameable(plain, [1]), [["C", "a"]]);
});
