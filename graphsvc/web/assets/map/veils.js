// Colors of ties that lie over one another.
import { ink } from "../shared/palette.js";

/** @type {Map<string, string>} */
const pale = new Map();
/** @type {Map<string, { color: string, css: string }>} */
const veils = new Map();

/** So many ties lie over one another that their sum must stay paler than the nodes. @param {string} color */
export function paler(color) {
  const { back } = ink();
  const key = `${color}${back}`;
  let mixture = pale.get(key);
  if (!mixture) {
    const mixed = [1, 3, 5].map((place) => {
      const [own, ground] = [color, back].map((hex) => parseInt(hex.slice(place, place + 2), 16));
      return Math.round(own * 0.45 + ground * 0.55)
        .toString(16)
        .padStart(2, "0");
    });
    mixture = `#${mixed.join("")}`;
    pale.set(key, mixture);
  }
  return mixture;
}

/**
 * So thin that whole numbers cannot keep its tint, a greyish color becomes grey rather than another color.
 * @param {number[]} parts
 * @param {number} opacity
 */
function even(parts, opacity) {
  const [low, high] = [Math.min(...parts), Math.max(...parts)];
  return opacity < 0.1 && high - low < 45 ? parts.map(() => Math.round((low + high) / 2)) : parts;
}

/**
 * WebGL blends colors that are already multiplied by their opacity; `css` is the same color for other canvases.
 * @param {string} color
 * @param {number} opacity
 * @returns {{ color: string, css: string }}
 */
export function veiled(color, opacity) {
  const key = `${color} ${opacity}`;
  let veil = veils.get(key);
  if (!veil) {
    const parts = even(
      [1, 3, 5].map((place) => parseInt(color.slice(place, place + 2), 16)),
      opacity,
    );
    const multiplied = parts.map((part) => Math.round(part * opacity)).join(",");
    veil = { color: `rgba(${multiplied},${opacity})`, css: `rgba(${parts.join(",")},${opacity})` };
    veils.set(key, veil);
  }
  return veil;
}
