// How many drawn nodes lie in each region of a level, and the limits of the classes that color them.
const SHARES = [0.5, 0.8, 0.95, 1];
const USUAL = 2;

/**
 * The level asked for, -1 for none; else level 2, or the one next below it that there is.
 * @param {number[]} levels rising
 * @param {number | null} asked
 */
export function chosenLevel(levels, asked) {
  if (asked !== null && (asked === -1 || levels.includes(asked))) return asked;
  return levels.findLast((level) => level <= USUAL) ?? levels[0];
}

/**
 * @template {import("../types").RegionProperties} Area
 * @param {{ size: number, nodeOn: ArrayLike<number> }} model
 * @param {readonly string[]} codes the smallest region of each node, "" when unknown
 * @param {readonly Area[]} areas
 * @param {number} level
 * @returns {{ shown: (Area & { n: number })[], elsewhere: number, limits: number[] }} the regions of the level,
 *   the number of drawn nodes in none of them, and the largest count of each class
 */
export function countRegions(model, codes, areas, level) {
  const length = level + 2;
  /** @type {Map<string, number>} */
  const counts = new Map();
  let elsewhere = 0;
  for (let n = 0; n < model.size; n++) {
    if (!model.nodeOn[n]) continue;
    const code = codes[n] ?? "";
    if (code.length < length) elsewhere++;
    else counts.set(code.slice(0, length), (counts.get(code.slice(0, length)) ?? 0) + 1);
  }
  const shown = areas
    .filter((area) => area.level === level)
    .map((area) => ({ ...area, n: counts.get(area.code) ?? 0 }));
  const known = new Set(shown.map(({ code }) => code));
  for (const [code, n] of counts) if (!known.has(code)) elsewhere += n;
  const some = shown
    .map(({ n }) => n)
    .filter(Boolean)
    .sort((one, two) => one - two);
  const limits = SHARES.map((share) => some[Math.ceil(share * some.length) - 1]).filter(Boolean);
  return { shown, elsewhere, limits: [...new Set(limits)] };
}
