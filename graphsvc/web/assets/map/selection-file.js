// What is chosen as a CSV file, as the spreadsheet program of the page's language opens it.

const FORMULA = /^['=+\-@\t\r]/;

/**
 * The nodes with their values; the last column says in the first row where they come from.
 * @param {import("./store.js").State} state
 * @param {number[]} nodes
 * @param {string} address of the page
 */
export function selectionCsv({ scene, model, own }, nodes, address) {
  const { id, label, kind, group, place, value } = scene.nodes;
  const german = scene.language === "de";
  const columns = own ? [...own.numbers, ...own.words] : [];
  const header = [
    "id",
    "name",
    "kind",
    "group",
    "place",
    "partners",
    ...(value ? ["color_value"] : []),
    ...columns.map(([name]) => name),
    "about",
  ];
  const rows = nodes.map((node, rank) => [
    id[node],
    label[node],
    scene.kinds[kind[node]].id,
    group[node] >= 0 ? scene.groups[group[node]].label : "",
    place[node],
    model.partners[node],
    ...(value ? [value[node]] : []),
    ...columns.map(([, values]) => values[node]),
    rank ? "" : `${scene.title} ${scene.about} ${address}`,
  ]);
  const lines = [header, ...rows].map((row) =>
    row.map((cell) => written(cell, german)).join(german ? ";" : ","),
  );
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

/** @param {string | number | null | undefined} cell @param {boolean} german */
function written(cell, german) {
  if (typeof cell === "number" && !Number.isFinite(cell)) return "";
  if (typeof cell === "number") return german ? String(cell).replace(".", ",") : String(cell);
  const text = cell ?? "";
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
