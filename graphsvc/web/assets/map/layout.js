// Nodes laid out anew on a map: ties pull, all nodes push each other away, what is pinned stays.

/** The most nodes that are laid out: each step compares all pairs. */
export const MOST_LAID = 500;
const STEPS = 200;
const GRAVITY = 0.05; // towards the middle, so that parts without a tie stay near
const AWAY = 2.399963; // golden angle: nodes at one place part in directions that differ

/** @typedef {import("../types").Spot} Spot */

/**
 * Places after Fruchterman and Reingold (Software: Practice and Experience 21, 1991), without any randomness: the same
 * nodes, ties and starting places give the same result.
 * @param {readonly Spot[]} start
 * @param {readonly boolean[]} pinned which of them stay where they are
 * @param {readonly (readonly [one: number, other: number])[]} ties by the positions of both ends in `start`
 * @param {{ west: number, east: number, south: number, north: number }} frame that they are to fill
 * @returns {Spot[]}
 */
export function laidOut(start, pinned, ties, { west, east, south, north }) {
  const [wide, high] = [east - west || 1, north - south || 1];
  const ideal = Math.sqrt((wide * high) / Math.max(start.length, 1)) * 0.75;
  const apart = ideal * 1e-3;
  const spots = start.map(([x, y], place) => [
    x + apart * Math.cos(AWAY * place),
    y + apart * Math.sin(AWAY * place),
  ]);
  for (const [place, [x, y]] of start.entries()) if (pinned[place]) spots[place] = [x, y];
  for (let step = 0; step < STEPS; step++) {
    const most = 0.1 * Math.max(wide, high) * (1 - step / STEPS);
    const moves = pushed(spots, ideal);
    for (const [one, other] of ties) pull(spots, moves, one, other, ideal);
    for (const [place, spot] of spots.entries()) {
      if (pinned[place]) continue;
      const x = moves[place][0] + GRAVITY * ((west + east) / 2 - spot[0]);
      const y = moves[place][1] + GRAVITY * ((south + north) / 2 - spot[1]);
      const length = Math.hypot(x, y) || 1;
      const share = Math.min(length, most) / length;
      spot[0] = Math.min(Math.max(spot[0] + x * share, west), east);
      spot[1] = Math.min(Math.max(spot[1] + y * share, south), north);
    }
  }
  return spots.map(([x, y]) => [x, y]);
}

/** What all nodes push each other away. @param {number[][]} spots @param {number} ideal */
function pushed(spots, ideal) {
  const moves = spots.map(() => [0, 0]);
  for (let one = 0; one < spots.length; one++) {
    for (let other = 0; other < one; other++) {
      const [dx, dy] = [spots[one][0] - spots[other][0], spots[one][1] - spots[other][1]];
      const force = (ideal * ideal) / Math.max(dx * dx + dy * dy, 1e-12);
      moves[one][0] += dx * force;
      moves[one][1] += dy * force;
      moves[other][0] -= dx * force;
      moves[other][1] -= dy * force;
    }
  }
  return moves;
}

/** @param {number[][]} spots @param {number[][]} moves @param {number} one @param {number} other @param {number} ideal */
function pull(spots, moves, one, other, ideal) {
  const [dx, dy] = [spots[one][0] - spots[other][0], spots[one][1] - spots[other][1]];
  const force = Math.hypot(dx, dy) / ideal;
  moves[one][0] -= dx * force;
  moves[one][1] -= dy * force;
  moves[other][0] += dx * force;
  moves[other][1] += dy * force;
}
