// Bars from left to right, and waterfalls.
import { ink, palette } from "../shared/palette.js";
import { axis, tip, tooltip } from "./options.js";

/** @type {import("../types").ChartKind<import("../types").BarsData>} */
export const bars = {
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

/** @type {import("../types").ChartKind<import("../types").WaterfallData>} */
export const waterfall = {
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

/**
 * Bars from left to right; each begins where the one before ended. Signs are written, not only colored.
 * @param {{ label: string, value: number, start: number, whole?: boolean }[]} rows
 * @param {import("../types").Tell} tell
 * @param {number} wide
 */
function across(rows, tell, wide) {
  const colors = ink();
  const [plus, minus] = [palette()[0], palette()[1]];
  const sign = (/** @type {number} */ value) => (value > 0 ? "+" : "") + tell.number(value);
  return {
    grid: { left: 8, right: 64, top: 8, bottom: 8, containLabel: true },
    tooltip: tooltip(({ dataIndex }) => tip([rows[dataIndex].label, tell.number(rows[dataIndex].value)])),
    xAxis: axis({ type: "value", axisLabel: { formatter: tell.number } }),
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
        renderItem: (
          /** @type {import("../types").ChartItem} */ { dataIndex },
          /** @type {import("../types").ChartApi} */ api,
        ) => {
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
