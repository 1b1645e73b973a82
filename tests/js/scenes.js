// Small scenes to test with.

/**
 * A scene of nodes a, b, c … in order.
 * @param {{ x: number, y: number, lng?: number | null, lat?: number | null, group?: number, region?: string }[]} nodes
 * @param {{ from: number, to: number, weight?: number, kind?: number, years?: number }[]} [edges]
 */
export function scene(nodes, edges = []) {
  const ids = nodes.map((_, n) => String.fromCharCode(97 + n));
  const column = (rows, name, otherwise) => rows.map((row) => row[name] ?? otherwise);
  return {
    kinds: [{ id: "company", label: "Company", color: 0 }],
    groups: [
      { id: "north", label: "North", color: 0 },
      { id: "south", label: "South", color: 1 },
    ],
    edge_kinds: [
      { id: "collaboration", label: "Joint projects", color: 0 },
      { id: "member", label: "Member", color: 1 },
    ],
    years: [2018, 2021],
    nodes: {
      id: ids,
      label: ids.map((id) => id.toUpperCase()),
      kind: nodes.map(() => 0),
      group: column(nodes, "group", -1),
      size: nodes.map(() => 1),
      x: column(nodes, "x", 0),
      y: column(nodes, "y", 0),
      lng: column(nodes, "lng", null),
      lat: column(nodes, "lat", null),
      place: nodes.map(() => ""),
      region: column(nodes, "region", ""),
    },
    edges: {
      source: column(edges, "from", 0),
      target: column(edges, "to", 0),
      kind: column(edges, "kind", 0),
      weight: column(edges, "weight", 1),
      count: edges.map(() => 1),
      years: column(edges, "years", 0),
    },
  };
}

/** A path a – b – c – d, a second tie a – b, and e without any. */
export function path() {
  const nodes = [0, 1, 2, 3, 4].map((x) => ({ x, y: 0, group: x < 2 ? 0 : 1 }));
  return scene(nodes, [
    { from: 0, to: 1, weight: 2, years: 0b0001 },
    { from: 1, to: 2, weight: 1, years: 0b0110 },
    { from: 2, to: 3, weight: 5 },
    { from: 1, to: 0, weight: 0.5, kind: 1 },
  ]);
}
