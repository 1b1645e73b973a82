// The graph that is drawn: sizes of nodes and ties, and how parallel ties bend.
import { MultiGraph } from "graphology";
import { bends } from "../shared/parallel.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {{ i: number, x: number, y: number, size: number, label: string }} NodeData */
/** @typedef {{ i: number, size: number, type?: "curve", curvature?: number }} EdgeData */

export const MANY = 20_000;
const COVERED = 12_000;
const LARGEST = 15;

/**
 * Radii: areas follow the figure that sizes nodes; together the discs cover a small part of the stage.
 * @param {Model} model
 */
function radii(model) {
  const { size } = model.scene.nodes;
  const largest = size.reduce((most, value) => Math.max(most, value), 0) || 1;
  const share = size.map((value) => 0.02 + Math.max(value, 0) / largest);
  const total = share.reduce((sum, value) => sum + value, 0);
  const scale = Math.min(Math.sqrt(COVERED / total), LARGEST);
  const least = model.size > MANY ? 0.6 : 1.2;
  return share.map((value) => Math.max(scale * Math.sqrt(value), least));
}

/** The graph that sigma draws, positions as the server sent them. @param {Model} model */
export function graphOf(model) {
  /** @type {MultiGraph<NodeData, EdgeData>} */
  const graph = new MultiGraph();
  const radius = radii(model);
  const { nodes, edges } = model.scene;
  for (let i = 0; i < model.size; i++) {
    graph.addNode(String(i), { i, x: nodes.x[i], y: nodes.y[i], size: radius[i], label: nodes.label[i] });
  }
  const bent = bends(model.source, model.target);
  const strongest = model.weights[model.weights.length - 1] || 1;
  for (let i = 0; i < model.edgeCount; i++) {
    /** @type {EdgeData} */
    const data = { i, size: 0.4 + 3 * Math.sqrt(edges.weight[i] / strongest) };
    if (bent[i]) Object.assign(data, { type: "curve", curvature: 0.25 * bent[i] });
    graph.addEdgeWithKey(String(i), String(model.source[i]), String(model.target[i]), data);
  }
  return graph;
}
