// One map in a page: alone changes its state, and has its parts draw what follows from that.

import { linkTo } from "../shared/links.js";
import { onTheme } from "../shared/palette.js";
import { load, outlines } from "../shared/ready.js";
import { teller } from "../shared/text.js";
import * as address from "./address.js";
import { Choosing } from "./choosing.js";
import { CommunityNames } from "./community-names.js";
import { withAdded } from "./expand.js";
import { bindFilter, turnParameter } from "./filter.js";
import { edgesShown, framed, statusWords } from "./frame.js";
import { bindKeys } from "./keys.js";
import { Legend } from "./legend.js";
import { SceneLoader } from "./loader.js";
import { Model } from "./model.js";
import { OwnColumns } from "./own-columns.js";
import { dressed } from "./own-looks.js";
import { kept } from "./own-table.js";
import { Panel } from "./panel.js";
import { hasWebGL, Picture } from "./picture.js";
import { loadRegions, Regions } from "./regions.js";
import { SearchBox } from "./search.js";
import { Selection } from "./selection.js";
import { Store } from "./store.js";
import { Story } from "./story.js";
import { Table } from "./table.js";
import { Tools } from "./tools.js";
import { Workbench } from "./workbench.js";

/** @typedef {import("../types").Scene} Scene */

/** Draws the map of an element. @param {HTMLElement} element */
export async function startMap(element) {
  /** @type {Scene | null} */
  const base = await load(element, "scene");
  if (!base) return;
  const countries = await outlines(element);
  const regions = await loadRegions(element);
  const asked = address.read(location.hash);
  const scene = await withAdded(element, base, asked.added);
  const store = new Store({
    ...asked,
    base,
    plain: scene,
    scene,
    model: new Model(scene),
    table: kept(),
    own: null,
    node: -1,
    path: null,
    pathFrom: -1,
  });
  new MapPage(element, store, countries, regions);
  element.querySelector("[data-map-fallback]")?.remove();
}

class MapPage {
  /** @type {Picture | null} */
  #picture = null;
  #webgl = hasWebGL();

  /**
   * @param {HTMLElement} element
   * @param {Store} store
   * @param {import("../types").FeatureCollection | null} countries
   * @param {import("./regions.js").RegionFeature[]} regions
   */
  constructor(element, store, countries, regions) {
    const { scene } = store.get();
    const tell = teller(scene.text, scene.language);
    const actions = this.#actions();
    this.element = element;
    this.store = store;
    this.countries = countries;
    this.tell = tell;
    if (!this.#webgl) element.dataset.webgl = "no";
    this.panel = new Panel(store, tell, actions, element.dataset);
    this.table = new Table(store, tell, actions);
    this.legend = new Legend(store, tell, actions);
    this.tools = new Tools(store, tell, actions, element.dataset, this.#webgl ? () => this.#picture : null);
    this.regions = regions.length
      ? new Regions(store, tell, actions, regions, (id) => linkTo(element, "region", id))
      : null;
    this.work = new Workbench(store, tell, actions, element, () => this.table.order());
    this.own = new OwnColumns(store, tell, actions);
    const story = new Story(
      tell,
      (words) => this.#status(words),
      () => address.here(store.get()),
    );
    this.names = new CommunityNames(store, tell, (called) => turnParameter(element, fresh, "called", called));
    const search = new SearchBox(store, tell, actions, `${element.id || "map"}-found`);
    const { status, stage } = framed(element, tell, scene.title, {
      search: search.element,
      tools: this.tools.element,
      sheet: this.table.element,
      side: [
        this.panel.element,
        this.work.element,
        this.own.element,
        ...(element.dataset.api ? [story.element] : []),
        ...(this.regions ? [this.regions.element] : []),
        this.legend.element,
        ...(element.dataset.scene ? [this.names.element] : []),
      ],
    });
    this.status = status;
    this.stage = stage;
    this.choosing = new Choosing(store, {
      filter: (change) => this.#filter(change),
      unselect: () => this.selection.select(-1),
      taken: () => {
        this.legend.draw();
        this.own.draw();
      },
      say: (key, values) => this.#say(key, values),
    });
    this.selection = new Selection(store, {
      element,
      stage,
      panel: this.panel,
      table: this.table,
      picture: () => this.#picture,
      say: (key, values) => this.#say(key, values),
    });
    this.loader = new SceneLoader(store, element, {
      redraw: () => this.#redraw(),
      say: (key, values) => this.#say(key, values),
    });
    this.#draw();
    let written = address.write(store.get());
    store.subscribe((now) => {
      const fragment = address.write(now);
      if (fragment !== written) address.keep(now);
      written = fragment;
    });
    if (store.get().camera) address.keep(store.get());
    const fresh = this.loader.drawing();
    bindFilter(element, fresh);
    bindKeys(store, actions, { element, stage, panel: this.panel, picture: () => this.#picture });
    onTheme(() => this.#theme());
    window.addEventListener("hashchange", () => this.loader.again());
    this.loader.awaitValues();
  }

  /** @returns {import("../types").Actions} */
  #actions() {
    return {
      select: (node) => this.selection.select(node),
      go: (node) => this.selection.go(node),
      pick: (node) => this.selection.pick(node),
      open: (node) => this.selection.open(node),
      link: (node) => this.selection.link(node),
      expandable: () => Boolean(this.element.dataset.expand),
      expand: (node) => this.loader.expand(node),
      startPath: (node) => this.selection.startPath(node),
      tie: (one, two) => this.selection.showPath(one, two),
      cancelPath: () => this.store.set({ pathFrom: -1 }),
      show: (mode) => this.#show(mode),
      filter: (change) => this.choosing.change(change),
      toggle: (node) => this.choosing.toggle(node),
      choose: (nodes, more) => this.choosing.choose(nodes, more),
      narrow: (how) => this.choosing.narrow(how),
      undo: () => this.choosing.undo(),
      own: (change) => this.#own(change),
      level: (level) => this.#level(level),
      columns: (columns) => {
        this.store.set({ columns });
        this.table.draw();
      },
      say: (words) => this.#status(words),
      focusView: () => this.#focusView(),
    };
  }

  #redraw() {
    this.#picture?.kill();
    this.#picture = null;
    this.stage.replaceChildren();
    this.#draw();
  }

  #draw() {
    const { store } = this;
    const { plain, table } = store.get();
    const own = table?.joined(plain) ?? null;
    const scene = dressed(plain, own, store.get(), this.tell);
    const known = store.get().model;
    const model = known.scene === scene ? known : new Model(scene);
    store.set({
      own,
      scene,
      model,
      ...address.fitting(store.get(), scene.years, (id) => model.index.has(id)),
    });
    model.filter(store.get());
    const { camera, mode } = store.get();
    if (this.#webgl && model.size) this.#picture = this.#pictured(model);
    this.table.reset();
    this.regions?.count();
    this.legend.draw();
    this.names.draw();
    this.work.draw();
    this.own.draw();
    this.tools.draw();
    this.#display(mode || address.modeOf(this.element.dataset.start) || "network");
    if (camera) this.#picture?.view.look(camera);
    this.selection.restore();
    this.#count();
  }

  /** @param {Model} model */
  #pictured(model) {
    return new Picture(this.stage, model, {
      select: (node) => this.selection.select(node),
      tie: (one, two) => this.selection.showPath(one, two),
      toggle: (node) => this.choosing.toggle(node),
      choose: (nodes) => this.choosing.choose(nodes, true),
      clear: () => this.selection.select(-1),
      open: (node) => this.selection.open(node),
      moved: (camera) => this.#moved(camera),
      marking: () => {
        const { node, path, chosen } = this.store.get();
        return node >= 0 || path !== null || chosen.length > 0;
      },
      spot: (spot) => this.#pointed(spot),
    });
  }

  #theme() {
    this.legend.draw();
    this.regions?.draw();
    this.#picture?.refresh();
  }

  #drawRegions() {
    this.regions?.count();
    this.regions?.draw();
    this.#picture?.recolor();
  }

