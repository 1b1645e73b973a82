// Steps back: what was drawn and chosen before each change.

/** @typedef {import("../types").Choice} Choice */

const TOGETHER = 800; // milliseconds in which changes of the same kind, as those of a slider, are one
const MOST = 100;

export class Undo {
  /** @type {Choice[]} */
  past = [];
  #last = "";
  #when = -TOGETHER;

  /** @param {() => Choice} now @param {() => number} [clock] */
  constructor(now, clock = () => performance.now()) {
    this.now = now;
    this.clock = clock;
  }

  /** Keeps what is there before a change. @param {Partial<Choice>} change */
  remember(change) {
    const kind = Object.keys(change).sort().join();
    const sliding = ["period", "strength", "range"].includes(kind);
    if (!(sliding && kind === this.#last && this.clock() - this.#when < TOGETHER)) {
      const { off, period, strength, chosen, kept, hidden, range, put } = this.now();
      this.past.push({ off, period, strength, chosen, kept, hidden, range, put });
      if (this.past.length > MOST) this.past.shift();
    }
    this.#last = kind;
    this.#when = this.clock();
  }

  back() {
    this.#last = "";
    return this.past.pop() ?? null;
  }
}
