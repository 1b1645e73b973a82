// Where one looks at a drawing from: the camera of sigma, and what brings nodes into view.
import { centralRange, extent } from "../shared/range.js";

const WHOLE = { x: 0.5, y: 0.5, ratio: 1 };

export class Viewpoint {
  /**
   * @param {import("sigma").default<import("./graph.js").NodeData, import("./graph.js").EdgeData>} sigma
   * @param {import("./model.js").Model} model
   */
  constructor(sigma, model) {
    this.sigma = sigma;
    this.model = model;
  }

  /** @returns {import("../types").Camera} */
  camera() {
    const { x, y, ratio } = this.sigma.getCamera().getState();
    return [x, y, ratio];
  }

  /** @param {import("../types").Camera} camera */
  look([x, y, ratio]) {
    this.sigma.getCamera().setState({ x, y, ratio, angle: 0 });
  }

  /** @param {number} node @param {number} [ratio] */
  flyTo(node, ratio) {
    const spot = this.#framed(node);
    const camera = this.sigma.getCamera();
    const near = ratio ?? Math.min(camera.getState().ratio, this.model.size > 300 ? 0.25 : 0.6);
    this.#move({ x: spot.x, y: spot.y, ratio: near });
  }

  /** Only as far as needed to bring a node into view. @param {number} node */
  reveal(node) {
    const spot = this.spot(node);
    const { width, height } = this.sigma.getDimensions();
    if (spot.x < 30 || spot.y < 30 || spot.x > width - 30 || spot.y > height - 30) {
      this.flyTo(node, this.sigma.getCamera().getState().ratio);
    }
  }

  /** Brings all of some nodes into view. @param {number[]} nodes */
  frame(nodes) {
    const spots = nodes.map((node) => this.#framed(node));
    const [x, y] = [spots.map((spot) => spot.x), spots.map((spot) => spot.y)];
    const [[west, east], [south, north]] = [extent(x), extent(y)];
    const ratio = Math.max(east - west, north - south, 0.1) * 1.5;
    this.#move({ x: (west + east) / 2, y: (south + north) / 2, ratio: Math.min(ratio, 1) });
  }

  /** @param {number} factor */
  zoom(factor) {
    this.#move({
      ratio: this.sigma.getCamera().getBoundedRatio(this.sigma.getCamera().getState().ratio * factor),
    });
  }

  /** @param {import("../types").Mode} mode */
  fit(mode) {
    this.#move(this.start(mode));
  }

  /** @param {Partial<import("sigma/types").CameraState>} state */
  #move(state) {
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (still) this.sigma.getCamera().setState(state);
    else this.sigma.getCamera().animate(state, { duration: 250 });
  }

  /** Where a node stands on the stage, in pixels. @param {number} node */
  spot(node) {
    const { x, y } = this.sigma.getGraph().getNodeAttributes(String(node));
    return this.sigma.graphToViewport({ x, y });
  }

  /** Where a node stands in the coordinates of the camera. @param {number} node */
  #framed(node) {
    return this.sigma.viewportToFramedGraph(this.spot(node));
  }

  /** The whole network; of a geographic map the part in which nearly all are. @param {import("../types").Mode} mode */
  start(mode) {
    if (mode !== "map") return WHOLE;
    const { lng } = this.model.scene.nodes;
    const spots = [];
    for (let n = 0; n < this.model.size; n++) if (lng[n] !== null) spots.push(this.#framed(n));
    if (!spots.length) return WHOLE;
    const [west, east] = centralRange(spots.map(({ x }) => x));
    const [south, north] = centralRange(spots.map(({ y }) => y));
    return {
      x: (west + east) / 2,
      y: (south + north) / 2,
      ratio: Math.min(1, Math.max(east - west, north - south, 0.02) * 1.2),
    };
  }
}
