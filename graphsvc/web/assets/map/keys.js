// The map by keyboard: arrows go to a neighbor in that direction, other keys do what the buttons do.

/** @typedef {[east: number, south: number]} Direction */

/** @type {Record<string, Direction>} */
const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

const STEP = 0.02; // of the drawing, that a key moves a node

/**
 * What the keys move: the drawing, and what the page does with a node.
 * @typedef {object} Keyboard
 * @property {HTMLElement} element
 * @property {HTMLElement} stage
 * @property {import("./panel.js").Panel} panel
 * @property {() => import("./picture.js").Picture | null} picture
 */

/**
 * @param {import("./store.js").Reader} store
 * @param {import("../types").Actions} actions
 * @param {Keyboard} keyboard
 */
export function bindKeys(store, actions, { element, stage, panel, picture }) {
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) leave(event);
  });
  stage.addEventListener("keydown", (event) => {
    const drawn = picture();
    if (event.ctrlKey || event.metaKey || event.altKey || !drawn) return;
    const action = event.shiftKey && DIRECTIONS[event.key] ? moveOf(event.key) : actionOf(event.key, drawn);
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  });

  /** @param {KeyboardEvent} event */
  function leave(event) {
    const { node, pathFrom, chosen } = store.get();
    if (pathFrom < 0 && node < 0 && !chosen.length) return;
    event.preventDefault();
    event.stopPropagation();
    const inside = panel.element.contains(document.activeElement);
    if (pathFrom >= 0) actions.cancelPath();
    else if (node >= 0) actions.select(-1);
    else actions.choose([]);
    if (inside) actions.focusView();
  }

  /** Moves the selected node on the network map. @param {string} key */
  function moveOf(key) {
    const { node, mode } = store.get();
    const [east, south] = DIRECTIONS[key];
    return node >= 0 && mode === "network" ? () => actions.nudge(node, STEP * east, -STEP * south) : null;
  }

  /** @param {string} key @param {import("./picture.js").Picture} drawn @returns {(() => void) | null | undefined} */
  function actionOf(key, drawn) {
    const { model, node } = store.get();
    const choose = (/** @type {number} */ chosen) => {
      if (chosen >= 0) actions.pick(chosen);
    };
    if (DIRECTIONS[key]) {
      return () =>
        choose(node < 0 ? model.hub() : towards(model, node, DIRECTIONS[key], (n) => drawn.view.spot(n)));
    }
    const chosen = node >= 0;
    return {
      PageDown: () => choose(following(model, node, 1)),
      PageUp: () => choose(following(model, node, -1)),
      Home: () => choose(model.hub()),
      Enter: () => (chosen ? panel.focus() : choose(model.hub())),
      e: chosen && actions.expandable() ? () => actions.expand(node) : null,
      p: chosen ? () => actions.startPath(node) : null,
      " ": chosen ? () => actions.toggle(node) : null,
      a: () => actions.choose(model.drawn()),
      k: () => actions.narrow("keep"),
      h: () => actions.narrow("hide"),
      s: () => actions.narrow(null),
      u: () => actions.undo(),
      f: chosen ? () => (actions.pinned(node) ? actions.unpin(node) : actions.pin(node)) : null,
      l: () => actions.layOut(),
      "+": () => drawn.view.zoom(1 / 1.5),
      "=": () => drawn.view.zoom(1 / 1.5),
      "-": () => drawn.view.zoom(1.5),
      0: () => drawn.fit(),
    }[key];
  }
}

/**
 * The neighbor in a direction; where there is none, any drawn node that lies there, and -1 without such.
 * @param {import("./model.js").Model} model
 * @param {number} node
 * @param {Direction} direction
 * @param {(node: number) => import("../types").Point} spot
 */
function towards(model, node, direction, spot) {
  const neighbors = model.neighbors(node).map(([other]) => other);
  const found = nearest(node, neighbors, direction, spot);
  if (found >= 0) return found;
  const others = model.drawn().filter((other) => other !== node);
  return nearest(node, others, direction, spot);
}

/**
 * The drawn node before (-1) or after (1) in the order of the scene, round and round; -1 without any.
 * @param {Pick<import("./model.js").Model, "size" | "nodeOn">} model
 * @param {number} from
 * @param {1 | -1} turn
 */
export function following({ size, nodeOn }, from, turn) {
  let node = from < 0 && turn < 0 ? 0 : from;
  for (let tried = 0; tried < size; tried++) {
    node = (node + turn + size) % size;
    if (nodeOn[node]) return node;
  }
  return -1;
}

/**
 * The nearest of some nodes within 70 degrees of a direction, those straight ahead preferred; -1 without any.
 * @param {number} from
 * @param {Iterable<number>} nodes
 * @param {Direction} direction
 * @param {(node: number) => import("../types").Point} spot where a node stands, y downwards
 */
export function nearest(from, nodes, [east, south], spot) {
  const here = spot(from);
  let best = -1;
  let least = Infinity;
  for (const node of nodes) {
    const there = spot(node);
    const [dx, dy] = [there.x - here.x, there.y - here.y];
    const distance = Math.hypot(dx, dy);
    const ahead = (dx * east + dy * south) / (distance || 1);
    if (distance === 0 || ahead < 0.35) continue;
    const cost = distance * (2 - ahead);
    if (cost < least) [best, least] = [node, cost];
  }
  return best;
}
