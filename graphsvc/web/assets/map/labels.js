// Labels readable on light and dark, over any tie.
import { ink } from "../shared/palette.js";
import { shortened } from "../shared/text.js";

const LONGEST = 42;

/** @typedef {{ x: number, y: number, size: number, label?: string | null, highlighted?: boolean }} LabelData */

/** @param {string} text */
export function short(text) {
  return shortened(text, LONGEST);
}

/** The labels of one drawing after another, of which none stands over one that was drawn before it. */
export class Labels {
  /** @type {{ left: number, right: number, y: number }[]} */
  #drawn = [];

  clear() {
    this.#drawn = [];
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {LabelData} data
   * @param {import("sigma/settings").Settings<any, any>} settings
   */
  draw(context, data, settings) {
    if (!data.label) return;
    context.font = `${settings.labelSize}px ${settings.labelFont}`;
    const left = data.x + data.size;
    const line = { left, right: left + context.measureText(short(data.label)).width, y: data.y };
    const free = this.#drawn.every(
      (other) =>
        line.right < other.left ||
        other.right < line.left ||
        Math.abs(line.y - other.y) >= settings.labelSize,
    );
    if (!free) return;
    this.#drawn.push(line);
    drawLabel(context, data, settings);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {LabelData} data
 * @param {import("sigma/settings").Settings<any, any>} settings
 */
function drawLabel(context, data, settings) {
  if (!data.label) return;
  const colors = ink();
  context.font = `${data.highlighted ? 600 : 400} ${settings.labelSize}px ${settings.labelFont}`;
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = colors.back;
  context.fillStyle = colors.text;
  const [x, y] = [data.x + data.size + 3, data.y + settings.labelSize / 3];
  context.strokeText(short(data.label), x, y);
  context.fillText(short(data.label), x, y);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {LabelData} data
 * @param {import("sigma/settings").Settings<any, any>} settings
 */
export function drawHover(context, data, settings) {
  const colors = ink();
  context.beginPath();
  context.arc(data.x, data.y, data.size + 3, 0, 2 * Math.PI);
  context.strokeStyle = colors.text;
  context.lineWidth = 2;
  context.stroke();
  drawLabel(context, { ...data, highlighted: true }, settings);
}
