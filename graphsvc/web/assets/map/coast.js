// Country outlines under the nodes of the geographic view, on a canvas of their own.
import { ink } from "../shared/palette.js";
import { mercator } from "./places.js";

/** @typedef {{ path: Path2D, color: string }} Shape */

export class Coast {
  #on = false;

  /**
   * @param {import("sigma").default<any, any>} sigma
   * @param {import("../types").FeatureCollection | null} countries
   * @param {() => Shape[]} shapes areas to fill
   */
  constructor(sigma, countries, shapes) {
    this.sigma = sigma;
    this.path = countries ? traced(countries.features) : null;
    this.shapes = shapes;
    this.canvas = sigma.createCanvas("coast", { beforeLayer: "edges" });
    this.draw = this.draw.bind(this);
    sigma.on("afterRender", this.draw);
  }

  /** @param {boolean} value */
  set on(value) {
    this.#on = value;
    this.draw();
  }

  draw() {
    const { width, height } = this.sigma.getDimensions();
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = width * ratio;
    this.canvas.height = height * ratio;
    const context = this.canvas.getContext("2d");
    if (this.#on && this.path && context) paint(context, this.path, this.sigma, ratio, this.shapes());
  }

  kill() {
    this.sigma.removeListener("afterRender", this.draw);
  }
}

/**
 * From graph to screen is a linear map: three points say all of it.
 * @param {CanvasRenderingContext2D} context
 * @param {Path2D} path
 * @param {import("sigma").default<any, any>} sigma
 * @param {number} ratio pixels of the canvas in one of the page
 * @param {Shape[]} shapes
 */
function paint(context, path, sigma, ratio, shapes) {
  const origin = sigma.graphToViewport({ x: 0, y: 0 });
  const right = sigma.graphToViewport({ x: 1, y: 0 });
  const up = sigma.graphToViewport({ x: 0, y: 1 });
  const [a, b] = [right.x - origin.x, right.y - origin.y];
  const [c, d] = [up.x - origin.x, up.y - origin.y];
  context.setTransform(a * ratio, b * ratio, c * ratio, d * ratio, origin.x * ratio, origin.y * ratio);
  const colors = ink();
  context.fillStyle = colors.faint;
  context.strokeStyle = colors.line;
  context.lineWidth = 1 / Math.hypot(a, b);
  context.fill(path);
  context.stroke(path);
  for (const { path: region, color } of shapes) {
    if (color) {
      context.fillStyle = color;
      context.fill(region, "evenodd");
    }
    context.stroke(region);
  }
  context.setTransform(1, 0, 0, 1, 0, 0);
}

/** @param {import("../types").Feature<any>[]} features */
export function traced(features) {
  const path = new Path2D();
  for (const { geometry } of features) {
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    for (const ring of polygons.flat()) {
      ring.forEach((/** @type {[number, number]} */ [lng, lat], /** @type {number} */ place) => {
        const [x, y] = mercator(lng, lat);
        if (place) path.lineTo(x, y);
        else path.moveTo(x, y);
      });
      path.closePath();
    }
  }
  return path;
}
