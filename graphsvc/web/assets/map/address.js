// What was done on the map, as it stands in the fragment of the address.

/** @typedef {import("../types").AddressState} AddressState */

/** @type {readonly import("../types").Mode[]} */
const MODES = ["network", "map", "table"];

// A sign that stands in no id and that addresses take as it is.
const BETWEEN = "*";

/** @param {string | null} text */
function ids(text) {
  return [...new Set((text ?? "").split(BETWEEN).filter(Boolean))];
}

/** @param {string[]} ends @returns {import("../types").OwnRange | null} */
function range([column, low, high, ...more]) {
  const [from, to] = [Number(low || "none"), Number(high || "none")];
  return column && !more.length && Number.isFinite(from) && Number.isFinite(to) ? [column, from, to] : null;
}

const PINNED = "!"; // begins no id

/** @param {string | null} text @returns {import("../types").Put[]} */
function puts(text) {
  const found = new Map();
  for (const part of (text ?? "").split(BETWEEN)) {
    const [, x, y, pinned, id] = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?),(!?)(.+)$/.exec(part) ?? [];
    if (id) found.set(id, { id, x: Number(x), y: Number(y), pinned: pinned === PINNED });
  }
  return [...found.values()];
}

/** @param {string | null | undefined} text @returns {import("../types").Mode | ""} */
export function modeOf(text) {
  return MODES.find((mode) => mode === text) ?? "";
}

/** @param {string} fragment @returns {AddressState} */
export function read(fragment) {
  const part = new URLSearchParams(fragment.replace(/^#/, ""));
  const period = /^(\d{4})-(\d{4})$/.exec(part.get("p") ?? "");
  const [x, y, ratio, ...more] = (part.get("c") || "none").split(",").map(Number);
  return {
    mode: modeOf(part.get("m")),
    selected: part.get("s") ?? "",
    target: part.get("t") ?? "",
    camera: [x, y, ratio].every(Number.isFinite) && !more.length ? [x, y, ratio] : null,
    period: period ? [Number(period[1]), Number(period[2])] : null,
    strength: Math.max(Number(part.get("w")) || 0, 0),
    level: /^-?\d$/.test(part.get("r") ?? "") ? Number(part.get("r")) : null,
    off: new Set(part.getAll("off")),
    added: part.getAll("x"),
    chosen: ids(part.get("sel")),
    kept: ids(part.get("keep")),
    hidden: ids(part.get("hide")),
    put: puts(part.get("put")),
    ownColor: part.get("oc") ?? "",
    ownSize: part.get("os") ?? "",
    range: range(part.getAll("or")),
    columns: ids(part.get("cols")),
  };
}

/** @param {AddressState} state */
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
  if (state.chosen.length) part.set("sel", state.chosen.join(BETWEEN));
  if (state.kept.length) part.set("keep", state.kept.join(BETWEEN));
  if (state.hidden.length) part.set("hide", state.hidden.join(BETWEEN));
  const put = state.put.map(({ id, x, y, pinned }) => `${x},${y},${pinned ? PINNED : ""}${id}`);
  if (put.length) part.set("put", put.join(BETWEEN));
  if (state.ownColor) part.set("oc", state.ownColor);
  if (state.ownSize) part.set("os", state.ownSize);
  for (const end of state.range ?? []) part.append("or", String(end));
  if (state.columns.length) part.set("cols", state.columns.join(BETWEEN));
  return part.toString();
}

/**
 * The parts that a scene does not have, let go: years outside of its own, nodes that are not there.
 * @param {AddressState} state
 * @param {[number, number] | null} years
 * @param {(id: string) => boolean} has
 * @returns {Pick<AddressState, "period" | "selected" | "target" | "chosen" | "kept" | "hidden">}
 */
export function fitting(state, years, has) {
  const selected = has(state.selected) ? state.selected : "";
  const target = selected && has(state.target) ? state.target : "";
  const [chosen, kept, hidden] = [state.chosen, state.kept, state.hidden].map((all) => all.filter(has));
  return { period: fittingPeriod(state, years), selected, target, chosen, kept, hidden };
}

/**
 * @param {AddressState} state
 * @param {[number, number] | null} years
 * @returns {[number, number] | null}
 */
function fittingPeriod(state, years) {
  if (!years || !state.period) return null;
  const [first, last] = years;
  const [from, to] = [Math.max(state.period[0], first), Math.min(state.period[1], last)];
  const whole = from === first && to === last;
  return from > to || whole ? null : [from, to];
}

/** The address of what is seen, from the path on. @param {AddressState} state */
export function here(state) {
  const fragment = write(state);
  return `${location.pathname}${location.search}${fragment ? `#${fragment}` : ""}`;
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let pending;

/** @param {AddressState} state */
export function keep(state) {
  clearTimeout(pending);
  pending = setTimeout(() => put(state), 200);
}

/** @param {AddressState} state */
export function put(state) {
  clearTimeout(pending);
  try {
    history.replaceState(history.state, "", here(state));
  } catch {
    location.hash = write(state);
  }
}
