// Colors of light and dark pages. Those of nodes and ties can be told apart with color blindness (after Okabe and
// Ito, and Tol). `classes` is viridis without its end that the page would swallow, `areas` is one hue; on light pages
// the darker is the more, on dark ones the lighter.
const LIGHT = {
  none: "#8a9599",
  // biome-ignore format: one row
  nodes: ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b58900", "#56b4e9", "#882255", "#44aa99", "#332288", "#999933"],
  ties: ["#6f7f86", "#0072b2", "#882255", "#aa4499", "#117733", "#d55e00", "#332288", "#6f7f86", "#b58900"],
  classes: ["#6ccd5a", "#35b779", "#1f9e89", "#26828e", "#31688e", "#433e85", "#440154"],
  areas: ["#eef5f2", "#bfdfd8", "#7fbcb6", "#3c8f92", "#0d5c63"],
  ink: {
    text: "#1d2b2a",
    muted: "#55645f",
    line: "#d0d6d3",
    faint: "#e7ebe9",
    back: "#ffffff",
    raised: "#ffffff",
  },
};

/** @type {typeof LIGHT} */
const DARK = {
  none: "#8b979b",
  // biome-ignore format: one row
  nodes: ["#56b4e9", "#ff8c42", "#2ecf9f", "#f0a6cb", "#f0e442", "#9ad4ff", "#e58fb2", "#7fd8c9", "#a99bff", "#d6d675"],
  ties: ["#93a3a9", "#56b4e9", "#f0a6cb", "#e58fb2", "#7fd8a0", "#ff8c42", "#a99bff", "#93a3a9", "#f0e442"],
  classes: ["#3e4c8a", "#31688e", "#26828e", "#1f9e89", "#35b779", "#8fd744", "#fde725"],
  areas: ["#1f2f33", "#22525a", "#2f7f86", "#55b3ae", "#a8e3d2"],
  ink: {
    text: "#e6ecea",
    muted: "#a9b5b4",
    line: "#3c494c",
    faint: "#2b3537",
    back: "#161d1e",
    raised: "#20292b",
  },
};

const dark = window.matchMedia("(prefers-color-scheme: dark)");

/** @type {(() => void)[]} */
const listeners = [];
let night = chosen();

function chosen() {
  const { theme } = document.documentElement.dataset;
  return theme ? theme === "dark" : dark.matches;
}

function changed() {
  if (night === chosen()) return;
  night = chosen();
  for (const action of listeners) action();
}

dark.addEventListener("change", changed);
new MutationObserver(changed).observe(document.documentElement, { attributeFilter: ["data-theme"] });

export function isDark() {
  return night;
}

function colors() {
  return night ? DARK : LIGHT;
}

/** @param {() => void} action */
export function onTheme(action) {
  listeners.push(action);
}

/** @param {number} number */
export function nodeColor(number) {
  const { nodes, none } = colors();
  return number < 0 ? none : nodes[number % nodes.length];
}

/**
 * The color of a group: one of those that tell apart, or a step of those that run from low to high.
 * @param {Pick<import("../types").Scene, "groups" | "legend">} scene
 * @param {number} group
 */
export function groupColor(scene, group) {
  const color = group < 0 ? -1 : scene.groups[group].color;
  return scene.legend.scale === "steps" && color >= 0 ? colors().classes[color] : nodeColor(color);
}

/** @param {number} number */
export function tieColor(number) {
  const { ties } = colors();
  return ties[Math.max(number, 0) % ties.length];
}

export function palette() {
  return colors().nodes;
}

export function ink() {
  return colors().ink;
}

// From low to high.
export function areaColors() {
  return colors().areas;
}

/** Text that can be read on a color of `areaColors`. @param {number} share */
export function onArea(share) {
  if (share > 0.6) return night ? "#10201f" : "#ffffff";
  return night ? "#e6ecea" : "#10201f";
}
