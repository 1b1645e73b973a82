// The picture as PNG or SVG, drawn anew from what is on the screen: nodes, ties, labels, caption, note.
import { save } from "../shared/dom.js";
import { ink } from "../shared/palette.js";
import { escaped, wrapped } from "../shared/text.js";
import { short } from "./labels.js";
import { endWords, sizeWords } from "./legend.js";

const SCALE = 2;
const LINE = 14;
const LETTER = 6; // pixels, on average, in the font of the lines below the drawing

/** @typedef {import("./store.js").State} State */
/** @typedef {import("../types").Tell} Tell */

/** @param {import("./picture.js").Picture} picture @param {State} state @param {Tell} tell */
export function savePng(picture, state, tell) {
  const shapes = picture.shapes();
  const lines = words(state, tell, shapes.width);
  const foot = footOf(lines);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [shapes.width * SCALE, (shapes.height + foot) * SCALE];
  const context = canvas.getContext("2d");
  if (!context) return;
  context.scale(SCALE, SCALE);
  context.fillStyle = ink().back;
  context.fillRect(0, 0, shapes.width, shapes.height + foot);
  const coast = picture.coast?.canvas;
  context.save();
  context.beginPath();
  context.rect(0, 0, shapes.width, shapes.height);
  context.clip();
  if (coast) context.drawImage(coast, 0, 0, shapes.width, shapes.height);
  painted(context, shapes);
  context.restore();
  context.fillStyle = ink().muted;
  context.font = "11px system-ui, sans-serif";
  for (const [place, line] of lines.entries()) {
    context.fillText(line, 10, shapes.height + LINE * (place + 1));
  }
  canvas.toBlob((blob) => blob && save(`${state.scene.view}.png`, blob), "image/png");
}

/** @param {CanvasRenderingContext2D} context @param {import("../types").Shapes} shapes */
function painted(context, { nodes, edges, labels }) {
  for (const { from, to, color, width, bend } of edges) {
    context.strokeStyle = color;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(from.x, from.y);
    const middle = control(from, to, bend);
    context.quadraticCurveTo(middle.x, middle.y, to.x, to.y);
    context.stroke();
  }
  for (const { x, y, radius, color } of nodes) {
    context.fillStyle = color;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
  }
  context.font = "12px system-ui, sans-serif";
  context.lineWidth = 3;
  context.strokeStyle = ink().back;
  context.fillStyle = ink().text;
  for (const { x, y, radius, label, node } of nodes) {
    if (!labels.has(node) || !label) continue;
    context.strokeText(short(label), x + radius + 3, y + 4);
    context.fillText(short(label), x + radius + 3, y + 4);
  }
}

/** @param {import("../types").Point} from @param {import("../types").Point} to @param {number} bend */
function control(from, to, bend) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  return { x: (from.x + to.x) / 2 + dy * bend, y: (from.y + to.y) / 2 - dx * bend };
}

/** @param {import("./picture.js").Picture} picture @param {State} state @param {Tell} tell */
export function saveSvg(picture, state, tell) {
  const { scene } = state;
  const { nodes, edges, labels, width, height } = picture.shapes();
  const colors = ink();
  const lines = edges.map(({ from, to, color, width: size, bend }) => {
    const middle = control(from, to, bend);
    return `<path d="M${n(from.x)} ${n(from.y)}Q${n(middle.x)} ${n(middle.y)} ${n(to.x)} ${n(to.y)}" stroke="${color}" stroke-width="${n(size)}"/>`;
  });
  const dots = nodes.map(
    ({ x, y, radius, color, node }) =>
      `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="${color}"><title>${escaped(scene.nodes.label[node])}</title></circle>`,
  );
  const names = nodes
    .filter(({ node, label }) => labels.has(node) && label)
    .map(
      ({ x, y, radius, label }) =>
        `<text x="${n(x + radius + 3)}" y="${n(y + 4)}">${escaped(short(label))}</text>`,
    );
  const said = words(state, tell, width);
  const whole = height + footOf(said);
  const foot = said.map(
    (line, place) => `<text x="10" y="${height + LINE * (place + 1)}" font-size="11">${escaped(line)}</text>`,
  );
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${whole}" viewBox="0 0 ${width} ${whole}" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>${escaped(scene.title)}</title><rect width="100%" height="100%" fill="${colors.back}"/>`,
    `<clipPath id="stage"><rect width="${width}" height="${height}"/></clipPath><g clip-path="url(#stage)">`,
    `<g fill="none">${lines.join("")}</g><g>${dots.join("")}</g>`,
    `<g fill="${colors.text}" stroke="${colors.back}" stroke-width="3" paint-order="stroke">${names.join("")}</g></g><g fill="${colors.muted}">${foot.join("")}</g></svg>`,
  ].join("");
  save(`${scene.view}.svg`, new Blob([svg], { type: "image/svg+xml" }));
}

/**
 * Lines below the drawing: what is seen, what colors and sizes stand for, and where the data comes from.
 * @param {State} state @param {Tell} tell @param {number} width of the drawing
 */
function words({ scene, model }, tell, width) {
  const counts = tell("map.counts", { nodes: model.nodesDrawn, edges: model.edgesDrawn });
  const said = [
    `${scene.title} · ${counts}`,
    `${endWords(scene, tell)} ${sizeWords(scene, tell)}`,
    scene.about,
  ];
  return said.flatMap((text) => wrapped(text, Math.floor((width - 20) / LETTER)));
}

/** @param {string[]} said */
const footOf = (said) => LINE * said.length + 8;

/** @param {number} value */
const n = (value) => value.toFixed(1);
