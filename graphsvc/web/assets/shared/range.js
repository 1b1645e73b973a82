/** The range of the middle 92 percent of some values. @param {number[]} values @returns {[number, number]} */
export function centralRange(values) {
  const sorted = [...values].sort((one, two) => one - two);
  return [sorted[Math.floor(sorted.length * 0.04)], sorted[Math.ceil(sorted.length * 0.96) - 1]];
}

/** The least and the largest of some values; NaN and gaps do not count. @param {Iterable<number>} values @returns {[number, number]} */
export function extent(values) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
