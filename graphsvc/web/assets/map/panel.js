// What is selected: facts, neighbors, what can be done.
import { make } from "../shared/dom.js";

const LISTED = 40;

export class Panel {
  constructor(page) {
    this.page = page;
    this.element = make("section", { class: "map-panel", hidden: true, "aria-live": "polite" });
  }

  clear() {
    this.element.hidden = true;
    this.element.replaceChildren();
  }

  focus() {
    this.element.querySelector("h2")?.focus();
  }

  show(node) {
    const { page } = this;
    const { scene, model, tell } = page;
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

  // What the color of a node says: its group, or its value.
  #meaning(node, group) {
    const { scene, tell } = this.page;
    const { title, scale, share, unit } = scene.legend;
    if (scale === "steps") {
      const value = scene.nodes.value[node];
      return `${title}: ${value === null ? tell("map.no_value") : `${tell.figure(value, share)} ${unit}`}`;
    }
    return group >= 0 && scene.groups[group].id !== "other" ? `${title}: ${scene.groups[group].label}` : "";
  }

  showPath(path) {
    const { tell, scene } = this.page;
    const steps = path.nodes.map((node, place) => [
      node,
      place ? this.#kinds([path.edges[place - 1]]) : "",
      0,
    ]);
    this.#fill(
      `${scene.nodes.label[path.nodes[0]]} → ${scene.nodes.label[path.nodes.at(-1)]}`,
      make("p", { class: "map-path", text: tell("map.path", { steps: path.edges.length }) }),
      this.#list(steps, "ol", path.nodes.length),
      make(
        "p",
        {},
        this.#button("map.path_end", () => this.page.select(path.nodes[0])),
      ),
    );
  }

  #fill(title, ...parts) {
    const close = this.#button("map.close", () => {
      this.page.select(-1);
      (this.page.state.mode === "table" ? this.page.sheet : this.page.stage).focus?.();
    });
    close.classList.add("map-close");
    const heading = make("h2", { class: "map-title", tabindex: "-1", text: title });
    this.element.replaceChildren(close, heading, ...parts.filter(Boolean));
    this.element.hidden = false;
  }

  #actions(node) {
    const { page } = this;
    const link = page.link(node);
    const community = page.scene.kinds[page.scene.nodes.kind[node]].id === "community";
    return make(
      "p",
      { class: "map-actions" },
      link
        ? make("a", {
            href: link,
            class: "map-button",
            text: page.tell(community ? "map.open_community" : "map.open"),
          })
        : null,
      page.element.dataset.expand ? this.#button("map.expand", () => page.expand(node)) : null,
      this.#button("map.path_from", () => page.startPath(node)),
    );
  }

  #button(key, action) {
    return make("button", {
      type: "button",
      class: "map-button",
      text: this.page.tell(key),
      onclick: action,
    });
  }

  #list(entries, tag = "ul", most = LISTED) {
    const { page } = this;
    const rows = entries.slice(0, most).map(([node, words, weight]) => {
      const name = make("button", {
        type: "button",
        class: "map-name",
        text: page.scene.nodes.label[node],
        onclick: () => page.go(node),
      });
      const detail = [words, weight ? page.tell.number(weight) : ""].filter(Boolean).join(" · ");
      return make("li", {}, name, detail ? make("small", { text: ` ${detail}` }) : null);
    });
    return make(tag, { class: "map-neighbors" }, rows);
  }

  #kinds(edges) {
    const { scene } = this.page;
    return [...new Set(edges.map((edge) => scene.edge_kinds[scene.edges.kind[edge]].label))].join(", ");
  }
}
