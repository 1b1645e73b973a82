// The same nodes as a table: the same rows as the map in every state, page by page.
import { make } from "../shared/dom.js";

const ROWS = 100;

export class Table {
  constructor(page) {
    this.page = page;
    this.number = 0;
    this.by = "partners";
    this.falling = true;
  }

  draw() {
    const rows = this.#sorted();
    const pages = Math.max(1, Math.ceil(rows.length / ROWS));
    this.number = Math.min(this.number, pages - 1);
    const shown = rows.slice(this.number * ROWS, (this.number + 1) * ROWS);
    const { page } = this;
    const head = make(
      "tr",
      {},
      this.#columns().map((column) => this.#head(column)),
    );
    const table = make(
      "table",
      {},
      make("caption", { text: page.tell("map.rows", { nodes: rows.length }) }),
      make("thead", {}, head),
      make(
        "tbody",
        {},
        shown.map((node) => this.#row(node)),
      ),
    );
    page.sheet.replaceChildren(
      make(
        "div",
        { class: "map-scroll", tabindex: "0", role: "region", "aria-label": page.scene.title },
        table,
      ),
      this.#pages(pages),
    );
  }

  reveal(node) {
    this.number = Math.floor(this.#sorted().indexOf(node) / ROWS);
    this.draw();
    this.page.sheet.querySelector("[aria-current] button")?.focus();
  }

  #columns() {
    const { scene, model } = this.page;
    const { nodes } = scene;
    const strength = (node) => this.page.model.neighbors(node).reduce((sum, [, weight]) => sum + weight, 0);
    return [
      ["name", (node) => nodes.label[node], false],
      ["kind", (node) => scene.kinds[nodes.kind[node]].label, false],
      nodes.value
        ? ["value", (node) => nodes.value[node], true]
        : ["group", (node) => (nodes.group[node] >= 0 ? scene.groups[nodes.group[node]].label : ""), false],
      ["place", (node) => nodes.place[node], false],
      ["partners", (node) => model.partners[node], true],
      ["tie_strength", strength, true],
    ];
  }

  #sorted() {
    const { model, scene } = this.page;
    const rows = [];
    for (let node = 0; node < model.size; node++) if (model.nodeOn[node]) rows.push(node);
    const [, value, numeric] = this.#columns().find(([name]) => name === this.by);
    const key = new Map(rows.map((node) => [node, value(node)]));
    const compare = numeric ? (one, two) => key.get(one) - key.get(two) : byWords(scene.language, key);
    const sign = this.falling ? -1 : 1;
    return rows.sort((one, two) => sign * compare(one, two) || one - two);
  }

  #head([name, , numeric]) {
    const chosen = name === this.by;
    const button = make("button", {
      type: "button",
      class: "map-sort",
      text: name === "value" ? this.page.scene.legend.title : this.page.tell(`map.${name}`),
      onclick: () => {
        this.falling = chosen ? !this.falling : numeric;
        this.by = name;
        this.number = 0;
        this.draw();
        this.page.sheet.querySelector('[aria-sort]:not([aria-sort="none"]) button')?.focus();
      },
    });
    const sort = chosen ? (this.falling ? "descending" : "ascending") : "none";
    return make("th", { scope: "col", "aria-sort": sort, class: numeric ? "number" : "" }, button);
  }

  #row(node) {
    const { page } = this;
    const cells = this.#columns().map(([name, value, numeric]) => {
      if (name === "name") {
        const button = make("button", {
          type: "button",
          class: "map-name",
          text: value(node),
          onclick: () => page.select(node),
        });
        return make("th", { scope: "row" }, button);
      }
      return make("td", {
        class: numeric ? "number" : "",
        text: numeric ? this.#figure(name, value(node)) : value(node),
      });
    });
    const attributes = {
      "data-id": page.scene.nodes.id[node],
      "aria-current": node === page.selected ? "true" : null,
    };
    return make("tr", attributes, cells);
  }

  #figure(name, value) {
    const { tell, scene } = this.page;
    if (value === null) return "–";
    return name === "value" ? tell.figure(value, scene.legend.share) : tell.number(value);
  }

  #pages(pages) {
    if (pages < 2) return "";
    const { tell } = this.page;
    const turn = (step) => () => {
      this.number += step;
      this.draw();
      this.page.sheet.querySelector(`[data-turn="${step}"]`)?.focus();
    };
    const button = (key, step, disabled) =>
      make("button", {
        type: "button",
        class: "map-button",
        text: tell(key),
        "data-turn": String(step),
        disabled,
        onclick: turn(step),
      });
    return make(
      "p",
      { class: "map-pages" },
      button("map.previous", -1, this.number === 0),
      make("span", { text: tell("map.page", { page: this.number + 1, pages }) }),
      button("map.next", 1, this.number === pages - 1),
    );
  }
}

function byWords(language, key) {
  const { compare } = new Intl.Collator(language);
  return (one, two) => compare(key.get(one), key.get(two));
}
