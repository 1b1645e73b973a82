// What is selected: facts, neighbors, what can be done.
import { make } from "../shared/dom.js";

const LISTED = 40;

export class Panel {
  /**
   * @param {import("./store.js").Reader} store
   * @param {import("../types").Tell} tell
   * @param {Pick<import("../types").Actions, "select" | "go" | "link" | "expand" | "expandable" | "startPath" | "focusView">} actions
   */
  constructor(store, tell, actions) {
    this.store = store;
    this.tell = tell;
    this.actions = actions;
    this.element = make("section", { class: "map-panel", hidden: true, "aria-live": "polite" });
  }

  clear() {
    this.element.hidden = true;
    this.element.replaceChildren();
  }

  focus() {
    this.element.querySelector("h2")?.focus();
  }

  /** @param {number} node */
  show(node) {
    const { tell } = this;
    const { scene, model } = this.store.get();
    const group = scene.nodes.group[node];
    const facts = [
      scene.kinds[scene.nodes.kind[node]].label,
      scene.nodes.place[node],
      this.#meaning(node, group),
    ].filter(Boolean);
    const neighbors = model.neighbors(node);
    this.#fill(
      scene.nodes.label[node],
      make(
        "ul",
        { class: "map-facts" },
        facts.map((text) => make("li", { text })),
      ),
      this.#actions(node),
      make("h3", { text: tell("map.neighbors", { nodes: neighbors.length }) }),
      this.#list(neighbors.map(([other, weight, edges]) => [other, this.#kinds(edges), weight])),
      neighbors.length > LISTED
        ? make("p", { text: tell("map.more", { nodes: neighbors.length - LISTED }) })
        : null,
    );
  }

  /** What the color of a node says: its group, or its value. @param {number} node @param {number} group */
  #meaning(node, group) {
    const { tell } = this;
    const { scene } = this.store.get();
    const { title, scale, share, unit } = scene.legend;
    if (scale === "steps") {
      const value = scene.nodes.value?.[node] ?? null;
      return `${title}: ${value === null ? tell("map.no_value") : `${tell.figure(value, share)} ${unit}`}`;
    }
    return group >= 0 && scene.groups[group].id !== "other" ? `${title}: ${scene.groups[group].label}` : "";
  }

  /** @param {import("../types").Path} path */
  showPath(path) {
    const { tell } = this;
    const { scene } = this.store.get();
    /** @type {[number, string, number][]} */
    const steps = path.nodes.map((node, place) => [
      node,
      place ? this.#kinds([path.edges[place - 1]]) : "",
      0,
    ]);
    this.#fill(
      `${scene.nodes.label[path.nodes[0]]} → ${scene.nodes.label[path.nodes[path.nodes.length - 1]]}`,
      make("p", { class: "map-path", text: tell("map.path", { steps: path.edges.length }) }),
      this.#list(steps, "ol", path.nodes.length),
      make(
        "p",
        {},
        this.#button("map.path_end", () => this.actions.select(path.nodes[0])),
      ),
    );
  }

  /** @param {string} title @param {...(Node | null)} parts */
  #fill(title, ...parts) {
    const close = this.#button("map.close", () => {
      this.actions.select(-1);
      this.actions.focusView();
    });
    close.classList.add("map-close");
    const heading = make("h2", { class: "map-title", tabindex: "-1", text: title });
    this.element.replaceChildren(close, heading, ...parts.filter((part) => part !== null));
    this.element.hidden = false;
  }

  /** @param {number} node */
  #actions(node) {
    const { actions, tell } = this;
    const { scene } = this.store.get();
    const link = actions.link(node);
    const community = scene.kinds[scene.nodes.kind[node]].id === "community";
    return make(
      "p",
      { class: "map-actions" },
      link
        ? make("a", {
            href: link,
            class: "map-button",
            text: tell(community ? "map.open_community" : "map.open"),
          })
        : null,
      actions.expandable() ? this.#button("map.expand", () => actions.expand(node)) : null,
      this.#button("map.path_from", () => actions.startPath(node)),
    );
  }

  /** @param {string} key @param {() => void} action */
  #button(key, action) {
    return make("button", {
      type: "button",
      class: "map-button",
      text: this.tell(key),
      onclick: action,
    });
  }

  /**
   * @param {[node: number, words: string, weight: number][]} entries
   * @param {"ul" | "ol"} [tag]
   * @param {number} [most]
   */
  #list(entries, tag = "ul", most = LISTED) {
    const { actions, tell } = this;
    const { scene } = this.store.get();
    const rows = entries.slice(0, most).map(([node, words, weight]) => {
      const name = make("button", {
        type: "button",
        class: "map-name",
        text: scene.nodes.label[node],
        onclick: () => actions.go(node),
      });
      const detail = [words, weight ? tell.number(weight) : ""].filter(Boolean).join(" · ");
      return make("li", {}, name, detail ? make("small", { text: ` ${detail}` }) : null);
    });
    return make(tag, { class: "map-neighbors" }, rows);
  }

  /** @param {number[]} edges */
  #kinds(edges) {
    const { scene } = this.store.get();
    return [...new Set(edges.map((edge) => scene.edge_kinds[scene.edges.kind[edge]].label))].join(", ");
  }
}
