// Choosing several nodes, drawing them alone or not at all, and every step back.
import { Undo } from "./undo.js";

/** @typedef {import("../types").Choice} Choice */

/**
 * What of the page follows.
 * @typedef {object} Page
 * @property {(change: Partial<Choice>) => void} filter
 * @property {() => void} unselect
 * @property {() => void} taken after a step back
 * @property {(key: string, values?: Record<string, string | number>) => void} say
 */

export class Choosing {
  /** @param {import("./store.js").Reader} store @param {Page} page */
  constructor(store, page) {
    this.store = store;
    this.page = page;
    this.history = new Undo(() => store.get());
  }

  /** A change that can be undone. @param {Partial<Choice>} change */
  change(change) {
    this.history.remember(change);
    this.page.filter(change);
  }

  undo() {
    const before = this.history.back();
    if (before) {
      this.page.filter(before);
      this.page.taken();
    }
    this.page.say(before ? "map.undone" : "map.undone_all");
  }

  /** @param {number} node */
  toggle(node) {
    const { chosen, scene } = this.store.get();
    const id = scene.nodes.id[node];
    const without = chosen.filter((other) => other !== id);
    this.#put(without.length < chosen.length ? without : [...chosen, id]);
  }

  /** @param {number[]} nodes @param {boolean} [more] */
  choose(nodes, more = false) {
    const { chosen, scene } = this.store.get();
    const ids = nodes.map((node) => scene.nodes.id[node]);
    this.page.unselect();
    this.#put([...new Set([...(more ? chosen : []), ...ids])]);
  }

  /** @param {"keep" | "hide" | null} how */
  narrow(how) {
    const { chosen, hidden } = this.store.get();
    if (how === null) this.change({ kept: [], hidden: [] });
    else if (!chosen.length) this.page.say("map.chosen_none");
    else if (how === "keep") this.change({ kept: chosen });
    else this.change({ hidden: [...new Set([...hidden, ...chosen])], chosen: [] });
  }

  /** @param {string[]} chosen */
  #put(chosen) {
    this.change({ chosen });
    this.page.say("map.chosen", { nodes: chosen.length });
  }
}
