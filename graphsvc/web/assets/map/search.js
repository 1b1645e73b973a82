// Finds a node by name as one types; Enter flies to it.
import { make } from "../shared/dom.js";
import { folded } from "../shared/text.js";

const SHOWN = 10;

export class SearchBox {
  constructor(page) {
    this.page = page;
    this.at = -1;
    const id = `${page.element.id || "map"}-found`;
    this.list = make("ul", {
      id,
      role: "listbox",
      class: "map-found",
      hidden: true,
      "aria-label": page.tell("map.search"),
    });
    this.input = make("input", {
      type: "search",
      role: "combobox",
      autocomplete: "off",
      "aria-expanded": "false",
      "aria-controls": id,
      "aria-label": page.tell("map.search"),
      placeholder: page.tell("map.search"),
    });
    this.input.addEventListener("input", () => this.#find());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.#close(), 150));
    this.element = make("div", { class: "map-search" }, this.input, this.list);
  }

  #find() {
    const wanted = folded(this.input.value.trim());
    const { scene, model } = this.page;
    if (this.names?.scene !== scene) this.names = { scene, all: scene.nodes.label.map(folded) };
    this.found = [];
    if (wanted) {
      const starts = [];
      const holds = [];
      this.names.all.forEach((name, node) => {
        const place = model.nodeOn[node] ? name.indexOf(wanted) : -1;
        if (place >= 0) (place === 0 ? starts : holds).push(node);
      });
      const byPartners = (one, two) => model.partners[two] - model.partners[one] || one - two;
      this.found = [...starts.sort(byPartners), ...holds.sort(byPartners)].slice(0, SHOWN);
    }
    this.#list(this.found.length ? 0 : -1);
  }

  #list(at) {
    const { scene } = this.page;
    this.at = at;
    const rows = this.found.map((node, place) =>
      make(
        "li",
        {
          role: "option",
          id: `${this.list.id}-${place}`,
          "aria-selected": String(place === at),
          onmousedown: (event) => {
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

  #key(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (steps[event.key] && this.found?.length) {
      event.preventDefault();
      this.#list((this.at + steps[event.key] + this.found.length) % this.found.length);
    } else if (event.key === "Enter" && this.at >= 0) {
      event.preventDefault();
      this.#choose(this.at);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      this.#close();
    }
  }

  #choose(place) {
    const node = this.found[place];
    this.input.value = "";
    this.#close();
    this.page.go(node);
    if (this.page.state.mode !== "table") this.page.stage.focus();
  }

  #close() {
    this.found = [];
    this.#list(-1);
  }
}
