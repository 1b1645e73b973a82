// Finds a node by name as one types; Enter flies to it.
import { make } from "../shared/dom.js";
import { folded } from "../shared/text.js";

const SHOWN = 10;

export class SearchBox {
  /** @type {number[]} */
  found = [];
  at = -1;
  /** The folded names of a scene. @type {{ scene: import("../types").Scene, all: string[] } | null} */
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
    if (this.names?.scene !== scene) this.names = { scene, all: scene.nodes.label.map(folded) };
    this.found = [];
    if (wanted) {
      /** @type {number[]} */
      const starts = [];
      /** @type {number[]} */
      const holds = [];
      this.names.all.forEach((name, node) => {
        const place = model.nodeOn[node] ? name.indexOf(wanted) : -1;
        if (place >= 0) (place === 0 ? starts : holds).push(node);
      });
      const byPartners = (/** @type {number} */ one, /** @type {number} */ two) =>
        model.partners[two] - model.partners[one] || one - two;
      this.found = [...starts.sort(byPartners), ...holds.sort(byPartners)].slice(0, SHOWN);
    }
    this.#list(this.found.length ? 0 : -1);
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
    if (step && this.found.length) {
      event.preventDefault();
      this.#list((this.at + step + this.found.length) % this.found.length);
    } else if (event.key === "Enter" && this.at >= 0) {
      event.preventDefault();
      this.#choose(this.at);
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
