// What was done on the map, as it stands in the fragment of the address.
const EMPTY = {
  mode: "",
  selected: "",
  target: "",
  camera: null,
  period: null,
  strength: 0,
  level: null,
  off: new Set(),
  added: [],
};

export function read(fragment) {
  const part = new URLSearchParams(fragment.replace(/^#/, ""));
  const numbers = (name, count) => {
    const values = (part.get(name) ?? "").split(",").map(Number);
    return part.get(name) && values.length === count && values.every(Number.isFinite) ? values : null;
  };
  const period = /^(\d{4})-(\d{4})$/.exec(part.get("p") ?? "");
  return {
    ...EMPTY,
    mode: ["network", "map", "table"].includes(part.get("m")) ? part.get("m") : "",
    selected: part.get("s") ?? "",
    target: part.get("t") ?? "",
    camera: numbers("c", 3),
    period: period ? [Number(period[1]), Number(period[2])] : null,
    strength: Math.max(Number(part.get("w")) || 0, 0),
    level: /^-?\d$/.test(part.get("r") ?? "") ? Number(part.get("r")) : null,
    off: new Set(part.getAll("off")),
    added: part.getAll("x"),
  };
}

export function write(state) {
  const part = new URLSearchParams();
  if (state.mode && state.mode !== "network") part.set("m", state.mode);
  if (state.selected) part.set("s", state.selected);
  if (state.target) part.set("t", state.target);
  if (state.camera) part.set("c", state.camera.map((value) => Number(value.toFixed(4))).join(","));
  if (state.period) part.set("p", state.period.join("-"));
  if (state.strength) part.set("w", String(state.strength));
  if (state.level !== null) part.set("r", String(state.level));
  for (const key of [...state.off].sort()) part.append("off", key);
  for (const id of state.added) part.append("x", id);
  return part.toString();
}

let pending = 0;

export function keep(state) {
  clearTimeout(pending);
  pending = setTimeout(() => put(state), 200);
}

export function put(state) {
  clearTimeout(pending);
  const fragment = write(state);
  try {
    history.replaceState(
      history.state,
      "",
      `${location.pathname}${location.search}${fragment ? `#${fragment}` : ""}`,
    );
  } catch {
    location.hash = fragment;
  }
}
