// Named sets of ids, kept in this browser alone.
import { store, stored } from "./kept.js";

const KEY = "graphsvc-sets";

/** @typedef {{ name: string, ids: readonly string[] }} NamedSet */

export class Sets {
  /** @param {import("./kept.js").Shelf} [shelf] */
  constructor(shelf) {
    this.shelf = shelf;
  }

  /** By name; what is damaged or cannot be read counts as none. @returns {NamedSet[]} */
  all() {
    const kept = stored(KEY, this.shelf);
    if (!Array.isArray(kept)) return [];
    return kept.filter(
      (set) =>
        typeof set?.name === "string" &&
        Array.isArray(set.ids) &&
        set.ids.every((/** @type {unknown} */ id) => typeof id === "string"),
    );
  }

  /** Keeps a set in place of one of that name; whether there was room. @param {string} name @param {readonly string[]} ids */
  put(name, ids) {
    const others = this.all().filter((set) => set.name !== name);
    const sets = [...others, { name, ids }].sort((one, two) => one.name.localeCompare(two.name));
    return store(KEY, sets, this.shelf);
  }

  /** @param {string} name */
  remove(name) {
    const others = this.all().filter((set) => set.name !== name);
    store(KEY, others, this.shelf);
  }
}
