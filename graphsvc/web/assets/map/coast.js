// Country outlines under the nodes of the geographic view, on a canvas of their own.
import { ink } from "../shared/palette.js";
import { mercator } from "./places.js";

export class Coast {
  #on = false;

  constructor(sigma, countries, regions) {
    this.sigma = sigma;
    this.path = countries ? traced(countries.features) : null;
    this.regions = regions;
    this.canvas = sigma.createCanvas("coast", { beforeLayer: "edges" });
    this.draw = this.draw.bind(this);
    sigma.on("afterRender", this.draw);
  }

  set on(value) {
    this.#on = value;
    this.draw();
  }

  draw() {
    const { width, height } = this.sigma.getDimensions();
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = width * ratio;
    this.canvas.height = height * ratio;
    if (this.#on && this.path)
      paint(this.canvas.getContext("2d"), this.path, this.sigma, ratio, this.regions?.shapes());
  }

  kill() {
    this.sigma.removeListener("afterRender", this.draw);
  }
}

// From graph to screen is a linear map: three points say all of it.
export function paint(context, path, sigma, ratio, shapes = []) {
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

export function traced(features) {
  const path = new Path2D();
  for (const { geometry } of features) {
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    for (const ring of polygons.flat()) {
      ring.forEach(([lng, lat], place) => {
        const [x, y] = mercator(lng, lat);
        if (place) path.lineTo(x, y);
        else path.moveTo(x, y);
      });
      path.closePath();
    }
  }
  return path;
}
