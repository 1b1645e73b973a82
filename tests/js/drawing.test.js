import assert from "node:assert/strict";
import { test } from "node:test";
import { Store } from "../../graphsvc/web/assets/map/store.js";
import { filledIn } from "../../graphsvc/web/assets/shared/links.js";
import { bends } from "../../graphsvc/web/assets/shared/parallel.js";
import { centralRange } from "../../graphsvc/web/assets/shared/range.js";
import { shortened } from "../../graphsvc/web/assets/shared/text.js";

test("parallel edges bend to both sides, whichever way they run", () => {
  assert.deepEqual([...bends([0, 0, 0, 2], [1, 1, 1, 1])], [0, 1, -1, 0]);
  assert.deepEqual([...bends([0, 1, 1, 0], [1, 0, 0, 1])], [0, -1, 1, 2]);
});

test("the central range leaves out the ends of many values and leaves their order alone", () => {
  const values = Array.from({ length: 100 }, (_, n) => 99 - n);
  assert.deepEqual(centralRange(values), [4, 95]);
  assert.equal(values[0], 99);
  assert.deepEqual(centralRange([7]), [7, 7]);
});

test("long texts end in an ellipsis and are not longer than allowed", () => {
  assert.equal(shortened("Institute", 9), "Institute");
  assert.equal(shortened("An institute", 4), "An…");
});

test("ids are encoded in the addresses of pages", () => {
  assert.equal(filledIn("/clusters/{id}", "a/b c"), "/clusters/a%2Fb%20c");
  assert.equal(filledIn(undefined, "a"), "");
});

test("a store tells of each change and cannot be written past it", () => {
  const store = new Store({ node: -1, strength: 0 });
  const heard = [];
  store.subscribe((now, before) => heard.push([before.node, now.node]));
  store.set({ node: 3 });
  assert.deepEqual(store.get(), { node: 3, strength: 0 });
  assert.deepEqual(heard, [[-1, 3]]);
  assert.throws(() => {
    store.get().node = 4;
  }, TypeError);
});
