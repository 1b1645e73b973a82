// Columns of one's own: taking a file, what colors, sizes and leaves in, and taking it away again.
import { make, slider } from "../shared/dom.js";
import { extent } from "../shared/range.js";
import { decoded } from "./csv.js";
import { histogram } from "./own-looks.js";
import { keep, OwnTable } from "./own-table.js";

const BINS = 24;
const STEPS = 200;
const TOLD = 5;
const MOST_BYTES = 20_000_000;

export class OwnColumns {
  /**
   * @param {import("./store.js").Reader} store
   * @param {import("../types").Tell} tell
   * @param {Pick<import("../types").Actions, "own" | "filter" | "say">} actions
   */
  constructor(store, tell, actions) {
    this.store = store;
    this.tell = tell;
    this.actions = actions;
    this.element = make("details", { class: "map-panel map-work map-own" });
  }

  draw() {
    const { tell } = this;
    const { table, own, ownColor, ownSize, range } = this.store.get();
    if (ownColor || ownSize || range) this.element.open = true;
    const parts = [
      make("summary", { class: "map-title", text: tell("map.own") }),
      make("p", { class: "map-note", text: tell("map.own_note") }),
      this.#file(),
      ...(table && own ? this.#chosen(table, own) : [this.#absent()]),
    ];
    this.element.replaceChildren(...parts.filter((part) => part !== null));
  }

  // The address names columns that this browser does not have.
  #absent() {
    const { ownColor, ownSize, range } = this.store.get();
    const named = [...new Set([ownColor, ownSize, range?.[0] ?? ""])].filter(Boolean).join(", ");
    return named
      ? make("p", { class: "map-note", text: this.tell("map.own_absent", { columns: named }) })
      : null;
  }

  #file() {
    const field = make("input", {
      type: "file",
      accept: ".csv,.tsv,.txt,text/csv",
      "aria-label": this.tell("map.own_file"),
      onchange: async () => {
        const [file] = field.files ?? [];
        if (file) await this.#take(file);
      },
    });
    return make("label", {}, make("span", { text: this.tell("map.own_file") }), field);
  }

  /** @param {File} file */
  async #take(file) {
    if (file.size > MOST_BYTES) {
      this.actions.say(this.tell("map.own_large", { name: file.name, most: MOST_BYTES / 1_000_000 }));
      return;
    }
    try {
      const table = new OwnTable(file.name, decoded(await file.arrayBuffer()));
      const room = keep(table);
      this.element.open = true;
      this.actions.own({ table, ...this.#still(table) });
      if (!room) this.actions.say(this.tell("map.own_visit"));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.actions.say(this.tell("map.own_empty", { name: file.name }));
    }
  }

  // The looks that the address asks for, as far as the new table has their columns.
  /** @param {OwnTable} table */
  #still({ header }) {
    const { ownColor, ownSize, range } = this.store.get();
    const has = (/** @type {string} */ column) => (header.includes(column) ? column : "");
    return { ownColor: has(ownColor), ownSize: has(ownSize), range: range && has(range[0]) ? range : null };
  }

  /** @param {OwnTable} table @param {import("../types").OwnValues} own */
  #chosen(table, own) {
    const { tell, actions } = this;
    const { ownColor, ownSize, range } = this.store.get();
    const numbers = [...own.numbers.keys()];
    const found = tell("map.own_found", { name: table.name, found: own.found, missing: own.missing.length });
    const missing = own.missing.slice(0, TOLD).join("; ");
    return [
      make("p", { class: "map-note", text: found }),
      missing ? make("p", { class: "map-note", text: tell("map.own_missing", { names: missing }) }) : null,
      this.#select("map.own_color", [...numbers, ...own.words.keys()], ownColor, (column) =>
        actions.own({ ownColor: column }),
      ),
      this.#select("map.own_size", numbers, ownSize, (column) => actions.own({ ownSize: column })),
      this.#select("map.own_range", numbers, range?.[0] ?? "", (column) => {
        const ends = extent(own.numbers.get(column) ?? []);
        actions.filter({ range: column ? [column, ...ends] : null });
        this.draw();
      }),
      this.#range(own),
      make("button", {
        type: "button",
        class: "map-button",
        text: tell("map.own_remove"),
        onclick: () => {
          keep(null);
          actions.own({ table: null, ownColor: "", ownSize: "", range: null });
        },
      }),
    ];
  }

  /** @param {string} key @param {string[]} columns @param {string} chosen @param {(column: string) => void} take */
  #select(key, columns, chosen, take) {
    if (!columns.length) return null;
    const options = ["", ...columns].map((column) =>
      make("option", {
        value: column,
        selected: column === chosen,
        text: column || this.tell("map.own_none"),
      }),
    );
    const field = make("select", { class: "map-select", onchange: () => take(field.value) }, options);
    return make("label", {}, make("span", { text: this.tell(key) }), field);
  }

  /** @param {import("../types").OwnValues} own */
  #range(own) {
    const { range } = this.store.get();
    const values = range && own.numbers.get(range[0]);
    if (!range || !values) return null;
    const [column, from, to] = range;
    const [low, high] = extent(values);
    const bars = histogram(values, low, high, BINS);
    const end = (/** @type {string} */ key, /** @type {number} */ value) => {
      const shown = this.tell.figure(value);
      return slider(this.tell(key), shown, {
        min: String(low),
        max: String(high),
        step: String((high - low) / STEPS || 1),
        value: String(value),
        "aria-valuetext": shown,
        oninput: () => move(),
      });
    };
    const [first, last] = [end("map.from", from), end("map.to", to)];
    const drawn = make("div", {
      class: "map-histogram",
      role: "img",
      "aria-label": this.tell("map.own_histogram", { column }),
    });
    const tallest = Math.max(...bars, 1);
    const shown = (/** @type {number} */ start, /** @type {number} */ end) => {
      const rows = bars.map((count, place) => {
        const middle = low + ((place + 0.5) / BINS) * (high - low);
        const bar = make("i", { class: middle >= start && middle <= end ? "in" : "" });
        bar.style.height = `${Math.round((100 * count) / tallest)}%`;
        return bar;
      });
      drawn.replaceChildren(...rows);
    };
    const move = () => {
      const ends = [Number(first.field.value), Number(last.field.value)].sort((one, two) => one - two);
      // The largest step of a slider may fall short of the highest value.
      const [start, stop] = [ends[0], ends[1] >= high - (high - low) / STEPS ? high : ends[1]];
      for (const { field, output } of [first, last]) {
        output.textContent = this.tell.figure(Number(field.value));
        field.setAttribute("aria-valuetext", output.textContent);
      }
      shown(start, stop);
      this.actions.filter({ range: [column, start, stop] });
    };
    shown(from, to);
    return make("div", {}, drawn, first.row, last.row);
  }
}
