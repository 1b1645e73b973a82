import assert from "node:assert/strict";
import { test } from "node:test";
import { heads } from "../../graphsvc/web/assets/map/community-names.js";

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
