// The operator's regions on the geographic map: colored by how many of the nodes drawn now lie in them.
import { make, swatch } from "../shared/dom.js";
import { fetched } from "../shared/fetched.js";
import { areaColors, ink } from "../shared/palette.js";
import { traced } from "./coast.js";
import { chosenLevel, countRegions } from "./region-counts.js";

/** @typedef {import("../types").Feature<import("../types").RegionProperties>} RegionFeature */

/** The features of the page's regions; none when it has none. @param {HTMLElement} element @returns {Promise<RegionFeature[]>} */
export async function loadRegions(element) {
  const { regions } = element.dataset;
  if (!regions) return [];
  const found = await fetched(regions).catch(() => null);
  return found?.features ?? [];
}

export class Regions {
  /**
   * @param {import("./store.js").Reader} store
   * @param {import("../types").Tell} tell
   * @param {Pick<import("../types").Actions, "level">} actions
   * @param {RegionFeature[]} features
   * @param {(id: string) => string} link
   */
  constructor(store, tell, actions, features, link) {
    this.store = store;
    this.tell = tell;
    this.link = link;
    this.levels = [...new Set(features.map(({ properties }) => properties.level))].sort();
    this.all = features.map((feature) => ({
      ...feature.properties,
      id: feature.id,
      path: traced([feature]),
    }));
    this.context = make("canvas").getContext("2d");
    this.element = make("section", {
      class: "map-legend map-regions",
      hidden: true,
      "aria-label": tell("map.regions"),
      onchange: (/** @type {{ target: HTMLSelectElement }} */ { target }) =>
        actions.level(Number(target.value)),
    });
    this.counted = this.#counts();
  }

  get level() {
    return chosenLevel(this.levels, this.store.get().level);
  }

  // To be called when other nodes are drawn or another level is chosen.
  count() {
    this.counted = this.#counts();
  }

  #counts() {
    const { model, scene } = this.store.get();
    return countRegions(model, scene.nodes.region ?? [], this.all, this.level);
  }

  /** @param {number} n */
  #color(n) {
    if (!n) return "";
    const ramp = areaColors();
    const { limits } = this.counted;
    return ramp[ramp.length - limits.length + limits.findIndex((limit) => n <= limit)];
  }

  shapes() {
    return this.level < 0 ? [] : this.counted.shown.map(({ path, n }) => ({ path, color: this.#color(n) }));
  }

  /** The region at a spot of the map. @param {import("../types").Point} spot */
  at({ x, y }) {
    if (this.level < 0) return undefined;
    return this.counted.shown.find(({ path }) => this.context?.isPointInPath(path, x, y, "evenodd"));
  }

  draw() {
    const { tell, element } = this;
    element.hidden = this.store.get().mode !== "map";
    const focused = element.contains(document.activeElement);
    const open = element.querySelector("details")?.open ?? false;
    const select = this.#select();
    element.replaceChildren(
      make("h2", { class: "map-title", text: tell("map.regions") }),
      select,
      ...(this.level < 0 ? [] : [this.#classes(), this.#note(), this.#table(open)]),
    );
    if (focused) select.focus();
  }

  #select() {
    const { tell } = this;
    const option = (/** @type {number} */ value, /** @type {string} */ text) =>
      make("option", { value: String(value), selected: value === this.level, text });
    const levels = this.levels.map((level) => option(level, tell("map.region_level", { level })));
    return make(
      "select",
      { "aria-label": tell("map.region_choice"), class: "map-select" },
      ...levels,
      option(-1, tell("map.region_none")),
    );
  }

  #classes() {
    const { tell } = this;
    let low = 1;
    const rows = this.counted.limits.map((limit) => {
      const words = low < limit ? `${tell.number(low)} – ${tell.number(limit)}` : tell.number(limit);
      low = limit + 1;
      return make("li", {}, swatch(this.#color(limit), "area", ink().line), make("span", { text: words }));
    });
    return make(
      "ul",
      { class: "map-classes" },
      make(
        "li",
        {},
        swatch(ink().faint, "area", ink().line),
        make("span", { text: tell("map.region_empty") }),
      ),
      rows,
    );
  }

  #note() {
    const { tell } = this;
    return make("p", { class: "map-note", text: tell("map.region_note", { nodes: this.counted.elsewhere }) });
  }

  /** @param {boolean} open */
  #table(open) {
    const { tell } = this;
    const order = this.counted.shown
      .filter(({ n }) => n)
      .sort((one, two) => two.n - one.n || (one.code < two.code ? -1 : 1));
    const rows = order.map(({ id, code, name, n }) => {
      const label = name === code ? code : `${name} (${code})`;
      const address = id && this.link(id);
      const cell = address ? make("a", { href: address, text: label }) : label;
      return make(
        "tr",
        {},
        make("th", { scope: "row" }, cell),
        make("td", { class: "number", text: tell.number(n) }),
      );
    });
    const head = make(
      "tr",
      {},
      make("th", { scope: "col", text: tell("map.region") }),
      make("th", { scope: "col", class: "number", text: tell("chart.count") }),
    );
    const table = make("table", {}, make("thead", {}, head), make("tbody", {}, rows));
    const scroll = make(
      "div",
      { class: "map-scroll", tabindex: "0", role: "region", "aria-label": tell("map.regions") },
      table,
    );
    return make(
      "details",
      { open, class: "map-table" },
      make("summary", { text: tell("chart.table") }),
      scroll,
    );
  }
}
