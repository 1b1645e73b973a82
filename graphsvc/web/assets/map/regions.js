// The operator's regions on the geographic map: colored by how many of the nodes drawn now lie in them.
import { make, swatch } from "../shared/dom.js";
import { ink, steps } from "../shared/palette.js";
import { fetched } from "../shared/ready.js";
import { traced } from "./coast.js";

const SHARES = [0.5, 0.8, 0.95, 1];
const USUAL = 2;

export async function loadRegions(page) {
  const { regions } = page.element.dataset;
  if (!regions) return null;
  const found = await fetched(regions).catch(() => null);
  return found?.features.length ? new Regions(page, found.features) : null;
}

class Regions {
  constructor(page, features) {
    this.page = page;
    this.levels = [...new Set(features.map(({ properties }) => properties.level))].sort();
    this.all = features.map((feature) => ({
      ...feature.properties,
      id: feature.id,
      path: traced([feature]),
    }));
    this.element = make("section", { class: "map-legend map-regions", hidden: true });
    this.element.addEventListener("change", ({ target }) => this.#choose(target.value));
  }

  // From the address; else level 2, or the one next to it that the file has. -1: no regions.
  get level() {
    const { level } = this.page.state;
    if (level === -1 || this.levels.includes(level)) return level;
    return this.levels.includes(USUAL)
      ? USUAL
      : this.levels.reduce((best, one) => (one <= USUAL ? one : best), this.levels[0]);
  }

  #choose(value) {
    this.page.state.level = Number(value);
    this.count();
    this.draw();
    this.page.picture?.recolor();
    this.page.keep();
  }

  // How many drawn nodes lie in each region of the level, and the limits of the classes.
  count() {
    const { model, scene } = this.page;
    const length = this.level + 2;
    const counts = new Map();
    this.elsewhere = 0;
    for (let n = 0; n < model.size; n++) {
      if (!model.nodeOn[n]) continue;
      const code = scene.nodes.region?.[n] ?? "";
      if (code.length >= length)
        counts.set(code.slice(0, length), (counts.get(code.slice(0, length)) ?? 0) + 1);
      else this.elsewhere++;
    }
    this.shown = this.all
      .filter(({ level }) => level === this.level)
      .map((region) => ({ ...region, n: counts.get(region.code) ?? 0 }));
    const drawn = new Set(this.shown.map(({ code }) => code));
    for (const [code, n] of counts) if (!drawn.has(code)) this.elsewhere += n;
    const some = this.shown
      .map(({ n }) => n)
      .filter(Boolean)
      .sort((one, two) => one - two);
    this.limits = [
      ...new Set(SHARES.map((share) => some[Math.ceil(share * some.length) - 1]).filter(Boolean)),
    ];
  }

  #color(n) {
    if (!n) return "";
    const ramp = steps();
    const step = this.limits.findIndex((limit) => n <= limit);
    return ramp[ramp.length - this.limits.length + step];
  }

  shapes() {
    return this.level < 0 ? [] : this.shown.map(({ path, n }) => ({ path, color: this.#color(n) }));
  }

  // The region at a spot of the map.
  at({ x, y }) {
    const context = (this.context ??= document.createElement("canvas").getContext("2d"));
    return this.level < 0
      ? undefined
      : this.shown.find(({ path }) => context.isPointInPath(path, x, y, "evenodd"));
  }

  draw() {
    const { page } = this;
    const { tell, state } = page;
    this.element.hidden = state.mode !== "map";
    const focused = this.element.contains(document.activeElement);
    const open = this.element.querySelector("details")?.open ?? false;
    this.element.setAttribute("aria-label", tell("map.regions"));
    this.element.replaceChildren(
      make("h2", { class: "map-title", text: tell("map.regions") }),
      this.#select(),
      ...(this.level < 0 ? [] : [this.#classes(), this.#note(), this.#table(open)]),
    );
    if (focused) this.element.querySelector("select").focus();
  }

  #select() {
    const { tell } = this.page;
    const option = (value, text) =>
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
    const { tell } = this.page;
    let low = 1;
    const rows = this.limits.map((limit) => {
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
    const { tell } = this.page;
    return make("p", { class: "map-note", text: tell("map.region_note", { nodes: this.elsewhere }) });
  }

  #table(open) {
    const { page } = this;
    const { tell, element } = page;
    const order = this.shown
      .filter(({ n }) => n)
      .sort((one, two) => two.n - one.n || (one.code < two.code ? -1 : 1));
    const rows = order.map(({ id, code, name, n }) => {
      const label = name === code ? code : `${name} (${code})`;
      const address = id && element.dataset.hrefRegion?.replace("{id}", encodeURIComponent(id));
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
