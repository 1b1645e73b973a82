// What each kind of chart looks like. Tooltips are drawn text, never HTML; names are data, never markup.
import { ink, onStep, palette, steps } from "../shared/palette.js";
import { geo } from "./geo.js";

export function tip(lines) {
  return lines
    .filter((line) => line !== "")
    .join("\n")
    .replace(/[{}]/g, "");
}

export function tooltip(formatter) {
  const colors = ink();
  return {
    renderMode: "richText",
    confine: true,
    backgroundColor: colors.raised,
    borderColor: colors.line,
    textStyle: { color: colors.text, fontSize: 13 },
    formatter,
  };
}

const shorter = (text, longest) =>
  text.length > longest ? `${text.slice(0, longest - 1).trimEnd()}…` : text;

function axis(extra = {}) {
  const colors = ink();
  return {
    axisLine: { lineStyle: { color: colors.line } },
    axisTick: { show: false },
    axisLabel: { color: colors.text, ...extra.axisLabel },
    splitLine: { lineStyle: { color: colors.faint } },
    ...Object.fromEntries(Object.entries(extra).filter(([name]) => name !== "axisLabel")),
  };
}

const grid = (data, wide) => ({
  count: ({ cells }) => cells.length,
  height: ({ y }) => 150 + 26 * y.length,
  option: () => {
    const colors = ink();
    const longest = wide < 600 ? 14 : 30;
    return {
      grid: { left: 8, right: 16, top: 8, bottom: 8, containLabel: true },
      tooltip: tooltip(({ value: [x, y, value] }) => tip([data.y[y].label, data.x[x].label, String(value)])),
      visualMap: { show: false, min: 0, max: data.max || 1, inRange: { color: steps() } },
      xAxis: axis({
        type: "category",
        data: data.x.map(({ label }) => label),
        position: "bottom",
        axisLabel: {
          rotate: wide / data.x.length < 180 ? 55 : 0,
          interval: 0,
          formatter: (text) => shorter(text, longest),
        },
        splitLine: { show: false },
      }),
      yAxis: axis({
        type: "category",
        data: data.y.map(({ label }) => label),
        inverse: true,
        axisLabel: { interval: 0, formatter: (text) => shorter(text, longest) },
        splitLine: { show: false },
      }),
      series: [
        {
          type: "heatmap",
          data: data.cells
            .filter(([, , value]) => value !== null)
            .map((cell) => ({ value: cell, label: { color: onStep(cell[2] / (data.max || 1)) } })),
          itemStyle: { borderColor: colors.back, borderWidth: 2, borderRadius: 3 },
          label: {
            show: data.cells.length <= 250,
            formatter: ({ value }) => String(Math.round(value[2] * 100) / 100),
          },
          emphasis: { itemStyle: { borderColor: colors.text } },
        },
      ],
    };
  },
});

const heatmap = {
  count: ({ cells }) => cells.filter(([, , value]) => value !== null).length,
  height: (data) => grid(data, 800).height(data),
  id: (data, { value: cell }) => data.y[cell[1]].id,
  option: (data, _, wide) => grid(data, wide).option(),
};

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
          right: wide < 600 ? 90 : 190,
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
            formatter: ({ data: node }) => shorter(node.label, wide < 600 ? 16 : 30),
          },
          emphasis: { focus: "adjacency" },
        },
      ],
    };
  },
};

const lines = {
  count: ({ series }) =>
    series.reduce((sum, { points }) => sum + points.filter((value) => value !== null).length, 0),
  id: (data, { seriesId }) => seriesId,
  option: (data, tell, wide) => {
    const colors = ink();
    const dashes = ["solid", "dashed", "dotted"];
    return {
      grid: { left: 8, right: wide < 600 ? 24 : 150, top: 24, bottom: 8, containLabel: true },
      tooltip: {
        ...tooltip((points) =>
          tip(
            points
              .filter(({ seriesType }) => seriesType === "line")
              .flatMap(({ seriesIndex, dataIndex, axisValue }, place) => {
                const { label, points: values, low, high, n } = data.series[Math.floor(seriesIndex / 2)];
                return [
                  place ? "" : String(axisValue),
                  `${label}: ${tell.number(values[dataIndex] ?? 0)}`,
                  `${tell("chart.interval")}: ${tell.number(low[dataIndex] ?? 0)} – ${tell.number(high[dataIndex] ?? 0)} · n = ${tell.number(n[dataIndex])}`,
                ];
              }),
          ),
        ),
        trigger: "axis",
      },
      xAxis: axis({ type: "category", data: data.x.map(String) }),
      yAxis: axis({ type: "value", scale: true, axisLabel: { formatter: (value) => tell.number(value) } }),
      series: data.series.flatMap((one, place) => {
        const color = palette()[place % palette().length];
        return [
          {
            id: one.id,
            name: one.label,
            type: "line",
            data: one.points,
            color,
            symbol: ["circle", "rect", "triangle", "diamond"][place % 4],
            symbolSize: 8,
            lineStyle: { width: 2, type: dashes[place % 3] },
            endLabel: { show: wide >= 600, formatter: shorter(one.label, 22), color: colors.text },
          },
          {
            type: "custom",
            data: one.points.map((_, year) => [year, one.low[year], one.high[year]]),
            color,
            silent: true,
            z: 1,
            renderItem: whisker(color),
            encode: { x: 0, y: [1, 2] },
          },
        ];
      }),
    };
  },
};

