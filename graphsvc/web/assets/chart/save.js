// A chart as a picture to put into a paper: its title, the drawing, and below it the words that belong to it.
import { save } from "../shared/dom.js";
import { ink } from "../shared/palette.js";
import { escaped, wrapped } from "../shared/text.js";

const SCALE = 2;
const LINE = 16;
const LETTER = 6.5; // pixels, on average, in the font of the lines below the drawing
const TITLE = 32;

/** @typedef {{ svg: string, width: number, height: number }} Drawing */

/**
 * @param {Drawing} drawing
 * @param {string} title
 * @param {readonly string[]} words lines below it, broken where they are too long
 * @returns {Drawing}
 */
export function captioned({ svg, width, height }, title, words) {
  const { text, muted, back } = ink();
  const lines = words.flatMap((line) => wrapped(line, Math.floor((width - 20) / LETTER)));
  const below = TITLE + height;
  const whole = below + LINE * (lines.length + 1);
  const foot = lines.map(
    (line, place) => `<text x="10" y="${below + LINE * (place + 1)}">${escaped(line)}</text>`,
  );
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${whole}" viewBox="0 0 ${width} ${whole}" font-family="system-ui, sans-serif">`,
    `<title>${escaped(title)}</title><rect width="100%" height="100%" fill="${back}"/>`,
    `<text x="10" y="22" font-size="16" font-weight="bold" fill="${text}">${escaped(title)}</text>`,
    `<g transform="translate(0 ${TITLE})">${svg}</g>`,
    `<g font-size="12" fill="${muted}">${foot.join("")}</g></svg>`,
  ];
  return { svg: parts.join(""), width, height: whole };
}

/** @param {string} name @param {Drawing} drawing */
export function saveSvg(name, { svg }) {
  save(`${name}.svg`, new Blob([svg], { type: "image/svg+xml" }));
}

/** @param {string} name @param {Drawing} drawing */
export async function savePng(name, { svg, width, height }) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width * SCALE, height * SCALE];
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => blob && save(`${name}.png`, blob), "image/png");
}
