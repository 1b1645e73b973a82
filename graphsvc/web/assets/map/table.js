// The same nodes as a table: the same rows as the map in every state, page by page.
import { make } from "../shared/dom.js";

const ROWS = 100;

/** @typedef {[string, (node: number) => string | number | null, boolean]} Column */
/** @typedef {Map<number, string | number | null>} Values */

export class Table {
  /**
   * @param {import("./store.js").Reader} store
   * @param {import("../types").Tell} tell
   * @param {Pick<import("../types").Actions, "select" | "toggle" | "columns">} actions
   */
  constructor(store, tell, actions) {
    this.store = store;
    this.tell = tell;
    this.actions = actions;
    this.element = make("div", { class: "map-table", hidden: true });
    this.number = 0;
    this.by = "partners";
    this.falling = true;
    this.choosing = false;
    /** The last order, and what it rests on: sorting 100,000 names takes a second. @type {{ of: unknown[], rows: readonly number[] }} */
    this.sorted = { of: [], rows: [] };
  }

  // As it is at first: its first page, sorted by partners.
  reset() {
    this.number = 0;
    this.by = "partners";
    this.falling = true;
  }

  draw() {
    const rows = this.order();
    const pages = Math.max(1, Math.ceil(rows.length / ROWS));
    this.number = Math.min(this.number, pages - 1);
    const shown = rows.slice(this.number * ROWS, (this.number + 1) * ROWS);
    const { tell } = this;
    const head = make("tr", {}, [
      make("th", { scope: "col", text: tell("map.choose") }),
      ...this.#shown().map((column) => this.#head(column)),
    ]);
    const table = make(
      "table",
      {},
      make("caption", { text: tell("map.rows", { nodes: rows.length }) }, this.#past()),
      make("thead", {}, head),
      make(
        "tbody",
        {},
        shown.map((node) => this.#row(node)),
      ),
    );
    this.element.replaceChildren(
      this.#choice(),
      make(
        "div",
        { class: "map-scroll", tabindex: "0", role: "region", "aria-label": this.store.get().scene.title },
        table,
      ),
      this.#pages(pages),
    );
  }

  /** @param {number} node */
  reveal(node) {
    this.number = Math.floor(this.order().indexOf(node) / ROWS);
    this.draw();
    this.#focus("[aria-current] button");
  }

  /** @param {string} selector */
  #focus(selector) {
    /** @type {HTMLElement | null} */ (this.element.querySelector(selector))?.focus();
  }

  /** @returns {Column[]} name, value of a node, whether a number */
  #columns() {
    const { scene, model } = this.store.get();
    const { nodes } = scene;
    const { value } = nodes;
    const strength = (/** @type {number} */ node) =>
      [...model.edgesOf(node)].reduce((sum, edge) => sum + scene.edges.weight[edge], 0);
    return [
      ["name", (node) => nodes.label[node], false],
      ["kind", (node) => scene.kinds[nodes.kind[node]].label, false],
      value
        ? ["value", (node) => value[node], true]
        : ["group", (node) => (nodes.group[node] >= 0 ? scene.groups[nodes.group[node]].label : ""), false],
      ["place", (node) => nodes.place[node], false],
      ["partners", (node) => model.partners[node], true],
      ["tie_strength", strength, true],
      ["id", (node) => nodes.id[node], false],
    ];
  }

