// One chart in a page: the drawing, a description that is read aloud, and the same as a table.
import { make } from "../shared/dom.js";
import { onTheme } from "../shared/palette.js";
import { load, outlines } from "../shared/ready.js";
import { teller } from "../shared/text.js";
import { echarts } from "./echarts.js";
import { KINDS } from "./kinds.js";

export class ChartFigure {
  constructor(element) {
    this.element = element;
  }

  async start() {
    const { element } = this;
    try {
      this.data = await load(element);
    } catch {
      element.dataset.error = "chart";
      if (element.dataset.errorText)
        element.append(make("p", { role: "alert", text: element.dataset.errorText }));
      return;
    }
    element.querySelector("[data-waiting]")?.remove();
    this.tell = teller(this.data.text, this.data.language);
    this.kind = KINDS[this.data.kind];
    element.dataset.chartKind = this.data.kind;
    element.dataset.items = this.kind.count(this.data);
    if (!this.kind.count(this.data)) {
      element.append(make("p", { class: "chart-empty", text: this.tell("chart.empty") }));
      return;
    }
    if (this.data.kind === "geo") await this.#countries();
    this.#frame();
    this.#draw();
    onTheme(() => this.#draw());
    new ResizeObserver(() => this.chart.resize()).observe(this.stage);
  }

  async #countries() {
    const countries = await outlines(this.element).catch(() => null);
    echarts.registerMap("countries", { geoJSON: countries ?? { type: "FeatureCollection", features: [] } });
  }

  #frame() {
    const { element, data } = this;
    this.stage = make("div", {
      class: `chart-stage chart-${data.kind}`,
      role: "img",
      "aria-label": `${data.title}. ${data.description}`,
    });
    this.stage.style.height = this.kind.height ? `${this.kind.height(data)}px` : "";
    element.append(this.stage);
    for (const { reason } of data.cut ?? []) element.append(make("p", { class: "chart-note", text: reason }));
    if (element.dataset.table !== "none") element.append(this.#table());
    this.chart = echarts.init(this.stage, null, { renderer: "svg" });
    this.chart.on("click", (event) => this.#chosen(this.kind.id?.(data, event)));
  }

  #draw() {
    const wide = this.stage.clientWidth;
    this.chart.setOption(
      {
        animation: false,
        aria: { enabled: true, label: { enabled: false } },
        textStyle: { fontFamily: "system-ui, sans-serif" },
        ...this.kind.option(this.data, this.tell, wide),
      },
      { notMerge: true },
    );
  }

  #chosen(id) {
    if (!id) return;
    const { element } = this;
    element.dispatchEvent(new CustomEvent("chart:select", { bubbles: true, detail: { id } }));
    const kind = id.includes("/") ? "stage" : id.split(":")[0];
    const template = element.dataset[`href${kind[0].toUpperCase()}${kind.slice(1)}`];
    if (template) location.assign(template.replace("{id}", encodeURIComponent(id)));
  }

  #table() {
    const { columns, rows } = this.data.table;
    const number = (cell) => (typeof cell === "number" ? this.tell.number(cell) : (cell ?? "–"));
    const years = new Set(
      columns.flatMap((name, place) => (name === this.tell("chart.year") ? [place] : [])),
    );
    const row = (cells) =>
      make(
        "tr",
        {},
        cells.map((cell, place) => {
          const text = years.has(place) ? String(cell) : number(cell);
          return place === 0
            ? make("th", { scope: "row", text })
            : make("td", { class: typeof cell === "number" ? "number" : "", text });
        }),
      );
    const head = make(
      "tr",
      {},
      columns.map((text) => make("th", { scope: "col", text })),
    );
    const table = make(
      "table",
      {},
      make("caption", { text: this.data.title }),
      make("thead", {}, head),
      make("tbody", {}, rows.map(row)),
    );
    const scroll = make(
      "div",
      { class: "chart-scroll", tabindex: "0", role: "region", "aria-label": this.data.title },
      table,
    );
    return make(
      "details",
      { class: "chart-table" },
      make("summary", { text: this.tell("chart.table") }),
      scroll,
    );
  }
}
