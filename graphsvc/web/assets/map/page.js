// One map in a page: holds the state and joins scene, picture, legend, panel, table and address.
import { make } from "../shared/dom.js";
import { onTheme } from "../shared/palette.js";
import { fetched, load, outlines } from "../shared/ready.js";
import { teller } from "../shared/text.js";
import * as address from "./address.js";
import { bindFilter } from "./filter.js";
import { bindKeys } from "./keys.js";
import { Legend } from "./legend.js";
import { joined, Model } from "./model.js";
import { Panel } from "./panel.js";
import { hasWebGL, Picture } from "./picture.js";
import { edgesPlaced, unplaced } from "./places.js";
import { loadRegions } from "./regions.js";
import { SearchBox } from "./search.js";
import { Table } from "./table.js";
import { Tools } from "./tools.js";

const AGAIN = 5000;

export class MapPage {
  constructor(element) {
    this.element = element;
    this.state = address.read(location.hash);
    this.pathFrom = -1;
  }

  async start() {
    try {
      this.scene = await load(this.element);
    } catch {
      this.#failed();
      return;
    }
    this.element.querySelector("[data-waiting]")?.remove();
    this.tell = teller(this.scene.text, this.scene.language);
    this.webgl = hasWebGL();
    if (!this.webgl) this.element.dataset.webgl = "no";
    this.coast = await outlines(this.element).catch(() => null);
    this.regions = await loadRegions(this);
    await this.#addAll();
    this.#frame();
    this.#draw();
    bindFilter(this);
    bindKeys(this);
    onTheme(() => this.#theme());
    window.addEventListener("hashchange", () => this.#again());
    this.element.querySelector("[data-map-fallback]")?.remove();
    this.awaitValues();
  }

  // Values that are still being computed are asked for again; once they are there, the map is drawn anew.
  awaitValues() {
    clearTimeout(this.asking);
    if (!this.scene.waiting || !this.element.dataset.scene) return;
    this.asking = setTimeout(async () => {
      const scene = await fetched(this.element.dataset.scene).catch(() => this.base);
      if (!scene.waiting) await this.replace(scene);
      this.awaitValues();
    }, AGAIN);
  }

  #failed() {
    this.element.dataset.error = "scene";
    const words = this.element.dataset.errorText;
    if (words) this.element.append(make("p", { role: "alert", text: words }));
  }

  #frame() {
    this.status = make("p", { class: "map-status", role: "status" });
    this.stage = make("div", {
      class: "map-stage",
      tabindex: "0",
      role: "application",
      "aria-label": this.tell("map.label", { title: this.scene.title }),
      "aria-describedby": `${this.element.id || "map"}-help`,
    });
    this.sheet = make("div", { class: "map-table", hidden: true });
    this.tools = new Tools(this);
    this.search = new SearchBox(this);
    this.legend = new Legend(this);
    this.panel = new Panel(this);
    const help = make("p", {
      class: "map-help",
      id: `${this.element.id || "map"}-help`,
      text: this.tell("map.help"),
    });
    const side = make(
      "div",
      { class: "map-side" },
      this.panel.element,
      this.regions?.element ?? "",
      this.legend.element,
    );
    const view = make("div", { class: "map-view" }, this.stage, this.sheet);
    this.body = make("div", { class: "map-body" }, view, side);
    this.element.append(
      make("div", { class: "map-bar" }, this.search.element, this.tools.element),
      this.status,
      this.body,
      make("details", { class: "map-keys" }, make("summary", { text: this.tell("map.keys") }), help),
    );
  }