  /** @param {number} level */
  #level(level) {
    this.store.set({ level });
    this.#drawRegions();
  }

  /** @param {import("../types").Point} spot */
  #pointed(spot) {
    const region = this.regions?.at(spot);
    if (region) this.#say("map.region_at", { name: `${region.name} (${region.code})`, nodes: region.n });
  }

  /** @param {import("../types").Mode} asked */
  #show(asked) {
    if (this.#display(asked)) this.store.set({ camera: null });
    this.#picture?.resized();
  }

  /** Whether the picture was laid out anew. @param {import("../types").Mode} asked */
  #display(asked) {
    const mode = this.#webgl ? asked : "table";
    const picture = mode === "table" || this.#picture?.mode === mode ? null : this.#picture;
    this.store.set({ mode });
    this.element.dataset.mode = mode;
    this.stage.hidden = mode === "table";
    this.table.element.hidden = mode !== "table";
    if (mode === "table") this.table.draw();
    picture?.show(mode, this.countries, () => this.regions?.shapes() ?? []);
    this.regions?.draw();
    this.#count();
    return picture !== null;
  }

  /** @param {Partial<import("../types").Choice>} change */
  #filter(change) {
    this.store.set(change);
    const { model, mode } = this.store.get();
    model.filter(this.store.get());
    this.selection.refresh();
    this.#picture?.refresh();
    this.#drawRegions();
    if (mode === "table") this.table.draw();
    this.#count();
  }

  #count() {
    const { dataset } = this.element;
    const nodes = this.store.get().model.nodesDrawn;
    const edges = edgesShown(this.store.get());
    dataset.nodes = dataset.rows = String(nodes);
    dataset.edges = String(edges);
    this.#status(statusWords(this.store.get(), this.tell, this.#webgl));
    this.element.dispatchEvent(new CustomEvent("map:drawn", { bubbles: true, detail: { nodes, edges } }));
  }

  /** Other columns of one's own, or other looks by them. @param {Partial<import("../types").MapState>} change */
  #own(change) {
    this.store.set(change);
    this.#redraw();
  }

  /** @param {string} key @param {Record<string, string | number>} [values] */
  #say(key, values) {
    this.#status(this.tell(key, values));
  }

  /** @param {string} words */
  #status(words) {
    this.status.textContent = words;
  }

  /** @param {import("../types").Camera} camera */
  #moved(camera) {
    const whole = camera.every((value, place) => Math.abs(value - [0.5, 0.5, 1][place]) < 1e-6);
    this.store.set({ camera: whole ? null : camera });
  }

  #focusView() {
    if (this.store.get().mode !== "table") this.stage.focus();
  }
}
