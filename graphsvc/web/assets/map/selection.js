// What is selected: a node, a shortest path between two, or several that are chosen together.
import { linkTo } from "../shared/links.js";

/**
 * @typedef {object} Parts
 * @property {HTMLElement} element
 * @property {HTMLElement} stage
 * @property {import("./panel.js").Panel} panel
 * @property {import("./table.js").Table} table
 * @property {() => import("./picture.js").Picture | null} picture
 * @property {(key: string, values?: Record<string, string | number>) => void} say
 */

export class Selection {
  /** @param {import("./store.js").Store} store @param {Parts} parts */
  constructor(store, { element, stage, panel, table, picture, say }) {
    this.store = store;
    this.element = element;
    this.stage = stage;
    this.panel = panel;
    this.table = table;
    this.picture = picture;
    this.say = say;
  }

  // What the address names, in a scene that is new.
  restore() {
    const { selected, target, model } = this.store.get();
    const [from, to] = [model.index.get(selected), model.index.get(target)];
    this.store.set({ node: -1, path: null });
    this.panel.clear();
    if (from === undefined) {
      this.#mark();
      return;
    }
    if (to === undefined) this.select(from);
    else this.showPath(from, to);
  }

  // After other nodes and ties are drawn: a node that is hidden cannot stay selected, a path may lead elsewhere.
  refresh() {
    const { model, node, path } = this.store.get();
    if (node >= 0 && !model.nodeOn[node]) this.select(-1);
    else if (path) this.showPath(path.nodes[0], path.nodes[path.nodes.length - 1]);
    else this.#mark();
  }

  /** @param {number} node */
  select(node) {
    const { pathFrom, scene, mode } = this.store.get();
    if (node >= 0 && pathFrom >= 0 && node !== pathFrom) {
      this.showPath(pathFrom, node);
      return;
    }
    this.store.set({ node, path: null, selected: scene.nodes.id[node] ?? "", target: "" });
    if (node < 0) this.store.set({ pathFrom: -1 });
    this.#changed(node);
    if (node >= 0) this.panel.show(node);
    else this.panel.clear();
    if (mode === "table") this.table.draw();
  }

  /** @param {number} node */
  startPath(node) {
    const { scene, mode } = this.store.get();
    this.store.set({ pathFrom: node });
    this.say("map.path_pick", { name: scene.nodes.label[node] });
    if (mode !== "table") this.stage.focus();
  }

  /** @param {number} from @param {number} to */
  showPath(from, to) {
    const { model, scene } = this.store.get();
    const path = model.path(from, to);
    const { id } = scene.nodes;
    this.store.set({ node: from, path, pathFrom: -1, selected: id[from], target: path ? id[to] : "" });
    this.#changed(from);
    if (path) {
      this.panel.showPath(path);
      this.say(path.edges.length > 1 ? "map.path" : "map.tie_only", { steps: path.edges.length });
    } else {
      this.panel.show(from);
      this.say("map.path_none");
    }
  }

  /** Selects a node and brings it into view, as search and lists do. @param {number} node */
  go(node) {
    this.select(node);
    if (this.store.get().mode === "table") this.table.reveal(node);
    else {
      const { path } = this.store.get();
      if (path) this.picture()?.view.frame(path.nodes);
      else this.picture()?.view.flyTo(node);
    }
  }

  /** Selects a node and says so, as keys do. @param {number} node */
  pick(node) {
    this.select(node);
    this.picture()?.view.reveal(node);
    const { scene, model } = this.store.get();
    this.say("map.selected", { name: scene.nodes.label[node], nodes: model.partners[node] });
  }

  /** The page of a node, "" when it has none. @param {number} node */
  link(node) {
    const { kinds, nodes } = this.store.get().scene;
    const kind = kinds[nodes.kind[node]].id;
    const page = ["cluster", "community", "project"].includes(kind) ? kind : "organization";
    return linkTo(this.element, page, nodes.id[node]);
  }

  /** @param {number} node */
  open(node) {
    const link = this.link(node);
    if (link) location.assign(link);
    else this.panel.focus();
  }

  /** @param {number} node */
  #changed(node) {
    const { kinds, nodes } = this.store.get().scene;
    const detail = node >= 0 ? { id: nodes.id[node], kind: kinds[nodes.kind[node]].id } : null;
    if (detail) this.element.dataset.selected = detail.id;
    else delete this.element.dataset.selected;
    this.element.dispatchEvent(new CustomEvent("map:select", { bubbles: true, detail }));
    this.#mark();
  }

  #mark() {
    const { node, path, model, chosen } = this.store.get();
    if (path) {
      const ends = new Set([path.nodes[0], path.nodes[path.nodes.length - 1]]);
      this.picture()?.mark({ nodes: new Set(path.nodes), edges: new Set(path.edges), ends });
    } else if (node >= 0) this.picture()?.mark(model.surroundings(node));
    else {
      const together = model.places(chosen).filter((one) => model.nodeOn[one]);
      const some = together.length > 0 && together.length < model.nodesDrawn;
      this.picture()?.mark(some ? model.among(together) : null);
    }
  }
}
