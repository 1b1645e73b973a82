// What each kind of chart looks like.
import { areaColors, ink, onArea, palette } from "../shared/palette.js";
import { shortened } from "../shared/text.js";
import { geo } from "./geo.js";
import { curve, lines } from "./lines.js";
import { axis, tip, tooltip } from "./options.js";

/** @type {import("../types").ChartKind<import("../types").HeatmapData>} */
const heatmap = {
  count: ({ cells }) => cells.filter(([, , value]) => value !== null).length,
  height: ({ y }) => 150 + 26 * y.length,
  id: (data, { value: cell }) => data.y[cell[1]].id,
  option: (data, _, wide) => {
    const colors = ink();
    const label = (/** @type {string} */ text) => shortened(text, wide < 600 ? 14 : 30);
    return {
      grid: { left: 8, right: 16, top: 8, bottom: 8, containLabel: true },
      tooltip: tooltip(({ value: [x, y, value] }) => tip([data.y[y].label, data.x[x].label, String(value)])),
      visualMap: { show: false, min: 0, max: data.max || 1, inRange: { color: areaColors() } },
      xAxis: axis({
        type: "category",
        data: data.x.map(({ label }) => label),
        position: "bottom",
        axisLabel: {
          rotate: wide / data.x.length < 180 ? 55 : 0,
          interval: 0,
          formatter: label,
        },
        splitLine: { show: false },
      }),
      yAxis: axis({
        type: "category",
        data: data.y.map(({ label }) => label),
        inverse: true,
        axisLabel: { interval: 0, formatter: label },
        splitLine: { show: false },
      }),
      series: [
        {
          type: "heatmap",
          data: data.cells
            .filter(([, , value]) => value !== null)
            .map((cell) => ({ value: cell, label: { color: onArea((cell[2] ?? 0) / (data.max || 1)) } })),
          itemStyle: { borderColor: colors.back, borderWidth: 2, borderRadius: 3 },
          label: {
            show: data.cells.length <= 250,
            formatter: (/** @type {import("../types").ChartItem} */ { value }) =>
              String(Math.round(value[2] * 100) / 100),
          },
          emphasis: { itemStyle: { borderColor: colors.text } },
        },
      ],
    };
  },
};

/** @type {import("../types").ChartKind<import("../types").SankeyData>} */
const sankey = {
  count: ({ nodes }) => (nodes.some(({ count }) => count > 0) ? nodes.length : 0),
  height: ({ nodes }) =>
    Math.max(
      300,
      70 * Math.max(...nodes.map(({ layer }) => nodes.filter((node) => node.layer === layer).length)),
    ),
  id: (data, { dataType, dataIndex }) => (dataType === "node" ? data.nodes[dataIndex].id : ""),
  option: (data, tell, wide) => {
    const colors = ink();
    const least = Math.max(...data.links.map(({ value }) => value), 1) / 200;
    const right = wide < 600 ? 90 : 190;
    const layers = Math.max(...data.nodes.map(({ layer }) => layer), 1);
    const room = (wide - 8 - right) / layers; // from one layer to the next
    return {
      tooltip: tooltip(({ dataType, data: item }) =>
        dataType === "node"
          ? tip([item.label, `${tell("chart.count")}: ${tell.number(item.count)}`])
          : tip([
              `${data.nodes[item.from].label} → ${data.nodes[item.to].label}`,
              `${tell("chart.ties")}: ${tell.number(item.ties)}`,
            ]),
      ),
      series: [
        {
          type: "sankey",
          left: 8,
          right,
          top: 12,
          bottom: 12,
          nodeAlign: "left",
          nodeGap: 16,
          layoutIterations: 32,
          draggable: false,
          data: data.nodes.map(({ id, label, layer, count }, place) => ({
            name: id,
            label,
            depth: layer,
            count,
            itemStyle: { color: palette()[place % palette().length], borderWidth: 0 },
          })),
          links: data.links.map(({ source, target, value }) => ({
            source: data.nodes[source].id,
            target: data.nodes[target].id,
            value: Math.max(value, least),
            from: source,
            to: target,
            ties: value,
          })),
          lineStyle: { color: "source", opacity: 0.35, curveness: 0.5 },
          label: {
            color: colors.text,
            fontSize: 13,
            lineHeight: 15,
            width: Math.max(Math.min(room, right) - 34, 50),
            overflow: "break",
            formatter: (/** @type {import("../types").ChartItem} */ { data: node }) =>
              shortened(node.label, wide < 600 ? 16 : 40),
          },
          emphasis: { focus: "adjacency" },
        },
      ],
    };
  },
};

/** @type {Record<string, import("../types").ChartKind<any>>} */
export const KINDS = { heatmap, matrix: heatmap, sankey, lines, curve, geo };
