/** The range of the middle 92 percent of some values. @param {number[]} values @returns {[number, number]} */
export function centralRange(values) {
  const sorted = [...values].sort((one, two) => one - two);
  return [sorted[Math.floor(sorted.length * 0.04)], sorted[Math.ceil(sorted.length * 0.96) - 1]];
}
