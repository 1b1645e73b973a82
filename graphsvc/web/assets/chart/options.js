// What charts share: tooltips and axes. Tooltips are drawn text, never HTML; names are data, never markup.
import { ink } from "../shared/palette.js";

/** @param {string[]} lines */
export function tip(lines) {
  return lines
    .filter((line) => line !== "")
    .join("\n")
    .replace(/[{}]/g, "");
}

/** @param {(item: any) => string} formatter */
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

/** @param {Record<string, any>} [extra] */
export function axis({ axisLabel, ...extra } = {}) {
  const colors = ink();
  return {
    axisLine: { lineStyle: { color: colors.line } },
    axisTick: { show: false },
    axisLabel: { color: colors.text, ...axisLabel },
    splitLine: { lineStyle: { color: colors.faint } },
    ...extra,
  };
}
