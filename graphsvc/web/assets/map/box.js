// A box drawn over the stage with the shift key held down.
import { make } from "../shared/dom.js";

const LEAST = 4; // pixels: less is a click

/** @typedef {import("../types").Point} Point */

/** @param {HTMLElement} stage @param {(inside: (spot: Point) => boolean) => void} done */
export function boxed(stage, done) {
  /** @type {{ start: Point, box: HTMLElement } | null} */
  let drawing = null;
  const spot = (/** @type {MouseEvent} */ event) => {
    const { left, top } = stage.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const begin = (/** @type {MouseEvent} */ event) => {
    if (!event.shiftKey || event.button !== 0) return;
    event.stopPropagation();
    event.preventDefault();
    stage.focus();
    drawing = { start: spot(event), box: make("div", { class: "map-box" }) };
    stage.append(drawing.box);
    window.addEventListener("mousemove", move);
    window.addEventListener("mouseup", end, { once: true });
  };
  const move = (/** @type {MouseEvent} */ event) => {
    if (!drawing) return;
    const { left, top, width, height } = between(drawing.start, spot(event));
    Object.assign(drawing.box.style, {
      left: `${left}px`,
      top: `${top}px`,
      width: `${width}px`,
      height: `${height}px`,
    });
  };
  const end = (/** @type {MouseEvent} */ event) => {
    window.removeEventListener("mousemove", move);
    if (!drawing) return;
    const { left, top, width, height } = between(drawing.start, spot(event));
    drawing.box.remove();
    drawing = null;
    if (width < LEAST && height < LEAST) return;
    stage.addEventListener("click", (click) => click.stopPropagation(), { capture: true, once: true });
    done(({ x, y }) => x >= left && x <= left + width && y >= top && y <= top + height);
  };
  stage.addEventListener("mousedown", begin, { capture: true });
}

/** @param {Point} one @param {Point} other */
export function between(one, other) {
  return {
    left: Math.min(one.x, other.x),
    top: Math.min(one.y, other.y),
    width: Math.abs(one.x - other.x),
    height: Math.abs(one.y - other.y),
  };
}
