import assert from "node:assert/strict";
import { test } from "node:test";
import { unrolled } from "../../graphsvc/web/assets/map/unrolled.js";

class Instanced {
  constructor() {
    const { ATTRIBUTES, VERTICES } = this.getDefinition();
    this.ATTRIBUTES_ITEMS_COUNT = ATTRIBUTES.length;
    this.array = new Float32Array(2 * VERTICES * ATTRIBUTES.length);
  }

  getDefinition() {
    return {
      VERTICES: 3,
      ATTRIBUTES: [{ name: "x" }, { name: "y" }],
      CONSTANT_ATTRIBUTES: [{ name: "angle" }],
      CONSTANT_DATA: [[0], [2], [4]],
    };
  }

  processVisibleItem(index, start, { x }) {
    this.array[start] = x;
    this.array[start + 1] = index;
  }
}

test("items are written out corner by corner, each with what it has of its own", () => {
  const program = new (unrolled(Instanced))();
  assert.deepEqual(Object.keys(program.getDefinition()), ["VERTICES", "ATTRIBUTES"]);
  program.processVisibleItem(7, 0, { x: 5 });
  program.processVisibleItem(8, 9, { x: 6 });
  assert.deepEqual([...program.array], [5, 7, 0, 5, 7, 2, 5, 7, 4, 6, 8, 0, 6, 8, 2, 6, 8, 4]);
});

test("a program without instances stays as it is", () => {
  class Lines extends Instanced {
    getDefinition() {
      return { VERTICES: 2, ATTRIBUTES: [{ name: "x" }, { name: "y" }] };
    }
  }
  const program = new (unrolled(Lines))();
  program.processVisibleItem(7, 4, { x: 5 });
  assert.deepEqual([...program.array], [0, 0, 0, 0, 5, 7, 0, 0]);
});
