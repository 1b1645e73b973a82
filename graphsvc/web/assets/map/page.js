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
import { hasWebGL } from "./picture.js";
import { Placing } from "./placing.js";
import { loadRegions, Regions } from "./regions.js";
import { SearchBox } from "./search.js";
import { Selection } from "./selection.js";
import { Store } from "./store.js";
import { Story } from "./story.js";
import { Table } from "./table.js";
import { Tools } from "./tools.js";
import { View } from "./view.js";
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
    const webgl = hasWebGL();
    const say = (/** @type {string} */ key, /** @type {Record<string, string | number>} */ values = {}) =>
      this.#say(key, values);
    const picture = () => this.view.picture;
    this.element = element;
    this.store = store;
    this.tell = tell;
    this.panel = new Panel(store, tell, actions, element.dataset);
    this.table = new Table(store, tell, actions);
    this.legend = new Legend(store, tell, actions);
    this.tools = new Tools(store, tell, actions, element.dataset, webgl ? picture : null);
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
      say,
    });
    this.placing = new Placing(store, { change: (change) => this.choosing.change(change), say });
    this.view = new View(
      store,
      webgl,
      { element, stage, table: this.table, regions: this.regions, countries },
      {
        handlers: {
          select: (node) => this.selection.select(node),
          tie: (one, two) => this.selection.showPath(one, two),
          toggle: (node) => this.choosing.toggle(node),
          choose: (nodes) => this.choosing.choose(nodes, true),
          clear: () => this.selection.select(-1),
          open: (node) => this.selection.open(node),
          pin: (node, spot) => this.placing.pin(node, spot),
        },
        count: () => this.#count(),
        say,
      },
    );
    this.selection = new Selection(store, {
      element,
      stage,
      panel: this.panel,
      table: this.table,
      picture,
      say,
    });
    this.loader = new SceneLoader(store, element, {
      redraw: () => this.#redraw(),
      say,
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
    bindKeys(store, actions, { element, stage, panel: this.panel, picture });
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
      show: (mode) => this.view.show(mode),
      filter: (change) => this.choosing.change(change),
      toggle: (node) => this.choosing.toggle(node),
      choose: (nodes, more) => this.choosing.choose(nodes, more),
      narrow: (how) => this.choosing.narrow(how),
      undo: () => this.choosing.undo(),
      own: (change) => this.#own(change),
      level: (level) => {
        this.store.set({ level });
        this.view.drawRegions();
      },
      pinned: (node) => this.placing.pinned(node),
      pin: (node) => this.placing.pin(node),
      unpin: (node) => this.placing.unpin(node),
      nudge: (node, east, north) => this.placing.nudge(node, east, north),
      layOut: () => this.placing.layOut(),
      putBack: () => this.placing.back(),
      columns: (columns) => {
        this.store.set({ columns });
        this.table.draw();
      },
      say: (words) => this.#status(words),
      focusView: () => this.#focusView(),
    };
  }

  #redraw() {
    this.view.clear();
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
    this.table.reset();
    this.legend.draw();
    this.names.draw();
    this.work.draw();
    this.own.draw();
    this.tools.draw();
    this.view.draw();
    this.selection.restore();
    this.#count();
  }

  #theme() {
    this.legend.draw();
    this.view.recolor();
  }

  /** @param {Partial<import("../types").Choice>} change */
  #filter(change) {
    this.store.set(change);
    this.store.get().model.filter(this.store.get());
    this.selection.refresh();
    this.view.refresh();
    this.#count();
  }

  #count() {
    const { dataset } = this.element;
    const nodes = this.store.get().model.nodesDrawn;
    const edges = edgesShown(this.store.get());
    dataset.nodes = dataset.rows = String(nodes);
    dataset.edges = String(edges);
    this.#status(statusWords(this.store.get(), this.tell, this.view.webgl));
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

  #focusView() {
    if (this.store.get().mode !== "table") this.stage.focus();
  }
}
