// Colors that people with color blindness can tell apart (after Okabe and Ito, and Tol), for light and dark.
const LIGHT = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#b58900",
  "#56b4e9",
  "#882255",
  "#44aa99",
  "#332288",
  "#999933",
];
const DARK = [
  "#56b4e9",
  "#ff8c42",
  "#2ecf9f",
  "#f0a6cb",
  "#f0e442",
  "#9ad4ff",
  "#e58fb2",
  "#7fd8c9",
  "#a99bff",
  "#d6d675",
];

const TIES = {
  light: ["#6f7f86", "#0072b2", "#882255", "#aa4499", "#117733", "#d55e00", "#332288"],
  dark: ["#93a3a9", "#56b4e9", "#f0a6cb", "#e58fb2", "#7fd8a0", "#ff8c42", "#a99bff"],
};

const dark = window.matchMedia("(prefers-color-scheme: dark)");

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

export function onTheme(action) {
  listeners.push(action);
}

export function nodeColor(number) {
  if (number < 0) return isDark() ? "#8b979b" : "#8a9599";
  const palette = isDark() ? DARK : LIGHT;
  return palette[number % palette.length];
}

// Viridis without its end that the page would swallow: on light pages the darker is the more, on dark ones the lighter.
const RAMP = {
  light: ["#6ccd5a", "#35b779", "#1f9e89", "#26828e", "#31688e", "#433e85", "#440154"],
  dark: ["#3e4c8a", "#31688e", "#26828e", "#1f9e89", "#35b779", "#8fd744", "#fde725"],
};

// The color of a group: one of those that tell apart, or a step of those that run from low to high.
export function groupColor(scene, group) {
  const color = group < 0 ? -1 : scene.groups[group].color;
  if (scene.legend.scale !== "steps" || color < 0) return nodeColor(color);
  return stepColor(color);
}

export function stepColor(step) {
  return (isDark() ? RAMP.dark : RAMP.light)[step];
}

export function tieColor(number) {
  const palette = isDark() ? TIES.dark : TIES.light;
  return palette[Math.max(number, 0) % palette.length];
}

export function palette() {
  return isDark() ? DARK : LIGHT;
}

export function ink() {
  return isDark()
    ? {
        text: "#e6ecea",
        muted: "#a9b5b4",
        line: "#3c494c",
        faint: "#2b3537",
        back: "#161d1e",
        raised: "#20292b",
      }
    : {
        text: "#1d2b2a",
        muted: "#55645f",
        line: "#d0d6d3",
        faint: "#e7ebe9",
        back: "#ffffff",
        raised: "#ffffff",
      };
}

// Text that can be read on a step of `steps`.
export function onStep(share) {
  return share > 0.6 === isDark() ? "#10201f" : share > 0.6 ? "#ffffff" : isDark() ? "#e6ecea" : "#10201f";
}

// From low to high, one hue, so that the darker (on dark pages: lighter) is always the more.
export function steps() {
  return isDark()
    ? ["#1f2f33", "#22525a", "#2f7f86", "#55b3ae", "#a8e3d2"]
    : ["#eef5f2", "#bfdfd8", "#7fbcb6", "#3c8f92", "#0d5c63"];
}