  /** Those that are shown: the name, and what was chosen. */
  #shown() {
    const wanted = this.store.get().columns;
    return this.#columns().filter(([name]) =>
      wanted.length ? name === "name" || wanted.includes(name) : name !== "id",
    );
  }

  // Which columns there are beside the name; the last one cannot be taken away.
  #choice() {
    const shown = this.#shown().map(([name]) => name);
    const boxes = this.#columns()
      .filter(([name]) => name !== "name")
      .map(([name]) =>
        make(
          "label",
          {},
          make("input", {
            type: "checkbox",
            "data-column": name,
            checked: shown.includes(name),
            onchange: () => {
              const others = shown.filter((one) => one !== name && one !== "name");
              this.actions.columns(shown.includes(name) ? others : [...others, name]);
              this.#focus(`[data-column="${name}"]`);
            },
          }),
          ` ${this.#title(name)}`,
        ),
      );
    return make(
      "details",
      {
        class: "map-keys",
        open: this.choosing,
        ontoggle: (/** @type {{ target: HTMLDetailsElement }} */ { target }) => {
          this.choosing = target.open;
        },
      },
      make("summary", { text: this.tell("map.columns") }),
      make("div", { class: "map-columns" }, boxes),
    );
  }

  /** @param {string} name of a column */
  #title(name) {
    return name === "value" ? this.store.get().scene.legend.title : this.tell(`map.${name}`);
  }

  /** All drawn nodes in the order of the table. @returns {readonly number[]} */
  order() {
    const { model } = this.store.get();
    const of = [model, model.version, this.by, this.falling];
    if (of.some((part, place) => part !== this.sorted.of[place])) this.sorted = { of, rows: this.#sorted() };
    return this.sorted.rows;
  }

  #sorted() {
    const { model, scene } = this.store.get();
    const rows = model.drawn();
    const columns = this.#columns();
    const [, value, numeric] = columns.find(([name]) => name === this.by) ?? columns[0];
    const key = new Map(rows.map((node) => [node, value(node)]));
    const compare = numeric ? byNumbers(key) : byWords(scene.language, key);
    const sign = this.falling ? -1 : 1;
    return rows.sort((one, two) => sign * compare(one, two) || one - two);
  }

  /** @param {Column} column */
  #head([name, , numeric]) {
    const chosen = name === this.by;
    const button = make("button", {
      type: "button",
      class: "map-sort",
      text: this.#title(name),
      onclick: () => {
        this.falling = chosen ? !this.falling : numeric;
        this.by = name;
        this.number = 0;
        this.draw();
        this.#focus('[aria-sort]:not([aria-sort="none"]) button');
      },
    });
    const sort = chosen ? (this.falling ? "descending" : "ascending") : "none";
    return make("th", { scope: "col", "aria-sort": sort, class: numeric ? "number" : "" }, button);
  }

  /** @param {number} node */
  #row(node) {
    const { scene, node: selected, chosen } = this.store.get();
    const cells = this.#shown().map(([name, value, numeric]) => {
      if (name === "name") {
        const button = make("button", {
          type: "button",
          class: "map-name",
          text: value(node),
          onclick: () => this.actions.select(node),
        });
        return make("th", { scope: "row" }, button);
      }
      return make("td", {
        class: numeric ? "number" : "",
        text: numeric ? this.#figure(name, value(node)) : value(node),
      });
    });
    const attributes = {
      "data-id": scene.nodes.id[node],
      "aria-current": node === selected ? "true" : null,
    };
    const box = make("input", {
      type: "checkbox",
      checked: chosen.includes(scene.nodes.id[node]),
      "aria-label": this.tell("map.choose_one", { name: scene.nodes.label[node] }),
      onchange: () => this.actions.toggle(node),
    });
    return make("tr", attributes, make("td", {}, box), cells);
  }

  /** @param {string} name @param {string | number | null} value */
  #figure(name, value) {
    const { tell } = this;
    if (typeof value !== "number") return "–";
    return name === "value" ? tell.figure(value, this.store.get().scene.legend.share) : tell.number(value);
  }

  // By keyboard each row takes two steps: this leads to what stands beside the table.
  #past() {
    return make("button", {
      type: "button",
      class: "map-button map-skip",
      text: this.tell("map.past_rows"),
      onclick: () => {
        /** @type {HTMLElement | null | undefined} */
        const beside = this.element.closest("[data-map]")?.querySelector(".map-side summary");
        beside?.focus();
      },
    });
  }

  /** @param {number} pages */
  #pages(pages) {
    if (pages < 2) return "";
    const { tell } = this;
    const turn = (/** @type {number} */ step) => () => {
      this.number += step;
      this.draw();
      this.#focus(`[data-turn="${step}"]`);
    };
    const button = (/** @type {string} */ key, /** @type {number} */ step, /** @type {boolean} */ disabled) =>
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

/** @param {Values} values @returns {(one: number, two: number) => number} */
function byNumbers(values) {
  return (one, two) => Number(values.get(one)) - Number(values.get(two));
}

/** @param {string} language @param {Values} values @returns {(one: number, two: number) => number} */
function byWords(language, values) {
  const { compare } = new Intl.Collator(language);
  return (one, two) => compare(String(values.get(one)), String(values.get(two)));
}
