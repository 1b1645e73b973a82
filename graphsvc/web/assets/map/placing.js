// Nodes that were put elsewhere than the server has them: pinned by hand, or laid out anew around those.
import { extent } from "../shared/range.js";
import { laidOut, MOST_LAID } from "./layout.js";
import { placed } from "./places.js";

/** @typedef {import("../types").Put} Put */
/** @typedef {import("../types").Spot} Spot */

/**
 * What of the page follows.
 * @typedef {object} Page
 * @property {(change: { put: readonly Put[] }) => void} change which can be undone
 * @property {(key: string, values?: Record<string, string | number>) => void} say
 */

export class Placing {
  /** @param {import("./store.js").Reader} store @param {Page} page */
  constructor(store, page) {
    this.store = store;
    this.page = page;
  }

  /** Whether a node was pinned. @param {number} node */
  pinned(node) {
    const { put, scene } = this.store.get();
    return put.some(({ id, pinned }) => pinned && id === scene.nodes.id[node]);
  }

  /** Pins a node at a spot, or where it is. @param {number} node @param {Spot} [spot] */
  pin(node, spot) {
    const { put, scene } = this.store.get();
    const id = scene.nodes.id[node];
    const [x, y] = spot ?? this.#spot(node);
    const others = put.filter((one) => one.id !== id);
    this.page.change({ put: [...others, { id, x: rounded(x), y: rounded(y), pinned: true }] });
    this.page.say("map.pinned", { name: scene.nodes.label[node] });
  }

  /** A node goes back to where the server has it. @param {number} node */
  unpin(node) {
    const { put, scene } = this.store.get();
    const id = scene.nodes.id[node];
    this.page.change({ put: put.filter((one) => one.id !== id) });
    this.page.say("map.unpinned", { name: scene.nodes.label[node] });
  }

  /** Moves a node by a share of the whole drawing, and pins it. @param {number} node @param {number} east @param {number} north */
  nudge(node, east, north) {
    const { scene } = this.store.get();
    const [x, y] = this.#spot(node);
    const { west, east: end, south, north: top } = frameOf(scene);
    this.pin(node, [x + east * (end - west), y + north * (top - south)]);
  }

  /** All drawn nodes that are not pinned get other places. */
  layOut() {
    const { put, scene, model } = this.store.get();
    const drawn = model.drawn();
    if (drawn.length > MOST_LAID) {
      this.page.say("map.lay_out_many", { most: MOST_LAID });
      return;
    }
    const { x, y } = placed(model, "network", put);
    const pinned = new Set(put.flatMap((one) => (one.pinned ? [one.id] : [])));
    const stays = drawn.map((node) => pinned.has(scene.nodes.id[node]));
    const place = new Map(drawn.map((node, rank) => [node, rank]));
    /** @type {[number, number][]} */
    const ties = [];
    for (const [node, rank] of place) {
      for (const [other] of model.neighbors(node))
        if (other > node) ties.push([rank, place.get(other) ?? rank]);
    }
    const laid = laidOut(
      drawn.map((node) => [x[node], y[node]]),
      stays,
      ties,
      frameOf(scene),
    );
    const ids = new Set(drawn.map((node) => scene.nodes.id[node]));
    const rest = put.filter(({ id }) => !ids.has(id));
    const anew = drawn.map((node, rank) => {
      const [east, north] = laid[rank];
      return { id: scene.nodes.id[node], x: rounded(east), y: rounded(north), pinned: stays[rank] };
    });
    this.page.change({ put: [...rest, ...anew] });
    this.page.say("map.laid_out", { nodes: drawn.length });
  }

  /** Where a node stands. @param {number} node @returns {Spot} */
  #spot(node) {
    const { put, scene } = this.store.get();
    const { x, y } = scene.nodes;
    const own = put.find(({ id }) => id === scene.nodes.id[node]);
    return own ? [own.x, own.y] : [x[node], y[node]];
  }

  /** All nodes go back to where the server has them. */
  back() {
    this.page.change({ put: [] });
  }
}

/** @param {import("../types").Scene} scene */
function frameOf({ nodes }) {
  const [[west, east], [south, north]] = [extent(nodes.x), extent(nodes.y)];
  return { west, east, south, north };
}

/** @param {number} value */
const rounded = (value) => Math.round(value * 1e4) / 1e4;
