// The map by keyboard: arrows go to a neighbor in that direction, other keys do what the buttons do.
const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

export function bindKeys(page) {
  page.element.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) escape(page, event);
  });
  page.stage.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !page.picture) return;
    const action = actionOf(page, event.key);
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  });
}

function actionOf(page, key) {
  if (DIRECTIONS[key]) return () => step(page, DIRECTIONS[key]);
  const node = page.selected;
  const chosen = node >= 0;
  return {
    PageDown: () => chosenTo(page, next(page, 1)),
    PageUp: () => chosenTo(page, next(page, -1)),
    Home: () => chosenTo(page, page.model.hub()),
    Enter: () => (chosen ? page.panel.focus() : chosenTo(page, page.model.hub())),
    e: chosen && page.element.dataset.expand ? () => page.expand(node) : null,
    p: chosen ? () => page.startPath(node) : null,
    "+": () => page.picture.zoom(1 / 1.5),
    "=": () => page.picture.zoom(1 / 1.5),
    "-": () => page.picture.zoom(1.5),
    0: () => page.picture.fit(),
  }[key];
}

function escape(page, event) {
  if (page.pathFrom < 0 && page.selected < 0) return;
  event.preventDefault();
  event.stopPropagation();
  const inside = page.panel.element.contains(document.activeElement);
  if (page.pathFrom >= 0) page.pathFrom = -1;
  else page.select(-1);
  if (inside) (page.state.mode === "table" ? page.sheet : page.stage).focus?.();
}

function chosenTo(page, node) {
  if (node < 0) return;
  page.select(node);
  page.picture.reveal(node);
  const name = page.scene.nodes.label[node];
  page.say(page.tell("map.selected", { name, nodes: page.model.partners[node] }));
}

function step(page, direction) {
  if (page.selected < 0) {
    chosenTo(page, page.model.hub());
    return;
  }
  const around = page.model.neighbors(page.selected).map(([node]) => node);
  const found = nearest(page, around, direction) ?? nearest(page, everyone(page), direction);
  if (found !== null && found !== undefined) chosenTo(page, found);
}

// The drawn node before or after in the order of ids, round and round.
function next(page, turn) {
  const { size, nodeOn } = page.model;
  let node = page.selected < 0 && turn < 0 ? 0 : page.selected;
  for (let tried = 0; tried < size; tried++) {
    node = (node + turn + size) % size;
    if (nodeOn[node]) return node;
  }
  return -1;
}

function everyone(page) {
  const nodes = [];
  for (let n = 0; n < page.model.size; n++) if (page.model.nodeOn[n] && n !== page.selected) nodes.push(n);
  return nodes;
}

// The nearest within 70 degrees of the direction, those straight ahead preferred.
function nearest(page, nodes, [east, south]) {
  const here = page.picture.spot(page.selected);
  let best = null;
  let least = Infinity;
  for (const node of nodes) {
    const there = page.picture.spot(node);
    const [dx, dy] = [there.x - here.x, there.y - here.y];
    const distance = Math.hypot(dx, dy);
    const ahead = (dx * east + dy * south) / (distance || 1);
    if (distance === 0 || ahead < 0.35) continue;
    const cost = distance * (2 - ahead);
    if (cost < least) [best, least] = [node, cost];
  }
  return best;
}
