// Programs of sigma without instances: drawing without a graphics card takes five times as long for an instance as for
// the same triangles written out.

/** @typedef {{ array: Float32Array, corners: number[][], ATTRIBUTES_ITEMS_COUNT: number }} Written */

/**
 * The same program with the vertices of each item written out, if it draws instances.
 * @param {any} program of sigma
 * @returns {any}
 */
export function unrolled(program) {
  return class extends program {
    // Of the corners of an item: what each has of its own. Set while sigma reads the definition.
    getDefinition() {
      const { CONSTANT_ATTRIBUTES = [], CONSTANT_DATA = [], ...rest } = super.getDefinition();
      this.corners = CONSTANT_DATA;
      return { ...rest, ATTRIBUTES: [...rest.ATTRIBUTES, ...CONSTANT_ATTRIBUTES] };
    }

    /**
     * Writes an item: as sigma does for its first corner, which is copied to the others.
     * @param {number} index
     * @param {number} start where in the array
     * @param {...unknown} data
     */
    processVisibleItem(index, start, ...data) {
      super.processVisibleItem(index, start, ...data);
      const {
        array,
        corners,
        ATTRIBUTES_ITEMS_COUNT: width,
      } = /** @type {Written} */ (/** @type {any} */ (this));
      const shared = width - (corners[0]?.length ?? 0);
      for (const [corner, own] of corners.entries()) {
        const place = start + corner * width;
        if (corner) array.copyWithin(place, start, start + shared);
        array.set(own, place + shared);
      }
    }
  };
}
