/**
 * An element without HTML strings: every text is a text node. `text` sets it, `on…` listens, booleans and other
 * values that are no strings go to properties where there are such.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, any>} [attributes]
 * @param {...(Node | string | null | undefined | (Node | string | null | undefined)[])} children
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "text") element.textContent = value;
    else if (name in element && typeof value !== "string") Reflect.set(element, name, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/**
 * A slider between what it says and what it shows.
 * @param {string} text
 * @param {string} shown
 * @param {Record<string, any>} attributes of the field
 * @param {string} [kind] a further class
 */
export function slider(text, shown, attributes, kind = "") {
  const field = make("input", { type: "range", ...attributes });
  const output = make("output", { text: shown });
  const row = make("label", { class: `map-slider ${kind}`.trim() }, make("span", { text }), field, output);
  return { row, field, output };
}

/** @type {Record<string, (color: string, edge: string) => [string, Record<string, string | number>]>} */
const MARKS = {
  dot: (color) => ["circle", { cx: 6, cy: 6, r: 5, fill: color }],
  line: (color) => ["path", { d: "M0 6h12", stroke: color, "stroke-width": 3 }],
  area: (color, edge) => ["rect", { width: 12, height: 12, fill: color, stroke: edge }],
};

/** @param {string} color @param {"dot" | "line" | "area"} [shape] @param {string} [edge] */
export function swatch(color, shape = "dot", edge = "none") {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 12 12");
  svg.setAttribute("class", "map-swatch");
  svg.setAttribute("aria-hidden", "true");
  const [tag, attributes] = MARKS[shape](color, edge);
  const mark = document.createElementNS(space, tag);
  for (const [name, value] of Object.entries(attributes)) mark.setAttribute(name, String(value));
  svg.append(mark);
  return svg;
}

/** @param {string} name @param {Blob} blob */
export function save(name, blob) {
  const address = URL.createObjectURL(blob);
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
