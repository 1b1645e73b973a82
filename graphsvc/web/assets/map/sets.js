// Named sets of ids, kept in this browser alone.

const KEY = "graphsvc-sets";

/** @typedef {{ name: string, ids: readonly string[] }} NamedSet */
/** @typedef {Pick<Storage, "getItem" | "setItem">} Shelf */

export class Sets {
  /** @param {Shelf} shelf */
  constructor(shelf) {
    this.shelf = shelf;
  }

  /** By name; what is damaged or cannot be read counts as none. @returns {NamedSet[]} */
  all() {
    try {
      const kept = JSON.parse(this.shelf.getItem(KEY) ?? "[]");
      return kept.filter(
        (/** @type {any} */ { name, ids }) =>
          typeof name === "string" && Array.isArray(ids) && ids.every((id) => typeof id === "string"),
      );
    } catch {
      return [];
    }
  }

  /** Keeps a set in place of one of that name; whether there was room. @param {string} name @param {readonly string[]} ids */
  put(name, ids) {
    const others = this.all().filter((set) => set.name !== name);
    return this.#write([...others, { name, ids }].sort((one, two) => one.name.localeCompare(two.name)));
  }

  /** @param {string} name */
  remove(name) {
    this.#write(this.all().filter((set) => set.name !== name));
  }

  /** @param {NamedSet[]} sets */
  #write(sets) {
    try {
      this.shelf.setItem(KEY, JSON.stringify(sets));
      return true;
    } catch {
      return false;
    }
  }
}
