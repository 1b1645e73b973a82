// Where nodes stand in each view of the same scene: server positions, or longitude and latitude.
import { extent } from "../shared/range.js";

/** @typedef {import("./model.js").Model} Model */

/**
 * Where the nodes of a model stand: on the network map those that were put elsewhere do so.
 * @param {Model} model @param {import("../types").Mode} mode @param {readonly import("../types").Put[]} [put]
 */
export function placed(model, mode, put = []) {
  const { nodes } = model.scene;
  if (mode === "map") return geographic(nodes);
  if (!put.length) return { x: nodes.x, y: nodes.y };
  const [x, y] = [[...nodes.x], [...nodes.y]];
  for (const one of put) {
    const node = model.index.get(one.id);
    if (node !== undefined) [x[node], y[node]] = [one.x, one.y];
  }
  return { x, y };
}

/** How many drawn nodes have no place. @param {Model} model */
export function unplaced(model) {
  return model.scene.nodes.lng.filter((lng, n) => model.nodeOn[n] && lng === null).length;
}

/** A tie to a node without a place has no line on the geographic map. @param {Model} model @param {number} edge */
export function unplacedEnd(model, edge) {
  const { lng } = model.scene.nodes;
  return lng[model.source[edge]] === null || lng[model.target[edge]] === null;
}

/** @param {Model} model */
export function edgesPlaced(model) {
  let count = 0;
  for (let e = 0; e < model.edgeCount; e++) if (model.edgeOn[e] && !unplacedEnd(model, e)) count++;
  return count;
}

/** Mercator in degrees, so that one degree of longitude is one unit. @param {number} lng @param {number} lat */
export function mercator(lng, lat) {
  const clamped = Math.max(-80, Math.min(84, lat));
  return [lng, (180 / Math.PI) * Math.log(Math.tan(Math.PI / 4 + (clamped * Math.PI) / 360))];
}

/**
 * Nodes at one place stand around it in a small spiral; nodes without a place in rows below.
 * @param {Pick<import("../types").Nodes, "id" | "lng" | "lat">} nodes
 */
function geographic(nodes) {
  /** @type {number[]} */
  const x = [];
  /** @type {number[]} */
  const y = [];
  /** @type {Map<string, number>} */
  const crowd = new Map();
  /** @type {number[]} */
  const nowhere = [];
  nodes.id.forEach((_, n) => {
    const [lng, lat] = [nodes.lng[n], nodes.lat[n]];
    if (lng === null || lat === null) {
      nowhere.push(n);
      return;
    }
    const key = `${lng} ${lat}`;
    const rank = crowd.get(key) ?? 0;
    crowd.set(key, rank + 1);
    const [east, north] = mercator(lng, lat);
    const away = 0.03 * Math.sqrt(rank);
    x[n] = east + away * Math.cos(2.399963 * rank);
    y[n] = north + away * Math.sin(2.399963 * rank);
  });
  rowsBelow(nowhere, x, y);
  return { x, y };
}

/** @param {number[]} nowhere @param {number[]} x @param {number[]} y */
function rowsBelow(nowhere, x, y) {
  const known = x.some(Number.isFinite);
  const [west, east] = known ? extent(x) : [0, 40];
  const south = known ? extent(y)[0] : 0;
  const columns = Math.max(20, Math.ceil(Math.sqrt(nowhere.length * 8)));
  const step = Math.max(east - west, 10) / columns;
  nowhere.forEach((n, rank) => {
    x[n] = west + (rank % columns) * step;
    y[n] = south - (3 + Math.floor(rank / columns)) * step;
  });
}
