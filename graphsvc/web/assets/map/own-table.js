// A table of one's own: read in the browser, joined to nodes by id or name, sent nowhere.
import { folded } from "../shared/text.js";
import { parsed } from "./csv.js";
import { store, stored } from "./kept.js";

const KEY = "graphsvc-own-columns";
const MOST_COLUMNS = 50;

/** @typedef {import("../types").OwnValues} OwnValues */
/** @typedef {Pick<import("../types").Scene, "nodes">} Nodes */

export class OwnTable {
  /** @param {string} name of the file @param {string} text its content @throws {RangeError} there is no row below a header */
  constructor(name, text) {
    this.name = name;
    this.text = text;
    const { rows, comma } = parsed(text);
    const [header = [], ...body] = rows;
    if (!body.length || header.length < 2) throw new RangeError("no table");
    this.comma = comma;
    this.header = header.slice(0, MOST_COLUMNS).map((title, place) => title.trim() || `${place + 1}`);
    this.body = body;
  }

  /**
   * The columns by node. The one that names the most nodes, by id or name, says which node a row is of; a name that several nodes
   * have is not found, and of several rows of a node the first counts.
   * @param {Nodes} scene
   * @returns {OwnValues}
   */
  joined({ nodes }) {
    const known = named(nodes);
    const places = this.header.map((_, column) => this.#places(known, column));
    const counts = places.map((found) => new Set(found.filter((node) => node >= 0)).size);
    const key = counts.indexOf(Math.max(...counts));
    /** @type {Map<number, string[]>} */
    const rows = new Map();
    this.body.forEach((row, at) => {
      const node = places[key][at];
      if (node >= 0 && !rows.has(node)) rows.set(node, row);
    });
    /** @type {Map<string, number[]>} */
    const numbers = new Map();
    /** @type {Map<string, string[]>} */
    const words = new Map();
    this.header.forEach((title, column) => {
      if (column === key || title === "about") return;
      const cells = nodes.id.map((_, node) => rows.get(node)?.[column]?.trim() ?? "");
      const values = cells.map((cell) => (cell ? this.#number(cell) : NaN));
      const written = cells.filter(Boolean).length;
      if (written && values.filter(Number.isFinite).length === written) numbers.set(title, values);
      else if (written) words.set(title, cells);
    });
    const missing = this.body.filter((_, at) => places[key][at] < 0).map((row) => row[key] ?? "");
    return { numbers, words, found: rows.size, missing };
  }

  /** The node of each row by one column, -1 without. @param {Map<string, number>} known @param {number} column */
  #places(known, column) {
    return this.body.map((row) => {
      const cell = (row[column] ?? "").trim();
      return known.get(cell) ?? known.get(folded(cell)) ?? -1;
    });
  }

  /** @param {string} cell */
  #number(cell) {
    const plain = this.comma ? cell.replaceAll(".", "").replace(",", ".") : cell.replaceAll(",", "");
    return /^[-+]?[\d.]+(e[-+]?\d+)?\s*%?$/i.test(plain) ? Number(plain.replace("%", "")) : NaN;
  }
}

/** Nodes by id and by folded name, -1 for a name that several have. @param {Nodes["nodes"]} nodes */
function named({ id, label }) {
  /** @type {Map<string, number>} */
  const known = new Map();
  label.forEach((name, node) => {
    const same = folded(name);
    known.set(same, known.has(same) ? -1 : node);
  });
  id.forEach((one, node) => void known.set(one, node));
  return known;
}

/** The table that this browser keeps, null without. @param {import("./kept.js").Shelf} [shelf] */
export function kept(shelf) {
  try {
    const { name, text } = stored(KEY, shelf);
    return new OwnTable(name, text);
  } catch {
    return null;
  }
}

/** Keeps a table in this browser, or none; whether there was room. @param {OwnTable | null} table @param {import("./kept.js").Shelf} [shelf] */
export function keep(table, shelf) {
  return store(KEY, table && { name: table.name, text: table.text }, shelf);
}
