// Values that the server is still computing are asked for again, ever more seldom, and not for ever.
import { pause } from "../shared/fetched.js";

const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 60_000;
const GROWTH = 1.5;
const MOST_TURNS = 20; // about a quarter of an hour

/**
 * Asks until a scene has all of its values; null when it never does. A failed request counts as an answer without.
 * @param {() => Promise<import("../types").Scene>} ask
 * @param {AbortSignal} signal
 * @param {(milliseconds: number, signal: AbortSignal) => Promise<unknown>} [wait]
 */
export async function completed(ask, signal, wait = pause) {
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    await wait(Math.min(FIRST_PAUSE * GROWTH ** turn, LONGEST_PAUSE), signal);
    const scene = await ask().catch(() => null);
    signal.throwIfAborted();
    if (scene && !scene.waiting) return scene;
  }
  return null;
}
