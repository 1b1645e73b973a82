// The drawing itself: sigma on WebGL, positions from the server, nothing ever moves by itself.
import Sigma from "sigma";
import { groupColor, ink, tieColor } from "../shared/palette.js";
import { boxed } from "./box.js";
import { Coast } from "./coast.js";
import { dragged } from "./dragging.js";
import { graphOf, MANY } from "./graph.js";
import { drawHover, Labels } from "./labels.js";
import { placed, unplacedEnd } from "./places.js";
import { programs } from "./programs.js";
import { paler, veiled } from "./veils.js";
import { Viewpoint } from "./viewpoint.js";

/** @typedef {import("./graph.js").NodeData} NodeData */
/** @typedef {import("./graph.js").EdgeData} EdgeData */
/** @typedef {import("../types").Marked} Marked */

/**
 * What happens on a picture.
 * @typedef {object} Handlers
 * @property {(node: number) => void} select
 * @property {(one: number, two: number) => void} tie
 * @property {(node: number) => void} toggle
 * @property {(nodes: number[]) => void} choose
 * @property {() => void} clear
 * @property {(node: number) => void} open
 * @property {(node: number, spot: import("../types").Spot) => void} pin
 * @property {(camera: import("../types").Camera) => void} moved
 * @property {() => boolean} marking whether something is marked that hovering must not change
 * @property {(spot: import("../types").Point) => void} spot
 */

export function hasWebGL() {
  const canvas = document.createElement("canvas");
  return Boolean(canvas.getContext("webgl2") ?? canvas.getContext("webgl"));
}

export class Picture {
  /** @type {Marked | null} */
  marked = null;
  /** @type {import("../types").Mode} */
  mode = "network";
  shrink = 1;
  /** @type {readonly import("../types").Put[]} */
  put = [];
  /** @type {Coast | null} */
  coast = null;
  #labels = new Labels();
  #purpose = { seen: false, picked: false };

