// CSV files: read as spreadsheet programs write them, written as those of the page's language open them.

const FORMULA = /^['=+\-@\t\r]/; // as in graphsvc/drawing/spreadsheets.py

/** @typedef {string | number | null | undefined} Cell */

/** A file as text: UTF-8, else as Windows in Western Europe writes it. @param {ArrayBuffer} content */
export function decoded(content) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    return new TextDecoder("windows-1252").decode(content);
  }
}

/** Rows of cells; semicolons between them mean decimal commas. @param {string} text */
export function parsed(text) {
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

/**
 * Rows in the dialect of a language; a text that could be taken for a formula gets one `'` before it.
 * @param {Cell[][]} rows
 * @param {string} language
 */
export function csvOf(rows, language) {
  const german = language === "de";
  const lines = rows.map((row) => row.map((cell) => written(cell, german)).join(german ? ";" : ","));
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

/** @param {Cell} cell @param {boolean} german */
function written(cell, german) {
  if (typeof cell === "number" && !Number.isFinite(cell)) return "";
  if (typeof cell === "number") return german ? String(cell).replace(".", ",") : String(cell);
  const text = cell ?? "";
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