// The interval as a bar with two ends.
function whisker(color) {
  return (_, api) => {
    if (Number.isNaN(api.value(1))) return null;
    const [x, low] = api.coord([api.value(0), api.value(1)]);
    const [, high] = api.coord([api.value(0), api.value(2)]);
    const line = (x1, y1, x2, y2) => ({
      type: "line",
      shape: { x1, y1, x2, y2 },
      style: { stroke: color, lineWidth: 1.5, opacity: 0.7 },
    });
    return {
      type: "group",
      children: [line(x, low, x, high), line(x - 5, low, x + 5, low), line(x - 5, high, x + 5, high)],
    };
  };
}

// Shares over whole numbers; the curves differ in color, dash and mark, and each has its name at its end or in the key.
const curve = {
  count: ({ series }) =>
    series.reduce((sum, { points }) => sum + points.filter((value) => value !== null).length, 0),
  height: () => 320,
  id: (data, { seriesId }) => seriesId,
  option: (data, tell) => {
    const colors = ink();
    const percent = (value) => tell.figure(value, true);
    return {
      grid: { left: 8, right: 24, top: 24 + 22 * data.series.length, bottom: 28, containLabel: true },
      legend: {
        orient: "vertical",
        left: 0,
        top: 0,
        itemWidth: 36,
        textStyle: { color: colors.text },
        selectedMode: false,
      },
      tooltip: {
        ...tooltip((points) =>
          tip(
            points.flatMap(({ seriesIndex, dataIndex, axisValue }, place) => {
              const { label, points: values } = data.series[seriesIndex];
              return [
                place ? "" : `${data.across}: ${axisValue}`,
                values[dataIndex] === null ? "" : `${label}: ${percent(values[dataIndex])}`,
              ];
            }),
          ),
        ),
        trigger: "axis",
      },
      xAxis: axis({
        type: "category",
        data: data.x.map(String),
        name: data.across,
        nameLocation: "middle",
        nameGap: 28,
        nameTextStyle: { color: colors.text },
        boundaryGap: false,
        splitLine: { show: false },
      }),
      yAxis: axis({ type: "value", min: 0, max: 1, axisLabel: { formatter: percent } }),
      series: data.series.map((one, place) => ({
        id: one.id,
        name: one.label,
        type: "line",
        data: one.points,
        color: palette()[place % palette().length],
        symbol: ["circle", "rect", "triangle", "diamond"][place % 4],
        symbolSize: 8,
        lineStyle: { width: 2, type: ["solid", "dashed", "dotted"][place % 3] },
      })),
    };
  },
};

const bars = {
  count: ({ items }) => items.length,
  height: ({ items }) => 60 + 34 * items.length,
  id: (data, { dataIndex }) => data.items[dataIndex]?.id,
  option: (data, tell, wide) =>
    across(
      data.items.map(({ label, value }) => ({ label, value, start: 0 })),
      tell,
      wide,
    ),
};

const waterfall = {
  count: ({ items }) => items.length,
  height: ({ items }) => 94 + 34 * items.length,
  id: (data, { dataIndex }) => data.items[dataIndex]?.id,
  option: (data, tell, wide) => {
    let sum = 0;
    const rows = data.items.map(({ label, value }) => {
      const start = sum;
      sum += value;
      return { label, value, start };
    });
    return across(
      [...rows, { label: tell("chart.total"), value: data.total, start: 0, whole: true }],
      tell,
      wide,
    );
  },
};

// Bars from left to right; each begins where the one before ended. Signs are written, not only colored.
function across(rows, tell, wide) {
  const colors = ink();
  const [plus, minus] = [palette()[0], palette()[1]];
  const sign = (value) => (value > 0 ? "+" : "") + tell.number(value);
  return {
    grid: { left: 8, right: 64, top: 8, bottom: 8, containLabel: true },
    tooltip: tooltip(({ dataIndex }) => tip([rows[dataIndex].label, tell.number(rows[dataIndex].value)])),
    xAxis: axis({ type: "value", axisLabel: { formatter: (value) => tell.number(value) } }),
    yAxis: axis({
      type: "category",
      data: rows.map(({ label }) => label),
      inverse: true,
      axisLabel: { interval: 0, width: wide < 600 ? 110 : 240, overflow: "break" },
      splitLine: { show: false },
    }),
    series: [
      {
        type: "custom",
        data: rows.map(({ start, value }, place) => [place, start, start + value]),
        encode: { x: [1, 2], y: 0 },
        renderItem: ({ dataIndex }, api) => {
          const { value, whole } = rows[dataIndex];
          const [from, y] = api.coord([api.value(1), dataIndex]);
          const [to] = api.coord([api.value(2), dataIndex]);
          const height = Math.min(22, api.size([0, 1])[1] * 0.7);
          const shape = {
            x: Math.min(from, to),
            y: y - height / 2,
            width: Math.max(Math.abs(to - from), 1.5),
            height,
            r: 2,
          };
          const text = whole ? tell.number(value) : sign(value);
          return {
            type: "group",
            children: [
              { type: "rect", shape, style: { fill: whole ? colors.muted : value < 0 ? minus : plus } },
              {
                type: "text",
                style: {
                  x: shape.x + shape.width + 6,
                  y,
                  text,
                  fill: colors.text,
                  verticalAlign: "middle",
                  fontSize: 12,
                },
              },
            ],
          };
        },
      },
    ],
  };
}

export const KINDS = { heatmap, matrix: heatmap, sankey, lines, curve, bars, waterfall, geo };
