// What is seen: the drawing of the network or of the geographic map, or the table in place of both.
import * as address from "./address.js";
import { Picture } from "./picture.js";

/**
 * What a view shows, and where.
 * @typedef {object} Parts
 * @property {HTMLElement} element
 * @property {HTMLElement} stage
 * @property {import("./table.js").Table} table
 * @property {import("./regions.js").Regions | null} regions
 * @property {import("../types").FeatureCollection | null} countries
 */

/**
 * What of the page follows.
 * @typedef {Omit<import("./picture.js").Handlers, "moved" | "marking" | "spot">} Handlers
 * @typedef {object} Page
 * @property {Handlers} handlers of what is done on the drawing
 * @property {() => void} count after another view has come up
 * @property {(key: string, values?: Record<string, string | number>) => void} say
 */

export class View {
  /** @type {Picture | null} */
  picture = null;

  /** @param {import("./store.js").Store} store @param {boolean} webgl @param {Parts} parts @param {Page} page */
  constructor(store, webgl, parts, page) {
    this.store = store;
    this.webgl = webgl;
    this.parts = parts;
    this.page = page;
    if (!webgl) parts.element.dataset.webgl = "no";
  }

  // A new scene: no drawing before it stays.
  clear() {
    this.picture?.kill();
    this.picture = null;
    this.parts.stage.replaceChildren();
  }

  /** Draws the model, in the mode and from where one last looked. */
  draw() {
    const { model, mode, camera, put } = this.store.get();
    if (this.webgl && model.size) {
      this.picture = this.#pictured(model);
      this.picture.place(put);
    }
    this.parts.regions?.count();
    this.#display(mode || address.modeOf(this.parts.element.dataset.start) || "network");
    if (camera) this.picture?.view.look(camera);
  }

  /** @param {import("./model.js").Model} model */
  #pictured(model) {
    return new Picture(this.parts.stage, model, {
      ...this.page.handlers,
      moved: (camera) => this.#moved(camera),
      marking: () => {
        const { node, path, chosen } = this.store.get();
        return node >= 0 || path !== null || chosen.length > 0;
      },
      spot: (spot) => {
        const region = this.parts.regions?.at(spot);
        if (region)
          this.page.say("map.region_at", { name: `${region.name} (${region.code})`, nodes: region.n });
      },
    });
  }

  /** Another view of the same. @param {import("../types").Mode} asked */
  show(asked) {
    if (this.#display(asked)) this.store.set({ camera: null });
    this.picture?.resized();
  }

  /** Whether the picture was laid out anew. @param {import("../types").Mode} asked */
  #display(asked) {
    const { element, stage, table, regions, countries } = this.parts;
    const mode = this.webgl ? asked : "table";
    const picture = mode === "table" || this.picture?.mode === mode ? null : this.picture;
    this.store.set({ mode });
    element.dataset.mode = mode;
    stage.hidden = mode === "table";
    table.element.hidden = mode !== "table";
    if (mode === "table") table.draw();
    picture?.show(mode, countries, () => regions?.shapes() ?? []);
    regions?.draw();
    this.page.count();
    return picture !== null;
  }

  // After another choice of what is drawn.
  refresh() {
    const { mode, put } = this.store.get();
    this.picture?.place(put);
    this.picture?.refresh();
    this.drawRegions();
    if (mode === "table") this.parts.table.draw();
  }

  drawRegions() {
    this.parts.regions?.count();
    this.parts.regions?.draw();
    this.picture?.recolor();
  }

  // After light has become dark, or dark light.
  recolor() {
    this.parts.regions?.draw();
    this.picture?.refresh();
  }

  /** @param {import("../types").Camera} camera */
  #moved(camera) {
    const whole = camera.every((value, place) => Math.abs(value - [0.5, 0.5, 1][place]) < 1e-6);
    this.store.set({ camera: whole ? null : camera });
  }
}
