// The drawing itself: sigma on WebGL, positions from the server, nothing ever moves by itself.
import EdgeCurveProgram from "@sigma/edge-curve";
import { MultiGraph } from "graphology";
import Sigma from "sigma";
import { EdgeLineProgram, EdgeRectangleProgram } from "sigma/rendering";
import { groupColor, ink, tieColor } from "../shared/palette.js";
import { Coast } from "./coast.js";
import { drawHover, drawLabel } from "./labels.js";
import { placed, unplacedEnd } from "./places.js";

const MANY = 20_000;
const COVERED = 12_000;
const LARGEST = 15;

export function hasWebGL() {
  const canvas = document.createElement("canvas");
  return Boolean(canvas.getContext("webgl2") ?? canvas.getContext("webgl"));
}

export class Picture {
  constructor(stage, model, actions) {
    this.stage = stage;
    this.model = model;
    this.actions = actions;
    this.marked = null;
    this.hovered = -1;
    this.mode = "network";
    this.shrink = 1;
    this.large = model.size > MANY || model.edgeCount > 3 * MANY;
    this.radius = radii(model);
    this.#build();
  }

  #build() {
    this.graph = grown(this.model, this.radius);
    this.sigma = new Sigma(this.graph, this.stage, {
      allowInvalidContainer: true,
      defaultEdgeType: "line",
      edgeProgramClasses: {
        curve: EdgeCurveProgram,
        line: this.large ? EdgeLineProgram : EdgeRectangleProgram,
      },
      defaultDrawNodeLabel: drawLabel,
      defaultDrawNodeHover: drawHover,
      hideEdgesOnMove: this.large,
      labelDensity: 0.6,
      labelGridCellSize: 120,
      labelRenderedSizeThreshold: this.large ? 9 : 6,
      labelFont: "system-ui, sans-serif",
      labelSize: 12,
      minCameraRatio: 0.002,
      maxCameraRatio: 3,
      stagePadding: 24,
      zIndex: !this.large,
      doubleClickZoomingRatio: 1,
      nodeReducer: (_, data) => this.#node(data),
      edgeReducer: (_, data) => this.#edge(data),
    });
    // The frame of the whole scene stays, whatever is hidden, so that a camera in an address means the same.
    this.sigma.setCustomBBox(this.sigma.getBBox());
    this.#listen();
  }

  #listen() {
    const { sigma, actions } = this;
    sigma.on("clickNode", ({ node }) => actions.select(Number(node)));
    sigma.on("doubleClickNode", ({ node, preventSigmaDefault }) => {
      preventSigmaDefault();
      actions.open(Number(node));
    });
    sigma.on("clickStage", ({ event }) => {
      actions.clear();
      if (this.mode === "map") actions.spot(sigma.viewportToGraph(event));
    });
    sigma.on("enterNode", ({ node }) => this.hover(Number(node)));
    sigma.on("leaveNode", () => this.hover(-1));
    sigma.getCamera().on("updated", () => actions.moved(this.camera()));
  }

  #node(data) {
    const { i } = data;
    const colors = ink();
    if (!this.model.nodeOn[i]) return { ...data, hidden: true };
    const shown = {
      ...data,
      size: data.size * this.shrink,
      color: groupColor(this.model.scene, this.model.scene.nodes.group[i]),
    };
    if (this.marked === null) return shown;
    if (!this.marked.nodes.has(i)) return { ...shown, color: colors.line, label: "", zIndex: 0 };
    const chosen = this.marked.ends.has(i);
    return { ...shown, zIndex: 2, forceLabel: chosen || this.marked.nodes.size <= 25, highlighted: chosen };
  }

  #edge(data) {
    const { i } = data;
    const { model } = this;
    if (!model.edgeOn[i] || (this.mode === "map" && unplacedEnd(model, i))) return { ...data, hidden: true };
    const color = tieColor(model.scene.edge_kinds[model.scene.edges.kind[i]].color);
    const shown = { ...data, size: data.size * this.shrink };
    if (this.marked === null)
      return { ...shown, ...veiled(this.model.edgesDrawn > 5 * MANY ? paler(color) : color, this.thin) };
    if (this.marked.edges.has(i)) return { ...shown, ...veiled(color, 0.9), size: shown.size + 1, zIndex: 2 };
    return this.model.edgesDrawn > 1_000
      ? { ...data, hidden: true }
      : { ...data, ...veiled(color, 0.08), zIndex: 0 };
  }

  // Opacity: the more edges, the fainter each.
  get thin() {
    return Math.min(0.6, Math.max(0.035, 2_000 / this.model.edgesDrawn));
  }

  // `nodes` and `edges` stand out, `ends` most of all; null shows all alike.
  mark(marked) {
    if (marked === null && this.marked === null) return;
    this.marked = marked;
    this.refresh();
  }

  hover(node) {
    this.hovered = node;
    this.stage.classList.toggle("over-node", node >= 0);
    if (this.large || this.actions.marking()) return;
    this.marked = node < 0 ? null : this.actions.surroundings(node);
    this.refresh();
  }

  refresh() {
    this.sigma.scheduleRefresh({ skipIndexation: true });
  }

  show(mode, coast, regions) {
    if (mode === this.mode) return;
    this.mode = mode;
    const spots = placed(this.model, mode);
    this.graph.updateEachNodeAttributes((_, data) => ({ ...data, x: spots.x[data.i], y: spots.y[data.i] }), {
      attributes: ["x", "y"],
    });
    this.coast ??= new Coast(this.sigma, coast, regions);
    this.coast.on = mode === "map";
    this.sigma.setCustomBBox(null);
    this.sigma.refresh();
    this.sigma.setCustomBBox(this.sigma.getBBox());
    const start = this.#start();
    this.shrink = Math.max(Math.sqrt(start.ratio), 0.4);
    this.sigma.getCamera().setState({ ...start, angle: 0 });
    this.refresh();
  }

  // The whole network; of a geographic map the part in which nearly all are.
  #start() {
    if (this.mode !== "map") return { x: 0.5, y: 0.5, ratio: 1 };
    const { lng } = this.model.scene.nodes;
    const spots = [];
    for (let n = 0; n < this.model.size; n++) if (lng[n] !== null) spots.push(this.#framed(n));
    if (!spots.length) return { x: 0.5, y: 0.5, ratio: 1 };
    const [west, east] = bulk(spots.map(({ x }) => x));
    const [south, north] = bulk(spots.map(({ y }) => y));
    return {
      x: (west + east) / 2,
      y: (south + north) / 2,
      ratio: Math.min(1, Math.max(east - west, north - south, 0.02) * 1.2),
    };
  }

  // The regions under the nodes, after what is drawn has changed.
  recolor() {
    this.coast?.draw();
  }

  resized() {
    if (this.stage.hidden) return;
    this.sigma.resize(true);
    this.refresh();
  }

  camera() {
    const { x, y, ratio } = this.sigma.getCamera().getState();
    return [x, y, ratio];
  }

  look([x, y, ratio]) {
    this.sigma.getCamera().setState({ x, y, ratio, angle: 0 });
  }

  flyTo(node, ratio) {
    const spot = this.#framed(node);
    const camera = this.sigma.getCamera();
    const near = ratio ?? Math.min(camera.getState().ratio, this.model.size > 300 ? 0.25 : 0.6);
    this.#move({ x: spot.x, y: spot.y, ratio: near });
  }

  // Only as far as needed to bring a node into view.
  reveal(node) {
    const spot = this.spot(node);
    const { width, height } = this.sigma.getDimensions();
    if (spot.x < 30 || spot.y < 30 || spot.x > width - 30 || spot.y > height - 30) {
      this.flyTo(node, this.sigma.getCamera().getState().ratio);
    }
  }

  zoom(factor) {
    this.#move({
      ratio: this.sigma.getCamera().getBoundedRatio(this.sigma.getCamera().getState().ratio * factor),
    });
  }

  fit() {
    this.#move(this.#start());
  }

  #move(state) {
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (still) this.sigma.getCamera().setState(state);
    else this.sigma.getCamera().animate(state, { duration: 250 });
  }

  spot(node) {
    const { x, y } = this.graph.getNodeAttributes(String(node));
    return this.sigma.graphToViewport({ x, y });
  }

  // Where a node stands in the coordinates of the camera.
  #framed(node) {
    return this.sigma.viewportToFramedGraph(this.spot(node));
  }

  // What is on the screen now, for saving: positions and radii in pixels.
  shapes() {
    const { sigma, model, graph } = this;
    const nodes = [];
    for (let n = 0; n < model.size; n++) {
      if (!model.nodeOn[n]) continue;
      const data = sigma.getNodeDisplayData(String(n));
      nodes.push({
        ...this.spot(n),
        node: n,
        radius: sigma.scaleSize(data.size),
        color: data.color,
        label: data.label || "",
      });
    }
    const edges = [];
    graph.forEachEdge((edge, data) => {
      const shown = sigma.getEdgeDisplayData(edge);
      if (shown.hidden) return;
      const [from, to] = [this.spot(model.source[data.i]), this.spot(model.target[data.i])];
      edges.push({
        from,
        to,
        color: shown.css,
        width: sigma.scaleSize(shown.size),
        bend: data.curvature ?? 0,
      });
    });
    return {
      nodes,
      edges,
      labels: new Set([...sigma.getNodeDisplayedLabels()].map(Number)),
      ...sigma.getDimensions(),
    };
  }

  kill() {
    this.coast?.kill();
    this.sigma.kill();
  }
}