  #draw() {
    this.model = new Model(this.scene);
    this.#clean();
    this.model.filter(this.state);
    if (this.webgl && this.model.size) {
      this.picture = new Picture(this.stage, this.model, {
        select: (node) => this.select(node),
        clear: () => this.select(-1),
        open: (node) => this.open(node),
        moved: (camera) => this.#moved(camera),
        marking: () => this.selected >= 0 || this.path,
        surroundings: (node) => this.surroundings(node),
        spot: (spot) => this.#pointed(spot),
      });
    }
    this.table = new Table(this);
    this.regions?.count();
    this.legend.draw();
    this.tools.draw();
    const { camera } = this.state;
    this.show(this.state.mode || this.element.dataset.start || "network", false);
    if (camera) this.picture?.look(camera);
    this.#restoreSelection();
    this.#count();
  }

  // Parts of an address that this scene does not have are let go.
  #clean() {
    const { state, scene } = this;
    if (!scene.years) state.period = null;
    if (state.period) {
      const [first, last] = scene.years;
      state.period = [Math.max(state.period[0], first), Math.min(state.period[1], last)];
      if (state.period[0] > state.period[1] || (state.period[0] === first && state.period[1] === last))
        state.period = null;
    }
    if (!this.model.index.has(state.selected)) state.selected = state.target = "";
    if (!this.model.index.has(state.target)) state.target = "";
  }

  #restoreSelection() {
    const { selected, target } = this.state;
    this.selected = -1;
    this.path = null;
    this.panel.clear();
    if (!selected) return;
    if (target) this.showPath(this.model.index.get(selected), this.model.index.get(target));
    else this.select(this.model.index.get(selected), false);
  }

  #again() {
    const added = this.state.added.join(" ");
    this.state = address.read(location.hash);
    if (this.state.added.join(" ") === added) this.redraw();
    else this.replace(this.base ?? this.scene);
  }

  redraw() {
    this.picture?.kill();
    this.picture = null;
    this.stage.replaceChildren();
    this.#draw();
  }

  #theme() {
    this.legend.draw();
    this.regions?.draw();
    this.picture?.refresh();
  }

  #regionsAgain() {
    this.regions?.count();
    this.regions?.draw();
    this.picture?.recolor();
  }

  #pointed(spot) {
    const region = this.regions?.at(spot);
    if (region)
      this.say(this.tell("map.region_at", { name: `${region.name} (${region.code})`, nodes: region.n }));
  }

  // A new scene (another filter) with the same state.
  async replace(scene) {
    this.scene = scene;
    await this.#addAll();
    this.redraw();
    this.keep();
  }

  async #addAll() {
    this.base = this.scene;
    for (const id of this.state.added) await this.#add(id).catch(() => null);
  }

  async #add(id) {
    if (!this.element.dataset.expand || !this.scene.nodes.id.includes(id)) return 0;
    const more = await fetched(this.element.dataset.expand.replace("{id}", encodeURIComponent(id)));
    const before = this.scene.nodes.id.length;
    this.scene = joined(this.scene, more, id);
    return this.scene.nodes.id.length - before;
  }

  async expand(node) {
    const id = this.scene.nodes.id[node];
    if (this.state.added.includes(id)) return;
    const added = await this.#add(id).catch(() => 0);
    this.state.added.push(id);
    this.redraw();
    this.keep();
    this.say(this.tell("map.expanded", { nodes: added }));
  }

  show(mode, keep = true) {
    if (!this.webgl) mode = "table";
    this.state.mode = mode;
    this.element.dataset.mode = mode;
    this.stage.hidden = mode === "table";
    this.sheet.hidden = mode !== "table";
    if (mode === "table") this.table.draw();
    else if (this.picture && this.picture.mode !== mode) {
      this.picture.show(mode, this.coast, this.regions);
      if (keep) this.state.camera = null;
    }
    if (keep) this.picture?.resized();
    this.tools.pressed();
    this.regions?.draw();
    this.#count();
    if (keep) this.keep();
  }

  filter(change) {
    Object.assign(this.state, change);
    this.model.filter(this.state);
    if (this.selected >= 0 && !this.model.nodeOn[this.selected]) this.select(-1);
    else if (this.path) this.showPath(this.path.nodes[0], this.path.nodes.at(-1));
    else this.#mark();
    this.picture?.refresh();
    this.#regionsAgain();
    if (this.state.mode === "table") this.table.draw();
    this.legend.counts();
    this.#count();
    this.keep();
  }

  #count() {
    const { model, element, scene, tell } = this;
    const edges = this.state.mode === "map" ? edgesPlaced(model) : model.edgesDrawn;
    element.dataset.nodes = model.nodesDrawn;
    element.dataset.edges = edges;
    element.dataset.rows = model.nodesDrawn;
    const words = [tell("map.counts", { nodes: model.nodesDrawn, edges })];
    if (!model.size) words.push(tell("map.empty"));
    if (model.nodesDrawn < model.size)
      words.push(tell("map.hidden", { nodes: model.size - model.nodesDrawn }));
    if (this.state.mode === "map" && unplaced(model))
      words.push(tell("map.nowhere", { nodes: unplaced(model) }));
    if (!this.webgl) words.push(tell("map.no_webgl"));
    if (scene.cut) words.push(scene.cut.text);
    if (scene.waiting) words.push(scene.waiting);
    this.say(words.join(" · "));
    element.dispatchEvent(
      new CustomEvent("map:drawn", { bubbles: true, detail: { nodes: model.nodesDrawn, edges } }),
    );
  }

  say(words) {
    this.status.textContent = words;
  }

  waiting({ done, total }) {
    this.say(total ? this.tell("map.computing", { done, total }) : this.tell("map.loading"));
  }

  surroundings(node) {
    const nodes = new Set([node]);
    const edges = new Set();
    for (const edge of this.model.edgesOf(node)) {
      edges.add(edge);
      nodes.add(this.model.other(edge, node));
    }
    return { nodes, edges, ends: new Set([node]) };
  }

  #mark() {
    if (this.path) {
      const { nodes, edges } = this.path;
      this.picture?.mark({
        nodes: new Set(nodes),
        edges: new Set(edges),
        ends: new Set([nodes[0], nodes.at(-1)]),
      });
    } else this.picture?.mark(this.selected >= 0 ? this.surroundings(this.selected) : null);
  }

  select(node, keep = true) {
    if (node >= 0 && this.pathFrom >= 0 && node !== this.pathFrom) {
      this.showPath(this.pathFrom, node);
      return;
    }
    this.path = null;
    this.state.target = "";
    this.selected = node;
    this.state.selected = node >= 0 ? this.scene.nodes.id[node] : "";
    if (node < 0) this.pathFrom = -1;
    this.#told(node);
    this.#mark();
    if (node >= 0) this.panel.show(node);
    else this.panel.clear();
    if (this.state.mode === "table") this.table.draw();
    if (keep) this.keep();
  }

  #told(node) {
    const { element, scene } = this;
    if (node >= 0) element.dataset.selected = scene.nodes.id[node];
    else delete element.dataset.selected;
    const detail =
      node >= 0 ? { id: scene.nodes.id[node], kind: scene.kinds[scene.nodes.kind[node]].id } : null;
    element.dispatchEvent(new CustomEvent("map:select", { bubbles: true, detail }));
  }

  startPath(node) {
    this.pathFrom = node;
    this.say(this.tell("map.path_pick", { name: this.scene.nodes.label[node] }));
    if (this.state.mode !== "table") this.stage.focus();
  }

  showPath(from, to) {
    this.pathFrom = -1;
    const path = this.model.path(from, to);
    this.selected = from;
    this.state.selected = this.scene.nodes.id[from];
    this.state.target = path ? this.scene.nodes.id[to] : "";
    this.path = path;
    this.#told(from);
    this.#mark();
    if (path) this.panel.showPath(path);
    else {
      this.panel.show(from);
      this.say(this.tell("map.path_none"));
    }
    this.keep();
  }

  // Selects a node and brings it into view, as search and lists do.
  go(node) {
    this.select(node);
    if (this.state.mode === "table") this.table.reveal(node);
    else this.picture?.flyTo(node);
  }

  link(node) {
    const { scene, element } = this;
    const kind = scene.kinds[scene.nodes.kind[node]].id;
    const known = { cluster: "cluster", community: "community", project: "project" }[kind] ?? "organization";
    const template = element.dataset[`href${known[0].toUpperCase()}${known.slice(1)}`];
    return template ? template.replace("{id}", encodeURIComponent(scene.nodes.id[node])) : "";
  }

  open(node) {
    const link = this.link(node);
    if (link) location.assign(link);
    else this.panel.focus();
  }

  #moved(camera) {
    this.state.camera = camera.every((value, place) => Math.abs(value - [0.5, 0.5, 1][place]) < 1e-6)
      ? null
      : camera;
    this.keep();
  }

  keep() {
    address.keep(this.state);
  }
}
