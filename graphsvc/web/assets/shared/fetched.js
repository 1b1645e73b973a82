// While the server computes it answers 202 or 503 with Retry-After (seconds) and how far it is; then asks again.
const MOST_TURNS = 200;

/**
 * @typedef {{ done: number, total: number }} Progress
 * @param {string} address
 * @param {{ signal?: AbortSignal, onWait?: (progress: Progress) => void }} [options]
 * @returns {Promise<any>} the JSON of the answer
 */
export async function fetched(address, { signal, onWait = () => {} } = {}) {
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const answer = await fetch(address, { headers: { Accept: "application/json" }, signal });
    const seconds = Number(answer.headers.get("Retry-After"));
    if (![202, 503].includes(answer.status) || !seconds) {
      if (!answer.ok) throw new Error(`${answer.status}`);
      return answer.json();
    }
    const { done = 0, total = 0 } = await answer.json().catch(() => ({}));
    onWait({ done, total });
    await pause(Math.min(seconds, 10) * 1000, signal);
  }
  throw new Error("too long");
}

/** Waits; rejects as soon as `signal` aborts. @param {number} milliseconds @param {AbortSignal} [signal] */
export function pause(milliseconds, signal) {
  return new Promise((resume, stop) => {
    signal?.throwIfAborted();
    const abort = () => {
      clearTimeout(timer);
      stop(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resume(undefined);
    }, milliseconds);
    signal?.addEventListener("abort", abort, { once: true });
  });
}