// Where the middle 92 percent of the values lie.
function bulk(values) {
  const sorted = values.sort((one, two) => one - two);
  return [sorted[Math.floor(sorted.length * 0.04)], sorted[Math.ceil(sorted.length * 0.96) - 1]];
}

// So many ties lie over one another that their sum must stay paler than the nodes.
function paler(color) {
  const { back } = ink();
  const key = `${color}${back}`;
  if (!pale.has(key)) {
    const mixed = [1, 3, 5].map((place) => {
      const [own, ground] = [color, back].map((hex) => parseInt(hex.slice(place, place + 2), 16));
      return Math.round(own * 0.45 + ground * 0.55)
        .toString(16)
        .padStart(2, "0");
    });
    pale.set(key, `#${mixed.join("")}`);
  }
  return pale.get(key);
}

const pale = new Map();

// WebGL blends colors that are already multiplied by their opacity; `css` is the same color for other canvases.
const veils = new Map();

// So thin that whole numbers cannot keep its tint, a greyish color becomes grey rather than another color.
function even(parts, opacity) {
  const [low, high] = [Math.min(...parts), Math.max(...parts)];
  return opacity < 0.1 && high - low < 45 ? parts.map(() => Math.round((low + high) / 2)) : parts;
}

function veiled(color, opacity) {
  const key = `${color} ${opacity}`;
  if (!veils.has(key)) {
    const parts = even(
      [1, 3, 5].map((place) => parseInt(color.slice(place, place + 2), 16)),
      opacity,
    );
    const multiplied = parts.map((part) => Math.round(part * opacity)).join(",");
    veils.set(key, { color: `rgba(${multiplied},${opacity})`, css: `rgba(${parts.join(",")},${opacity})` });
  }
  return veils.get(key);
}

