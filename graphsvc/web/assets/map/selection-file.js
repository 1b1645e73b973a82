// What is chosen as a CSV file.
import { csvOf } from "./csv.js";
import { placed } from "./places.js";

/**
 * The nodes with their values; the last column says in the first row where they come from.
 * @param {import("./store.js").State} state
 * @param {number[]} nodes
 * @param {string} address of the page
 */
export function selectionCsv({ scene, model, own, put }, nodes, address) {
  const { id, label, kind, group, place, value } = scene.nodes;
  const { x, y } = placed(model, "network", put);
  const columns = own ? [...own.numbers, ...own.words] : [];
  const header = [
    "id",
    "name",
    "kind",
    "group",
    "place",
    "partners",
    "x",
    "y",
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
    x[node],
    y[node],
    ...(value ? [value[node]] : []),
    ...columns.map(([, values]) => values[node]),
    rank ? "" : `${scene.title} ${scene.about} ${address}`,
  ]);
  return csvOf([header, ...rows], scene.language);
}
