// The geographic chart: outlines, a point a place, a line a pair of places.
import { ink, palette } from "../shared/palette.js";
import { centralRange } from "../shared/range.js";
import { tip, tooltip } from "./options.js";

/** @type {import("../types").ChartKind<import("../types").GeoData>} */
export const geo = {
  count: ({ points }) => points.length,
  height: () => 560,
  id: (data, { seriesId, dataIndex }) => (seriesId === "places" ? data.points[dataIndex].id : ""),
  option: (data, tell) => {
    const colors = ink();
    const largest = Math.max(...data.points.map(({ size }) => size), 1);
    const strongest = Math.max(...data.links.map(({ weight }) => weight), 1e-9);
    return {
      tooltip: tooltip(({ seriesId, dataIndex }) =>
        seriesId === "places"
          ? tip([
              data.points[dataIndex].label,
              `${tell("chart.count")}: ${tell.number(data.points[dataIndex].size)}`,
            ])
          : tip([
              ends(data, dataIndex),
              `${tell("chart.strength")}: ${tell.number(data.links[dataIndex].weight)}`,
            ]),
      ),
      geo: {
        map: "countries",
        roam: true,
        scaleLimit: { min: 1, max: 40 },
        boundingCoords: frame(data.points),
        silent: true,
        itemStyle: { areaColor: colors.faint, borderColor: colors.line, borderWidth: 0.7 },
      },
      series: [
        {
          id: "links",
          type: "lines",
          coordinateSystem: "geo",
          data: data.links.map(({ source, target, weight }) => ({
            coords: [source, target].map((place) => [data.points[place].lng, data.points[place].lat]),
            lineStyle: { width: 0.5 + 3.5 * Math.sqrt(weight / strongest) },
          })),
          lineStyle: { color: colors.muted, opacity: 0.3, curveness: 0.12 },
        },
        {
          id: "places",
          type: "scatter",
          coordinateSystem: "geo",
          symbol: (/** @type {unknown} */ _, /** @type {import("../types").ChartItem} */ { dataIndex }) =>
            data.points[dataIndex].cluster ? "diamond" : "circle",
          symbolSize: (/** @type {unknown} */ _, /** @type {import("../types").ChartItem} */ { dataIndex }) =>
            3 + 20 * Math.sqrt(data.points[dataIndex].size / largest),
          data: data.points.map(({ lng, lat }) => [lng, lat]),
          itemStyle: { color: palette()[0], opacity: 0.75, borderColor: colors.back, borderWidth: 0.8 },
          emphasis: { itemStyle: { borderColor: colors.text, opacity: 1 } },
        },
      ],
    };
  },
};

/** @param {import("../types").GeoData} data @param {number} link */
function ends(data, link) {
  const { source, target } = data.links[link];
  return `${data.points[source].label} – ${data.points[target].label}`;
}

/** The part of the world in which nearly all points are. @param {import("../types").GeoData["points"]} points */
function frame(points) {
  const [west, east] = centralRange(points.map(({ lng }) => lng));
  const [south, north] = centralRange(points.map(({ lat }) => lat));
  const margin = Math.max(2, 0.08 * Math.max(east - west, north - south));
  return [
    [Math.max(west - margin, -180), Math.min(north + margin, 84)],
    [Math.min(east + margin, 180), Math.max(south - margin, -60)],
  ];
}
