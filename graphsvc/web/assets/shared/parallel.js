const MOST_NODES = 2 ** 26;

/**
 * How far each edge bends: 0 for the first between two nodes, then 1, -1, 2, -2 … to both sides in turn. The sign
 * is that of an edge from its source to its target.
 * @param {ArrayLike<number>} source
 * @param {ArrayLike<number>} target
 */
export function bends(source, target) {
  const result = new Int32Array(source.length);
  /** @type {Map<number, number>} */
  const seen = new Map();
  for (let e = 0; e < source.length; e++) {
    const low = Math.min(source[e], target[e]);
    const key = low * MOST_NODES + Math.max(source[e], target[e]);
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    const side = (before % 2 ? 1 : -1) * (source[e] === low ? 1 : -1);
    if (before) result[e] = side * Math.ceil(before / 2);
  }
  return result;
}
