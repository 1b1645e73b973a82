// The scenes of a map: fetched for another filter, again once values are computed, and grown by neighbors of nodes.
import { fetched } from "../shared/fetched.js";
import * as address from "./address.js";
import { around, grown, withAdded } from "./expand.js";
import { completed } from "./values.js";

/** @typedef {import("../types").Scene} Scene */

/**
 * What of the page follows.
 * @typedef {object} Page
 * @property {() => void} redraw
 * @property {(key: string, values?: Record<string, string | number>) => void} say
 */

export class SceneLoader {
  // Of the scene that is being fetched: a newer one aborts it.
  #request = new AbortController();

  /** @param {import("./store.js").Store} store @param {HTMLElement} element @param {Page} page */
  constructor(store, element, page) {
    this.store = store;
    this.element = element;
    this.page = page;
  }

  /** How another filter has its scene fetched and drawn. @returns {import("./filter.js").Page} */
  drawing() {
    return {
      fetch: (from) => this.fetch(from),
      draw: (scene, signal) => {
        this.replace(scene, scene, []);
        this.awaitValues(signal);
      },
      failed: () => {
        this.page.say("map.error");
        this.awaitValues();
      },
    };
  }

  /** @param {string} from */
  async fetch(from) {
    this.#request.abort();
    this.#request = new AbortController();
    const { signal } = this.#request;
    this.page.say("map.loading");
    const onWait = (/** @type {import("../shared/fetched.js").Progress} */ { done, total }) =>
      total ? this.page.say("map.computing", { done, total }) : this.page.say("map.loading");
    /** @type {Scene} */
    const scene = await fetched(from, { signal, onWait });
    return { scene, signal };
  }

  /** Once values that are being computed are there, the map is drawn anew. @param {AbortSignal} [signal] */
  async awaitValues(signal = this.#request.signal) {
    const { scene } = this.element.dataset;
    if (!scene || !this.store.get().base.waiting) return;
    try {
      const fresh = await completed(() => fetched(scene, { signal }), signal);
      const { added } = this.store.get();
      const full = fresh && (await withAdded(this.element, fresh, added));
      signal.throwIfAborted();
      if (full) this.replace(fresh, full, added);
      else this.page.say("map.values_late");
    } catch {
      // A newer scene has been asked for.
    }
  }

  /**
   * Another scene with the same choices.
   * @param {Scene} base as the server sent it
   * @param {Scene} scene the same with what was added
   * @param {readonly string[]} added
   */
  replace(base, scene, added) {
    this.store.set({ base, plain: scene, added, pathFrom: -1 });
    this.page.redraw();
  }

  // The address was changed by hand or by a link within the page.
  async again() {
    const before = this.store.get();
    const asked = address.read(location.hash);
    this.store.set(asked);
    if (asked.added.join(" ") === before.added.join(" ")) {
      this.page.redraw();
      return;
    }
    const scene = await withAdded(this.element, before.base, asked.added);
    const { base, added } = this.store.get();
    if (base === before.base && added === asked.added) this.replace(base, scene, added);
  }

  /** @param {number} node */
  async expand(node) {
    const id = this.store.get().scene.nodes.id[node];
    if (this.store.get().added.includes(id)) return;
    const more = await around(this.element, id);
    const { plain, added } = this.store.get();
    if (added.includes(id)) return;
    const larger = grown(plain, more, id);
    this.store.set({ plain: larger, added: [...added, id] });
    this.page.redraw();
    this.page.say("map.expanded", { nodes: larger.nodes.id.length - plain.nodes.id.length });
  }
}