  /**
   * @param {HTMLElement} stage
   * @param {import("./model.js").Model} model
   * @param {Handlers} handlers
   */
  constructor(stage, model, handlers) {
    this.stage = stage;
    this.model = model;
    this.handlers = handlers;
    this.large = model.size > MANY || model.edgeCount > 3 * MANY;
    this.graph = graphOf(model);
    this.sigma = new Sigma(this.graph, stage, this.#settings());
    // The frame of the whole scene stays, whatever is hidden, so that a camera in an address means the same.
    this.sigma.setCustomBBox(this.sigma.getBBox());
    this.view = new Viewpoint(this.sigma, model);
    this.#purpose.seen = true;
    this.#listen();
  }

  /** @returns {Partial<import("sigma/settings").Settings<NodeData, EdgeData>>} */
  #settings() {
    return {
      allowInvalidContainer: true,
      enableEdgeEvents: !this.large,
      defaultEdgeType: "line",
      ...programs(this.large, this.#purpose),
      defaultDrawNodeLabel: (context, data, settings) => this.#labels.draw(context, data, settings),
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
    };
  }

  #listen() {
    const { sigma, handlers } = this;
    for (const event of ["pointermove", "pointerdown"])
      this.stage.addEventListener(event, () => this.#pointed(), { capture: true, passive: true });
    sigma.on("beforeRender", () => this.#labels.clear());
    sigma.on("clickNode", ({ node, event }) => {
      if (event.original.shiftKey) handlers.toggle(Number(node));
      else handlers.select(Number(node));
    });
    sigma.on("clickEdge", ({ edge }) => {
      const tie = Number(edge);
      handlers.tie(this.model.source[tie], this.model.target[tie]);
    });
    boxed(this.stage, (inside) => {
      handlers.choose(this.model.drawn().filter((node) => inside(this.view.spot(node))));
    });
    dragged(sigma, () => this.mode === "network", handlers.pin);
    sigma.on("doubleClickNode", ({ node, preventSigmaDefault }) => {
      preventSigmaDefault();
      handlers.open(Number(node));
    });
    sigma.on("clickStage", ({ event }) => {
      if (event.original.shiftKey) return;
      handlers.clear();
      if (this.mode === "map") handlers.spot(sigma.viewportToGraph(event));
    });
    sigma.on("enterNode", ({ node }) => this.hover(Number(node)));
    sigma.on("leaveNode", () => this.hover(-1));
    sigma.getCamera().on("updated", () => handlers.moved(this.view.camera()));
  }

  // The first pointer over the stage: from now on nodes and edges answer to it.
  #pointed() {
    if (this.#purpose.picked) return;
    this.#purpose.picked = true;
    this.sigma.refresh({ partialGraph: {}, skipIndexation: true });
  }

  /** @param {NodeData} data */
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
    return {
      ...shown,
      zIndex: 2,
      forceLabel: chosen || (this.marked.ends.size > 0 && this.marked.nodes.size <= 25),
      highlighted: chosen,
    };
  }

  /** @param {EdgeData} data */
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

  /** `nodes` and `edges` stand out, `ends` most of all; null shows all alike. @param {Marked | null} marked */
  mark(marked) {
    if (marked === null && this.marked === null) return;
    this.marked = marked;
    this.refresh();
  }

  /** @param {number} node */
  hover(node) {
    this.stage.classList.toggle("over-node", node >= 0);
    if (this.large || this.handlers.marking()) return;
    this.marked = node < 0 ? null : this.model.surroundings(node);
    this.refresh();
  }

  refresh() {
    this.sigma.scheduleRefresh();
  }

  /**
   * @param {import("../types").Mode} mode
   * @param {import("../types").FeatureCollection | null} countries
   * @param {() => import("./coast.js").Shape[]} shapes areas to fill on the geographic map
   */
  show(mode, countries, shapes) {
    if (mode === this.mode) return;
    this.mode = mode;
    this.#stand([]);
    this.coast ??= new Coast(this.sigma, countries, shapes);
    this.coast.on = mode === "map";
    this.sigma.setCustomBBox(null);
    this.#purpose.seen = false;
    this.sigma.refresh();
    this.#purpose.seen = true;
    this.sigma.setCustomBBox(this.sigma.getBBox());
    if (mode === "network" && this.put.length) this.#stand(this.put);
    const start = this.view.start(mode);
    this.shrink = Math.max(Math.sqrt(start.ratio), 0.4);
    this.sigma.getCamera().setState({ ...start, angle: 0 });
    this.refresh();
  }

  /** Has nodes of the network map stand elsewhere; its frame stays. @param {readonly import("../types").Put[]} put */
  place(put) {
    const stands = !put.length && !this.put.length;
    this.put = put;
    if (!stands) this.#stand(put);
  }

  /** @param {readonly import("../types").Put[]} put */
  #stand(put) {
    const { x, y } = placed(this.model, this.mode, put);
    this.graph.updateEachNodeAttributes((_, data) => ({ ...data, x: x[data.i], y: y[data.i] }), {
      attributes: ["x", "y"],
    });
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

  // All of it, as at first.
  fit() {
    this.view.fit(this.mode);
  }

  /** What is on the screen now, for saving. @returns {import("../types").Shapes} */
  shapes() {
    const { sigma, model, graph } = this;
    /** @type {import("../types").Shapes["nodes"]} */
    const nodes = [];
    for (let n = 0; n < model.size; n++) {
      if (!model.nodeOn[n]) continue;
      const data = sigma.getNodeDisplayData(String(n));
      if (!data) continue;
      nodes.push({
        ...this.view.spot(n),
        node: n,
        radius: sigma.scaleSize(data.size),
        color: data.color,
        label: data.label || "",
      });
    }
    /** @type {import("../types").Shapes["edges"]} */
    const edges = [];
    graph.forEachEdge((edge, data) => {
      /** @type {any} */
      const shown = sigma.getEdgeDisplayData(edge);
      if (!shown || shown.hidden) return;
      const [from, to] = [this.view.spot(model.source[data.i]), this.view.spot(model.target[data.i])];
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
