// One chart in a page: the drawing, a description that is read aloud, and the same as a table.
import { make } from "../shared/dom.js";
import { linkTo } from "../shared/links.js";
import { onTheme } from "../shared/palette.js";
import { load, outlines } from "../shared/ready.js";
import { teller } from "../shared/text.js";
import { echarts } from "./echarts.js";
import { KINDS } from "./kinds.js";
import { captioned, savePng, saveSvg } from "./save.js";

/** @typedef {string | number | null} Cell */

/** Draws the chart of an element. @param {HTMLElement} element */
export async function startChart(element) {
  /** @type {import("../types").ChartData | null} */
  const data = await load(element, "chart");
  if (!data) return;
  const tell = teller(data.text, data.language);
  const kind = KINDS[data.kind];
  const items = kind.count(data);
  element.dataset.chartKind = data.kind;
  element.dataset.items = String(items);
  if (!items) {
    element.append(make("p", { class: "chart-empty", text: tell("chart.empty") }));
    return;
  }
  if (data.kind === "geo") await registerCountries(element);
  const stage = framed(element, data, tell, kind.height?.(data));
  const chart = echarts.init(stage, null, { renderer: "svg" });
  chart.on("click", (event) => chosen(element, kind.id?.(data, event)));
  const draw = () =>
    chart.setOption(
      {
        animation: false,
        aria: { enabled: true, label: { enabled: false } },
        textStyle: { fontFamily: "system-ui, sans-serif" },
        ...kind.option(data, tell, stage.clientWidth),
      },
      { notMerge: true },
    );
  draw();
  if (element.dataset.caption) stage.after(saving(element, chart, data, tell));
  onTheme(draw);
  new ResizeObserver(() => chart.resize()).observe(stage);
}

/** @param {HTMLElement} element */
async function registerCountries(element) {
  /** @type {any} */
  const geoJSON = (await outlines(element)) ?? { type: "FeatureCollection", features: [] };
  echarts.registerMap("countries", { geoJSON, specialAreas: {} });
}

/**
 * @param {HTMLElement} element
 * @param {import("../types").ChartData} data
 * @param {import("../types").Tell} tell
 * @param {number} [height]
 */
function framed(element, data, tell, height) {
  const stage = make("div", {
    class: `chart-stage chart-${data.kind}`,
    role: "img",
    "aria-label": `${data.title}. ${data.description}`,
  });
  stage.style.height = height ? `${height}px` : "";
  element.append(stage);
  for (const { reason } of data.cut ?? []) element.append(make("p", { class: "chart-note", text: reason }));
  if (element.dataset.table !== "none") element.append(tableOf(data, tell));
  return stage;
}

/**
 * What saves the chart as a picture with its caption, one line of it a paragraph.
 * @param {HTMLElement} element
 * @param {import("echarts/core").ECharts} chart
 * @param {import("../types").ChartData} data
 * @param {import("../types").Tell} tell
 */
function saving({ dataset }, chart, data, tell) {
  const words = (dataset.caption ?? "").split("\n").filter((line) => line.trim());
  const button = (/** @type {string} */ text, /** @type {typeof saveSvg} */ done) =>
    make("button", {
      type: "button",
      class: "outline secondary small-button",
      text,
      onclick: () => {
        const drawn = { svg: chart.renderToSVGString(), width: chart.getWidth(), height: chart.getHeight() };
        return done(data.kind, captioned(drawn, data.title, words));
      },
    });
  const parts = [`${tell("chart.save")} `, button("PNG", savePng), " ", button("SVG", saveSvg)];
  return make("p", { class: "chart-note" }, ...parts);
}

/** @param {HTMLElement} element @param {string} [id] */
function chosen(element, id) {
  if (!id) return;
  element.dispatchEvent(new CustomEvent("chart:select", { bubbles: true, detail: { id } }));
  const link = linkTo(element, id.includes("/") ? "stage" : id.split(":")[0], id);
  if (link) location.assign(link);
}

/** @param {import("../types").ChartData} data @param {import("../types").Tell} tell */
function tableOf({ table: { columns, rows }, title }, tell) {
  const number = (/** @type {Cell} */ cell) => (typeof cell === "number" ? tell.number(cell) : (cell ?? "–"));
  const years = new Set(columns.flatMap((name, place) => (name === tell("chart.year") ? [place] : [])));
  const row = (/** @type {Cell[]} */ cells) =>
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
    make("caption", { text: title }),
    make("thead", {}, head),
    make("tbody", {}, rows.map(row)),
  );
  const scroll = make(
    "div",
    { class: "chart-scroll", tabindex: "0", role: "region", "aria-label": title },
    table,
  );
  return make("details", { class: "chart-table" }, make("summary", { text: tell("chart.table") }), scroll);
}
