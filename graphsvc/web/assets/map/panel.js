// What is selected: facts, neighbors, what can be done.
import { make } from "../shared/dom.js";
import { tieDetails, tieWords } from "./tie-facts.js";

const LISTED = 40;

export class Panel {
  /**
   * @param {import("./store.js").Reader} store
   * @param {import("../types").Tell} tell
   * @param {Pick<import("../types").Actions, "select" | "go" | "link" | "expand" | "expandable" | "startPath" | "tie" | "focusView" | "pinned" | "pin" | "unpin">} actions
   * @param {DOMStringMap} addresses where the API and the pages of projects are
   */
  constructor(store, tell, actions, addresses) {
    this.addresses = addresses;
    /** @type {Map<string, Promise<Awaited<ReturnType<typeof tieDetails>> | null>>} */
    this.details = new Map();
    this.store = store;
    this.tell = tell;
    this.actions = actions;
    this.element = make("section", { class: "map-panel", hidden: true, "aria-live": "polite" });
    store.subscribe((now, before) => {
      if (now.put !== before.put && now.node >= 0 && !now.path) this.#again(now.node);
    });
  }

  clear() {
    this.element.hidden = true;
    this.element.replaceChildren();
  }

  focus() {
    this.element.querySelector("h2")?.focus();
  }

  // The same node after it was pinned or moved.
  /** @param {number} node */
  #again(node) {
    const focused = document.activeElement?.hasAttribute("data-pin");
    this.show(node);
    if (focused) /** @type {HTMLElement | null} */ (this.element.querySelector("[data-pin]"))?.focus();
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
      this.#list(
        neighbors.map(([other, weight, edges]) => [other, tieWords(scene, edges, tell), weight]),
        { from: node },
      ),
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
    const { scene, model } = this.store.get();
    const between = path.nodes.slice(1).map((node, place) => model.between(path.nodes[place], node));
    const list = this.#list(
      path.nodes.map((node, place) => [node, place ? tieWords(scene, between[place - 1], tell) : "", 0]),
      { tag: "ol", most: path.nodes.length },
    );
    this.#detail(path, list);
    this.#fill(
      `${scene.nodes.label[path.nodes[0]]} → ${scene.nodes.label[path.nodes[path.nodes.length - 1]]}`,
      make("p", {
        class: "map-path",
        text: tell(path.edges.length > 1 ? "map.path" : "map.tie_only", { steps: path.edges.length }),
      }),
      list,
      make(
        "p",
        {},
        this.#button("map.path_end", () => this.actions.select(path.nodes[0])),
      ),
    );
  }

  /** Which projects each step of a path rests on, once the server has said. @param {import("../types").Path} path @param {HTMLElement} list */
  async #detail(path, list) {
    const { api } = this.addresses;
    if (!api) return;
    const { id } = this.store.get().scene.nodes;
    for (let place = 1; place < path.nodes.length; place++) {
      const [one, other] = [id[path.nodes[place - 1]], id[path.nodes[place]]];
      if (![one, other].every((end) => /^(organization|cluster):/.test(end))) continue;
      const found = await this.#asked(api, one, other);
      if (!list.isConnected) return;
      if (found) list.children[place].append(this.#evidence(found));
    }
  }

  // Once for a pair: a path is drawn anew with each change of the filter.
  /** @param {string} api @param {string} one @param {string} other */
  #asked(api, one, other) {
    const key = `${one} ${other}`;
    const known = this.details.get(key) ?? tieDetails(api, one, other).catch(() => null);
    this.details.set(key, known);
    return known;
  }

  /** @param {Awaited<ReturnType<typeof tieDetails>>} found */
  #evidence({ projects, stated }) {
    const { tell, addresses } = this;
    const role = (/** @type {string} */ name) => tell(`map.role_${name || "participant"}`);
    const rows = projects.map(({ id, title, start, roles }) => {
      const page = addresses.hrefProject?.replace("{id}", encodeURIComponent(id));
      const name = page ? make("a", { href: page, text: title }) : make("span", { text: title });
      const said = [start, roles.map(role).join(" – ")].filter(Boolean).join(" · ");
      return make("li", {}, name, make("small", { text: ` ${said}` }));
    });
    const sources = stated.map(({ start, end, citation }) => {
      const period = [start, end].filter(Boolean).join(" – ");
      const page = /^https?:\/\/\S+$/.test(citation ?? "") ? citation : null;
      const source = page ? make("a", { href: page, rel: "noreferrer", text: page }) : (citation ?? "");
      return make("li", {}, make("small", {}, period ? `${period} · ` : "", source));
    });
    return make("ul", { class: "map-evidence" }, rows, sources);
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
      this.store.get().mode === "network" ? this.#pin(node) : null,
    );
  }

  /** @param {number} node */
  #pin(node) {
    const { actions } = this;
    const button = actions.pinned(node)
      ? this.#button("map.unpin", () => actions.unpin(node))
      : this.#button("map.pin", () => actions.pin(node));
    button.dataset.pin = "";
    return button;
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
   * @param {{ tag?: "ul" | "ol", most?: number, from?: number }} [how] `from` is the node that all are tied to
   */
  #list(entries, { tag = "ul", most = LISTED, from = -1 } = {}) {
    const { actions, tell } = this;
    const { scene } = this.store.get();
    const rows = entries.slice(0, most).map(([node, words, weight]) => {
      const name = make("button", {
        type: "button",
        class: "map-name",
        text: scene.nodes.label[node],
        onclick: () => actions.go(node),
      });
      const strength = weight ? tell("map.tie_weight", { weight }) : "";
      const detail = [words, strength].filter(Boolean).join(" · ");
      const tie = this.#button("map.tie_show", () => actions.tie(from, node));
      tie.classList.replace("map-button", "map-name");
      tie.setAttribute("aria-label", `${tell("map.tie_show")}: ${scene.nodes.label[node]}`);
      const small = detail ? make("small", { text: ` ${detail} ` }, from >= 0 ? tie : null) : null;
      return make("li", {}, name, small);
    });
    return make(tag, { class: "map-neighbors" }, rows);
  }
}
