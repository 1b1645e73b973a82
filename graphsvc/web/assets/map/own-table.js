// A table of one's own: read in the browser, joined to nodes by id or name, sent nowhere.
import { folded } from "../shared/text.js";

const KEY = "graphsvc-own-columns";
const MOST_COLUMNS = 50;

/** @typedef {import("../types").OwnValues} OwnValues */
/** @typedef {Pick<import("../types").Scene, "nodes">} Nodes */
/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem">} Shelf */

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
    const places = this.header.map((_, column) => this.#places(nodes, column));
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

  /** The node of each row by one column, -1 without. @param {Nodes["nodes"]} nodes @param {number} column */
  #places({ id, label }, column) {
    /** @type {Map<string, number>} */
    const known = new Map();
    label.forEach((name, node) => {
      const same = folded(name);
      known.set(same, known.has(same) ? -1 : node);
    });
    id.forEach((one, node) => void known.set(one, node));
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

/** A file as text: UTF-8, else as Windows in Western Europe writes it. @param {ArrayBuffer} content */
export function decoded(content) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    return new TextDecoder("windows-1252").decode(content);
  }
}

/** The table that this browser keeps, null without. @param {Shelf} [shelf] */
export function kept(shelf) {
  try {
    const { name, text } = JSON.parse((shelf ?? window.localStorage).getItem(KEY) ?? "null");
    return new OwnTable(name, text);
  } catch {
    return null;
  }
}

/** Keeps a table in this browser, or none; whether there was room. @param {OwnTable | null} table @param {Shelf} [shelf] */
export function keep(table, shelf) {
  try {
    const place = shelf ?? window.localStorage;
    if (table) place.setItem(KEY, JSON.stringify({ name: table.name, text: table.text }));
    else place.removeItem(KEY);
    return true;
  } catch {
    return false;
  }
}

/** Rows of cells; semicolons and tabs between cells mean decimal commas. @param {string} text */
function parsed(text) {
  const plain = text.replace(/^\ufeff/, "");
  const head = plain.split(/\r?\n/, 1)[0];
  const count = (/** @type {string} */ sign) => head.split(sign).length;
  const sign = [";", "\t", ","].reduce((best, other) => (count(other) > count(best) ? other : best));
  /** @type {string[][]} */
  const rows = [];
  let row = [""];
  let quoted = false;
  for (let at = 0; at < plain.length; at++) {
    const letter = plain[at];
    if (quoted && letter === '"' && plain[at + 1] === '"') row[row.length - 1] += plain[at++];
    else if (letter === '"' && (quoted || !row[row.length - 1])) quoted = !quoted;
    else if (!quoted && letter === sign) row.push("");
    else if (!quoted && letter === "\n") {
      rows.push(row);
      row = [""];
    } else if (quoted || letter !== "\r") row[row.length - 1] += letter;
  }
  rows.push(row);
  return { rows: rows.filter((cells) => cells.some((cell) => cell.trim())), comma: sign === ";" };
}
