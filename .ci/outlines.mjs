// Country outlines as GeoJSON from Natural Earth (world-atlas): fine in and around Europe, coarse elsewhere.
import { readFileSync } from "node:fs";
import { feature } from "topojson-client";

const FINE = { west: -26, east: 46, south: 27, north: 82 };
const POLE = "010"; // Antarctica runs around the pole, which no flat map can draw

export function outlines() {
  const fine = countries("50m").filter((country) => inside(country, FINE));
  const known = new Set(fine.map(({ id }) => id));
  const features = [...fine, ...countries("110m").filter(({ id }) => !known.has(id))];
  return JSON.stringify({ type: "FeatureCollection", features });
}

function countries(scale) {
  const world = JSON.parse(readFileSync(`node_modules/world-atlas/countries-${scale}.json`, "utf8"));
  return feature(world, world.objects.countries)
    .features.filter(({ id }) => id !== POLE)
    .map(({ id, properties, geometry }) => {
      const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
      const coordinates = polygons.map((rings) => rings.map((ring) => rounded(unwrapped(ring))));
      return {
        type: "Feature",
        id,
        properties: { name: properties.name },
        geometry: { type: "MultiPolygon", coordinates },
      };
    });
}

// By the largest part: France and the Netherlands have others overseas.
function inside({ geometry }, { west, east, south, north }) {
  const [largest] = geometry.coordinates
    .map(([outer]) => outer)
    .sort((one, other) => other.length - one.length);
  return largest.every(([lng, lat]) => lng >= west && lng <= east && lat >= south && lat <= north);
}

// A ring that crosses the 180th meridian goes on past it instead of jumping to the other side of the map.
function unwrapped(ring) {
  const lngs = ring.map(([lng]) => lng);
  if (Math.max(...lngs) - Math.min(...lngs) <= 180) return ring;
  return ring.map(([lng, lat]) => [lng < 0 ? lng + 360 : lng, lat]);
}

function rounded(ring) {
  return ring
    .map(([lng, lat]) => [Math.round(lng * 100) / 100, Math.round(lat * 100) / 100])
    .filter(([lng, lat], at, all) => at === 0 || lng !== all[at - 1][0] || lat !== all[at - 1][1]);
}
