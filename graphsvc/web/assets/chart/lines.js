// Lines over years with their intervals, and curves of shares.
import { ink, palette } from "../shared/palette.js";
import { shortened } from "../shared/text.js";
import { axis, tip, tooltip } from "./options.js";

/** The number of values. @param {{ series: import("../types").Curve[] }} data */
const values = ({ series }) =>
  series.reduce((sum, { points }) => sum + points.filter((value) => value !== null).length, 0);

/** Color, mark and dash that tell lines apart. @param {number} place */
const look = (place) => ({
  color: palette()[place % palette().length],
  symbol: ["circle", "rect", "triangle", "diamond"][place % 4],
  symbolSize: 8,
  lineStyle: { width: 2, type: ["solid", "dashed", "dotted"][place % 3] },
});

/** The key above several lines, one name below the other. */
const key = () => ({
  orient: "vertical",
  left: 0,
  top: 0,
  itemWidth: 36,
  textStyle: { color: ink().text },
  selectedMode: false,
});

/** @type {import("../types").ChartKind<import("../types").LinesData>} */
export const lines = {
  count: values,
  id: (_, { seriesId = "" }) => seriesId,
  option: (data, tell, wide) => {
    const colors = ink();
    const alone = data.series.length === 1;
    const figure = (/** @type {number} */ value) => tell.figure(value, data.share);
    return {
      grid: {
        left: 8,
        right: alone && wide >= 600 ? 150 : 24,
        top: alone ? 24 : 24 + 22 * data.series.length,
        bottom: 8,
        containLabel: true,
      },
      ...(alone ? {} : { legend: { ...key(), data: data.series.map(({ label }) => label) } }),
      tooltip: {
        ...tooltip((/** @type {import("../types").ChartItem[]} */ points) =>
          tip(
            points
              .filter(({ seriesType }) => seriesType === "line")
              .flatMap(({ seriesIndex, dataIndex, axisValue }, place) => {
                const {
                  label,
                  points: values,
                  low,
                  high,
                  n,
                } = data.series[Math.floor((seriesIndex ?? 0) / 2)];
                return [
                  place ? "" : String(axisValue),
                  `${label}: ${figure(values[dataIndex] ?? 0)}`,
                  `${tell("chart.interval")}: ${figure(low[dataIndex] ?? 0)} – ${figure(high[dataIndex] ?? 0)} · n = ${tell.number(n[dataIndex])}`,
                ];
              }),
          ),
        ),
        trigger: "axis",
      },
      xAxis: axis({ type: "category", data: data.x.map(String) }),
      yAxis: axis({ type: "value", scale: !data.share, axisLabel: { formatter: figure } }),
      series: data.series.flatMap((one, place) => {
        const { color } = look(place);
        return [
          {
            id: one.id,
            name: one.label,
            type: "line",
            data: one.points,
            ...look(place),
            endLabel: { show: alone && wide >= 600, formatter: shortened(one.label, 22), color: colors.text },
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

/** The interval as a bar with two ends. @param {string} color */
function whisker(color) {
  return (/** @type {unknown} */ _, /** @type {import("../types").ChartApi} */ api) => {
    if (Number.isNaN(api.value(1))) return null;
    const [x, low] = api.coord([api.value(0), api.value(1)]);
    const [, high] = api.coord([api.value(0), api.value(2)]);
    const line = (/** @type {number[]} */ ...[x1, y1, x2, y2]) => ({
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

// Shares over whole numbers; the curves differ in color, dash and mark, and each has its name in the key.
/** @type {import("../types").ChartKind<import("../types").CurveData>} */
export const curve = {
  count: values,
  height: () => 320,
  id: (_, { seriesId = "" }) => seriesId,
  option: (data, tell) => {
    const colors = ink();
    const percent = (/** @type {number} */ value) => tell.figure(value, true);
    return {
      grid: { left: 8, right: 24, top: 24 + 22 * data.series.length, bottom: 28, containLabel: true },
      legend: key(),
      tooltip: {
        ...tooltip((/** @type {import("../types").ChartItem[]} */ points) =>
          tip(
            points.flatMap(({ seriesIndex, dataIndex, axisValue }, place) => {
              const { label, points: values } = data.series[seriesIndex ?? 0];
              const value = values[dataIndex];
              return [
                place ? "" : `${data.across}: ${axisValue}`,
                value === null ? "" : `${label}: ${percent(value)}`,
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
        ...look(place),
      })),
    };
  },
};