// Areas follow the figure that sizes nodes; together the discs cover a small part of the stage.
function radii(model) {
  const { size } = model.scene.nodes;
  const largest = size.reduce((most, value) => Math.max(most, value), 0) || 1;
  const share = size.map((value) => 0.02 + Math.max(value, 0) / largest);
  const total = share.reduce((sum, value) => sum + value, 0);
  const scale = Math.min(Math.sqrt(COVERED / total), LARGEST);
  return share.map((value) => Math.max(scale * Math.sqrt(value), model.size > MANY ? 0.6 : 1.2));
}

function grown(model, radius) {
  const graph = new MultiGraph();
  const { nodes, edges } = model.scene;
  for (let i = 0; i < model.size; i++) {
    graph.addNode(String(i), { i, x: nodes.x[i], y: nodes.y[i], size: radius[i], label: nodes.label[i] });
  }
  const bends = curvatures(model);
  const strongest = model.weights.at(-1) || 1;
  for (let i = 0; i < model.edgeCount; i++) {
    const data = { i, size: 0.4 + 3 * Math.sqrt(edges.weight[i] / strongest) };
    if (bends.has(i)) Object.assign(data, { type: "curve", curvature: bends.get(i) });
    graph.addEdgeWithKey(String(i), String(model.source[i]), String(model.target[i]), data);
  }
  return graph;
}

// The first edge of a pair is straight, parallel ones bend to both sides, each further out.
function curvatures(model) {
  const seen = new Map();
  const bends = new Map();
  for (let i = 0; i < model.edgeCount; i++) {
    const [low, high] = [
      Math.min(model.source[i], model.target[i]),
      Math.max(model.source[i], model.target[i]),
    ];
    const key = low * model.size + high;
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    if (before) {
      const side = (before % 2 ? 1 : -1) * (model.source[i] === low ? 1 : -1);
      bends.set(i, side * 0.25 * Math.ceil(before / 2));
    }
  }
  return bends;
}
