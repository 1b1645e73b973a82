// The state of a map: all of its parts read it, the page, its loader and its selection alone change it, and between two changes it is frozen.

/** @typedef {Readonly<import("../types").MapState>} State */
/** @typedef {(now: State, before: State) => void} Listener */
/** @typedef {Pick<Store, "get" | "subscribe">} Reader */

export class Store {
  /** @type {State} */
  #state;
  /** @type {Set<Listener>} */
  #listeners = new Set();

  /** @param {import("../types").MapState} state */
  constructor(state) {
    this.#state = Object.freeze({ ...state });
  }

  get() {
    return this.#state;
  }

  /** @param {Partial<import("../types").MapState>} change */
  set(change) {
    const before = this.#state;
    this.#state = Object.freeze({ ...before, ...change });
    for (const listener of this.#listeners) listener(this.#state, before);
  }

  /** @param {Listener} listener */
  subscribe(listener) {
    this.#listeners.add(listener);
  }
}
