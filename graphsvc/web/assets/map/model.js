// A scene in typed arrays, and what of it is drawn after legend, period and strength.
export class Model {
  /** How often what is drawn was chosen anew. */
  version = 0;
  nodesDrawn = 0;
  edgesDrawn = 0;

  /** @param {import("../types").Scene} scene */
  constructor(scene) {
    this.scene = scene;
    const { nodes, edges } = scene;
    this.size = nodes.id.length;
    this.edgeCount = edges.source.length;
    this.index = new Map(nodes.id.map((id, place) => [id, place]));
    this.source = Int32Array.from(edges.source);
    this.target = Int32Array.from(edges.target);
    this.nodeOn = new Uint8Array(this.size).fill(1);
    this.edgeOn = new Uint8Array(this.edgeCount).fill(1);
    this.partners = new Int32Array(this.size);
    this.begins = new Int32Array(this.size + 1);
    this.around = new Int32Array(2 * this.edgeCount);
    this.#connect();
    this.weights = Float64Array.from(edges.weight).sort();
    this.filter({});
  }

  // Edges of each node as slices of one array.
  #connect() {
    const counts = new Int32Array(this.size + 1);
    for (let e = 0; e < this.edgeCount; e++) {
      counts[this.source[e] + 1]++;
      counts[this.target[e] + 1]++;
    }
    for (let n = 0; n < this.size; n++) counts[n + 1] += counts[n];
    this.begins.set(counts);
    for (let e = 0; e < this.edgeCount; e++) {
      this.around[counts[this.source[e]]++] = e;
      this.around[counts[this.target[e]]++] = e;
    }
  }

  /**
   * `off` holds keys of switched-off legend entries, `period` [from, to] or null, `strength` the least weight,
   * `kept` the ids that alone are drawn (empty: all), `hidden` those that are not.
   * `range` leaves in what lies between two values of a column of one's own.
   * @param {Partial<import("../types").Choice & Pick<import("../types").MapState, "own">>} state
   */
  filter({ off = new Set(), period = null, strength = 0, kept = [], hidden = [], range = null, own = null }) {
    const { nodes, edges, groups, kinds, edge_kinds: edgeKinds, years } = this.scene;
    this.version++;
    const groupOff = groups.map(({ id }) => off.has(`g:${id}`));
    const kindOff = kinds.map(({ id }) => off.has(`k:${id}`));
    const edgeOff = edgeKinds.map(({ id }) => off.has(`e:${id}`));
    const noGroupOff = off.has("g:");
    const mask = period && years ? bits(period[0] - years[0], period[1] - years[0]) : -1;
    for (let n = 0; n < this.size; n++) {
      const group = nodes.group[n];
      this.nodeOn[n] = kindOff[nodes.kind[n]] || (group < 0 ? noGroupOff : groupOff[group]) ? 0 : 1;
    }
    if (kept.length) {
      const alone = new Set(kept);
      for (let n = 0; n < this.size; n++) if (!alone.has(nodes.id[n])) this.nodeOn[n] = 0;
    }
    const values = range && own?.numbers.get(range[0]);
    if (values) {
      const [, low, high] = range;
      for (let n = 0; n < this.size; n++) if (!(values[n] >= low && values[n] <= high)) this.nodeOn[n] = 0;
    }
    for (const id of hidden) this.nodeOn[this.index.get(id) ?? -1] = 0;
    this.partners.fill(0);
    for (let e = 0; e < this.edgeCount; e++) {
      const dated = edges.years[e];
      const on =
        this.nodeOn[this.source[e]] &&
        this.nodeOn[this.target[e]] &&
        !edgeOff[edges.kind[e]] &&
        edges.weight[e] >= strength &&
        (!dated || (dated & mask) !== 0);
      this.edgeOn[e] = on ? 1 : 0;
      if (on) {
        this.partners[this.source[e]]++;
        this.partners[this.target[e]]++;
      }
    }
    if (period || strength > 0) this.#withoutLonely();
    this.count();
  }

  // Under a period or strength, a node that lost all its ties is not drawn; one that never had any stays.
  #withoutLonely() {
    for (let n = 0; n < this.size; n++) {
      if (this.nodeOn[n] && !this.partners[n] && this.begins[n + 1] > this.begins[n]) this.nodeOn[n] = 0;
    }
  }

  count() {
    this.nodesDrawn = this.nodeOn.reduce((sum, on) => sum + on, 0);
    this.edgesDrawn = this.edgeOn.reduce((sum, on) => sum + on, 0);
  }

  /**
   * Neighbors over drawn edges, the strongest first, each once: [node, summed weight, edges].
   * @param {number} node
   */
  neighbors(node) {
    /** @type {Map<number, [number, number, number[]]>} */
    const found = new Map();
    for (const edge of this.edgesOf(node)) {
      const other = this.other(edge, node);
      /** @type {[number, number, number[]]} */
      const entry = found.get(other) ?? [other, 0, []];
      entry[1] += this.scene.edges.weight[edge];
      entry[2].push(edge);
      found.set(other, entry);
    }
    return [...found.values()].sort((one, two) => two[1] - one[1] || one[0] - two[0]);
  }

  /** The drawn edges of a node. @param {number} node */
  *edgesOf(node) {
    for (let place = this.begins[node]; place < this.begins[node + 1]; place++) {
      if (this.edgeOn[this.around[place]]) yield this.around[place];
    }
  }

  /** The drawn edges between two nodes. @param {number} one @param {number} two */
  between(one, two) {
    return [...this.edgesOf(one)].filter((edge) => this.other(edge, one) === two);
  }

  /** @param {number} edge @param {number} node */
  other(edge, node) {
    return this.source[edge] === node ? this.target[edge] : this.source[edge];
  }

  /** A node with its neighbors and the edges to them. @param {number} node @returns {import("../types").Marked} */
  surroundings(node) {
    const edges = new Set(this.edgesOf(node));
    const neighbors = [...edges].map((edge) => this.other(edge, node));
    return { nodes: new Set([node, ...neighbors]), edges, ends: new Set([node]) };
  }

  /** Some nodes with the drawn edges between them. @param {Iterable<number>} some @returns {import("../types").Marked} */
  among(some) {
    const nodes = new Set(some);
    const edges = new Set();
    for (const node of nodes) {
      for (const edge of this.edgesOf(node)) if (nodes.has(this.other(edge, node))) edges.add(edge);
    }
    return { nodes, edges, ends: new Set() };
  }

  /** The nodes of some ids, those that are there. @param {readonly string[]} ids */
  places(ids) {
    return ids.map((id) => this.index.get(id) ?? -1).filter((node) => node >= 0);
  }

  /** The drawn nodes. */
  drawn() {
    return [...this.nodeOn.keys()].filter((node) => this.nodeOn[node]);
  }

  /**
   * Shortest path over drawn edges by breadth-first search: nodes and edges, or null.
   * @param {number} from
   * @param {number} to
   * @returns {import("../types").Path | null}
   */
  path(from, to) {
    const before = new Int32Array(this.size).fill(-1);
    const by = new Int32Array(this.size).fill(-1);
    const queue = [from];
    before[from] = from;
    for (let head = 0; head < queue.length && before[to] < 0; head++) {
      for (const edge of this.edgesOf(queue[head])) {
        const other = this.other(edge, queue[head]);
        if (before[other] < 0) {
          before[other] = queue[head];
          by[other] = edge;
          queue.push(other);
        }
      }
    }
    if (before[to] < 0) return null;
    const nodes = [to];
    const edges = [];
    for (let node = to; node !== from; node = before[node]) {
      edges.push(by[node]);
      nodes.push(before[node]);
    }
    return { nodes: nodes.reverse(), edges: edges.reverse() };
  }

  // The best connected drawn node.
  hub() {
    let best = -1;
    for (let n = 0; n < this.size; n++) {
      if (this.nodeOn[n] && (best < 0 || this.partners[n] > this.partners[best])) best = n;
    }
    return best;
  }
}

