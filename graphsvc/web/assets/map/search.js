// Finds a node by name or town as one types; Enter flies to it.
import { make } from "../shared/dom.js";
import { folded } from "../shared/text.js";

const SHOWN = 10;

export class SearchBox {
  /** @type {number[]} */
  found = [];
  at = -1;
  /** The folded names and towns of a scene. @type {{ scene: import("../types").Scene, all: string[], towns: string[] } | null} */
  names = null;

  /**
   * @param {import("./store.js").Reader} store
   * @param {import("../types").Tell} tell
   * @param {Pick<import("../types").Actions, "go" | "focusView">} actions
   * @param {string} id of the list
   */
  constructor(store, tell, actions, id) {
    this.store = store;
    this.actions = actions;
    this.list = make("ul", {
      id,
      role: "listbox",
      class: "map-found",
      hidden: true,
      "aria-label": tell("map.search"),
    });
    this.input = make("input", {
      type: "search",
      role: "combobox",
      autocomplete: "off",
      "aria-expanded": "false",
      "aria-controls": id,
      "aria-label": tell("map.search"),
      placeholder: tell("map.search"),
    });
    this.input.addEventListener("input", () => this.#find());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.#leave(), 150));
    this.element = make("div", { class: "map-search" }, this.input, this.list);
  }

  #find() {
    const wanted = folded(this.input.value.trim());
    const { scene, model } = this.store.get();
    if (this.names?.scene !== scene) {
      const { label, place } = scene.nodes;
      this.names = { scene, all: label.map(folded), towns: place.map(folded) };
    }
    this.found = [];
    if (wanted) {
      /** @type {number[]} */
      const starts = [];
      /** @type {number[]} */
      const holds = [];
      /** @type {number[]} */
      const there = [];
      const { all, towns } = this.names;
      all.forEach((name, node) => {
        if (!model.nodeOn[node]) return;
        const place = name.indexOf(wanted);
        if (place >= 0) (place === 0 ? starts : holds).push(node);
        else if (towns[node].startsWith(wanted)) there.push(node);
      });
      const byPartners = (/** @type {number} */ one, /** @type {number} */ two) =>
        model.partners[two] - model.partners[one] || one - two;
      this.found = [starts, holds, there].flatMap((some) => some.sort(byPartners)).slice(0, SHOWN);
    }
    this.#list(-1);
  }

  /** @param {number} at */
  #list(at) {
    const { scene } = this.store.get();
    this.at = at;
    const rows = this.found.map((node, place) =>
      make(
        "li",
        {
          role: "option",
          id: `${this.list.id}-${place}`,
          "aria-selected": String(place === at),
          onmousedown: (/** @type {MouseEvent} */ event) => {
            event.preventDefault();
            this.#choose(place);
          },
        },
        make("span", { text: scene.nodes.label[node] }),
        make("small", { text: scene.nodes.place[node] }),
      ),
    );
    this.list.replaceChildren(...rows);
    this.list.hidden = !rows.length;
    this.input.setAttribute("aria-expanded", String(rows.length > 0));
    if (at >= 0) this.input.setAttribute("aria-activedescendant", `${this.list.id}-${at}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = this.found.length;
    if (step && all) {
      event.preventDefault();
      const from = this.at < 0 && step < 0 ? 0 : this.at; // before the first row is the last one
      this.#list((from + step + all) % all);
    } else if (event.key === "Enter" && all) {
      event.preventDefault();
      this.#choose(Math.max(this.at, 0));
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      this.#close();
    }
  }

  /** @param {number} place */
  #choose(place) {
    const node = this.found[place];
    this.input.value = "";
    this.#close();
    this.actions.go(node);
    if (this.store.get().mode !== "table") this.actions.focusView();
  }

  /** Whoever came back meanwhile types already, and keeps the list. */
  #leave() {
    if (document.activeElement !== this.input) this.#close();
  }

  #close() {
    this.found = [];
    this.#list(-1);
  }
}
