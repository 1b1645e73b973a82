// A node drawn to another place on the network map, with mouse or finger.

const LEAST = 4; // pixels: less is a click

/** @typedef {import("sigma").default<import("./graph.js").NodeData, import("./graph.js").EdgeData>} Drawing */

/**
 * @param {Drawing} sigma
 * @param {() => boolean} allowed whether nodes can be moved now
 * @param {(node: number, spot: import("../types").Spot) => void} done where it was left
 */
export function dragged(sigma, allowed, done) {
  /** @type {{ node: string, x: number, y: number, moved: boolean } | null} */
  let held = null;
  sigma.on("downNode", ({ node, event }) => {
    if (allowed() && !event.original.shiftKey) held = { node, x: event.x, y: event.y, moved: false };
  });
  sigma.on("moveBody", ({ event, preventSigmaDefault }) => {
    if (!held) return;
    held.moved ||= Math.hypot(event.x - held.x, event.y - held.y) >= LEAST;
    preventSigmaDefault();
    event.original.preventDefault();
    event.original.stopPropagation();
    if (held.moved) sigma.getGraph().mergeNodeAttributes(held.node, sigma.viewportToGraph(event));
  });
  const left = () => {
    if (!held) return;
    const { node, moved } = held;
    held = null;
    if (!moved) return;
    const { x, y } = sigma.getGraph().getNodeAttributes(node);
    done(Number(node), [x, y]);
  };
  sigma.on("upNode", left);
  sigma.on("upStage", left); // outside of the stage too
}
