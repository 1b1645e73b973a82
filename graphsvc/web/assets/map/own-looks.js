// Colors and sizes by columns of one's own: the scene with other groups, values and sizes.

/** @typedef {import("../types").Scene} Scene */
/** @typedef {import("../types").OwnValues} OwnValues */
/** @typedef {import("../types").Tell} Tell */

const NAMED = 10;
const SHARES = [0.25, 0.5, 0.7, 0.85, 0.95, 0.99, 1]; // the classes of graphsvc/drawing/measures.py
const COLORS = SHARES.length;

/**
 * @param {Scene} scene
 * @param {OwnValues | null} own
 * @param {Pick<import("../types").AddressState, "ownColor" | "ownSize">} looks
 * @param {Tell} tell
 * @returns {Scene}
 */
export function dressed(scene, own, { ownColor, ownSize }, tell) {
  const numbers = own?.numbers.get(ownColor);
  const words = own?.words.get(ownColor);
  const sizes = own?.numbers.get(ownSize);
  const colored = numbers
    ? classed(scene, ownColor, numbers, tell)
    : words
      ? grouped(scene, ownColor, words, tell)
      : scene;
  if (!sizes) return colored;
  const size = sizes.map((value) => (Number.isFinite(value) ? Math.max(value, 0) : 0));
  return {
    ...colored,
    nodes: { ...colored.nodes, size },
    legend: { ...colored.legend, size: tell("map.own_title", { column: ownSize }) },
  };
}

/** @param {Scene} scene @param {string} column @param {readonly number[]} values @param {Tell} tell @returns {Scene} */
function classed(scene, column, values, tell) {
  const sorted = values.filter(Number.isFinite).sort((one, two) => one - two);
  const limits = [
    ...new Set(SHARES.map((share) => sorted[Math.max(Math.ceil(share * sorted.length) - 1, 0)])),
  ];
  const group = values.map((value) =>
    Number.isFinite(value) ? limits.findIndex((limit) => value <= limit) : -1,
  );
  const groups = limits.map((high, place) => {
    const low = sorted.find((value) => place === 0 || value > limits[place - 1]) ?? high;
    const label = [...new Set([low, high].map((value) => tell.figure(value)))].join(" – ");
    const color = Math.round((place * (COLORS - 1)) / Math.max(limits.length - 1, 1));
    return { id: `own:${place}`, label, color };
  });
  const value = values.map((one) => (Number.isFinite(one) ? one : null));
  return {
    ...scene,
    groups,
    nodes: { ...scene.nodes, group, value },
    legend: {
      title: tell("map.own_title", { column }),
      size: scene.legend.size,
      scale: "steps",
      unit: "",
      meaning: tell("map.own_meaning"),
      share: false,
      ends: [sorted[0], sorted[sorted.length - 1]],
    },
  };
}

/** @param {Scene} scene @param {string} column @param {readonly string[]} words @param {Tell} tell @returns {Scene} */
function grouped(scene, column, words, tell) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const word of words) if (word) counts.set(word, (counts.get(word) ?? 0) + 1);
  const ranked = [...counts.keys()].sort(
    (one, two) => (counts.get(two) ?? 0) - (counts.get(one) ?? 0) || one.localeCompare(two),
  );
  const groups = ranked.slice(0, NAMED).map((label, color) => ({ id: `own:${label}`, label, color }));
  const others = ranked.length - groups.length;
  if (others) groups.push({ id: "other", label: tell("map.own_others", { nodes: others }), color: -1 });
  const rank = new Map(ranked.map((word, place) => [word, Math.min(place, NAMED)]));
  const group = words.map((word) => rank.get(word) ?? -1);
  const { value: _, ...nodes } = scene.nodes;
  return {
    ...scene,
    groups,
    nodes: { ...nodes, group },
    legend: { title: tell("map.own_title", { column }), size: scene.legend.size, scale: "groups" },
  };
}

/** How many of some values lie in each of `bins` equal parts between two ends. @param {readonly number[]} values @param {number} low @param {number} high @param {number} bins */
export function histogram(values, low, high, bins) {
  const counts = new Array(bins).fill(0);
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    const part = high > low ? (value - low) / (high - low) : 0;
    counts[Math.min(Math.floor(part * bins), bins - 1)]++;
  }
  return counts;
}