/** @param {number} from @param {number} to */
function bits(from, to) {
  let mask = 0;
  for (let year = Math.max(from, 0); year <= to && year < 31; year++) mask |= 1 << year;
  return mask;
}

/**
 * One scene out of two that share nodes: what is new in `more` is added around the node `anchor`.
 * @template {Pick<import("../types").Scene, "nodes" | "edges" | "kinds" | "groups" | "edge_kinds">} Scene
 * @param {Scene} scene
 * @param {Scene} more
 * @param {string} anchor id of a node of both
 * @returns {Scene}
 */
export function joined(scene, more, anchor) {
  const known = new Map(scene.nodes.id.map((id, place) => [id, place]));
  const at = more.nodes.id.indexOf(anchor);
  const origin = known.get(anchor) ?? -1;
  const scale = 0.12;
  /** @type {number[]} */
  const place = [];
  const nodes = copied(scene.nodes);
  const kinds = entries(scene.kinds, more.kinds);
  const groups = entries(scene.groups, more.groups);
  const edgeKinds = entries(scene.edge_kinds, more.edge_kinds);
  more.nodes.id.forEach((id, n) => {
    const last = nodes.id.length;
    place[n] = known.get(id) ?? last;
    if (place[n] === last) {
      known.set(id, last);
      append(nodes, more.nodes, n);
      nodes.kind[last] = kinds.place[more.nodes.kind[n]];
      nodes.group[last] = more.nodes.group[n] < 0 ? -1 : groups.place[more.nodes.group[n]];
      nodes.x[last] = nodes.x[origin] + (more.nodes.x[n] - more.nodes.x[at]) * scale;
      nodes.y[last] = nodes.y[origin] + (more.nodes.y[n] - more.nodes.y[at]) * scale;
    }
  });
  const edges = copied(scene.edges);
  const key = (/** @type {number[]} */ ...[source, target, kind]) =>
    `${Math.min(source, target)} ${Math.max(source, target)} ${kind}`;
  const there = new Set(edges.source.map((source, e) => key(source, edges.target[e], edges.kind[e])));
  more.edges.source.forEach((source, e) => {
    const kind = edgeKinds.place[more.edges.kind[e]];
    if (there.has(key(place[source], place[more.edges.target[e]], kind))) return;
    append(edges, more.edges, e);
    const last = edges.source.length - 1;
    [edges.source[last], edges.target[last], edges.kind[last]] = [
      place[source],
      place[more.edges.target[e]],
      kind,
    ];
  });
  return { ...scene, nodes, edges, kinds: kinds.all, groups: groups.all, edge_kinds: edgeKinds.all };
}

/** @template {object} Columns @param {Columns} columns @returns {Columns} */
function copied(columns) {
  const copies = Object.entries(columns).map(([name, column]) => [name, [...column]]);
  return /** @type {Columns} */ (Object.fromEntries(copies));
}

/** Adds a row of other columns; what they lack is null. @param {object} columns @param {object} others @param {number} row */
function append(columns, others, row) {
  for (const [name, column] of Object.entries(columns)) column.push(Reflect.get(others, name)?.[row] ?? null);
}

/** @param {import("../types").Entry[]} ours @param {import("../types").Entry[]} theirs */
function entries(ours, theirs) {
  const all = [...ours];
  const place = theirs.map((entry) => {
    const found = all.findIndex(({ id }) => id === entry.id);
    return found >= 0 ? found : all.push(entry) - 1;
  });
  return { all, place };
}
