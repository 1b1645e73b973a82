// Who is around: vis-network at positions from the server, never moving, and the same as a list by keyboard.
import { DataSet } from "vis-data/peer";
import { Network } from "vis-network/peer";
import { make, swatch } from "../shared/dom.js";
import { linkTo } from "../shared/links.js";
import { ink, nodeColor, onTheme, tieColor } from "../shared/palette.js";
import { bends } from "../shared/parallel.js";
import { load } from "../shared/ready.js";
import { teller } from "../shared/text.js";

const MANY = 200;
/** @type {Record<string, number>} */
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/** Draws the neighborhood of an element. @param {HTMLElement} element */
export async function startNeighbourhood(element) {
  const data = await load(element, "scene");
  if (data) new Neighbourhood(element, data);
}

class Neighbourhood {
  nodes = new DataSet(/** @type {any[]} */ ([]));
  edges = new DataSet(/** @type {any[]} */ ([]));
  /** @type {Map<string, HTMLButtonElement>} */
  buttons = new Map();

  /** @param {HTMLElement} element @param {import("../types").Neighborhood} data */
  constructor(element, data) {
    this.element = element;
    this.data = data;
    this.tell = teller(data.text, data.language);
    element.dataset.nodes = String(data.nodes.length);
    element.dataset.edges = String(data.edges.length);
    if (!data.edges.length) element.append(make("p", { text: this.tell("around.empty") }));
    this.stage = make("div", {
      class: "around-stage",
      role: "img",
      "aria-label": this.tell("map.label", { title: data.title }),
    });
    this.legend = make("div", { class: "around-legend" });
    element.append(
      ...(data.cut && element.dataset.cut !== "none"
        ? [make("p", { class: "around-note", text: data.cut })]
        : []),
      make("div", { class: "around-body" }, this.stage, this.#list()),
      this.legend,
    );
    this.#look();
    this.network = this.#network();
    if (data.focus) this.select(data.focus);
    onTheme(() => this.#look());
  }

  #network() {
    const network = new Network(
      this.stage,
      { nodes: this.nodes, edges: this.edges },
      {
        physics: false,
        layout: { improvedLayout: false },
        interaction: {
          dragNodes: false,
          hover: true,
          tooltipDelay: 150,
          keyboard: false,
          selectConnectedEdges: true,
        },
        edges: { arrows: { to: { enabled: false } }, hoverWidth: 0.5, selectionWidth: 1.5 },
        nodes: { borderWidth: 1.5, borderWidthSelected: 3 },
      },
    );
    network.fit({ animation: false });
    network.on("selectNode", ({ nodes }) => this.select(nodes[0], false));
    network.on("deselectNode", () => this.select("", false));
    network.on("doubleClick", ({ nodes }) => nodes.length && this.open(nodes[0]));
    return network;
  }

  #look() {
    const colors = ink();
    const { data } = this;
    const groupColor = (/** @type {number} */ place) => nodeColor(place < 0 ? -1 : data.groups[place].color);
    const named = mostly(data);
    this.nodes.update(
      data.nodes.map(({ id, label, title, x, y, size, shape, group_number: group }) => ({
        id,
        label: named.has(id) ? label : "",
        title,
        x,
        y,
        size,
        shape,
        color: {
          background: groupColor(group),
          border: id === data.focus ? colors.text : colors.back,
          highlight: { background: groupColor(group), border: colors.text },
          hover: { background: groupColor(group), border: colors.text },
        },
        font: {
          color: colors.text,
          size: id === data.focus ? 17 : 14,
          strokeWidth: 4,
          strokeColor: colors.back,
          face: "system-ui, sans-serif",
        },
      })),
    );
    const bent = curves(data);
    const faint = Math.max(0.08, Math.min(0.65, (0.65 * MANY) / data.edges.length));
    const strongest = Math.max(...data.edges.map(({ weight }) => weight), 1e-9);
    this.edges.update(
      data.edges.map(({ id, from, to, title, weight, kind_number: kind }, place) => ({
        id,
        from,
        to,
        title,
        width: (data.edges.length > MANY ? 0.5 : 1) + 4 * Math.sqrt(weight / strongest),
        color: {
          color: tieColor(data.edge_kinds[kind].color),
          opacity: from === data.focus || to === data.focus ? 0.65 : faint,
          highlight: colors.text,
          hover: colors.text,
        },
        smooth: bent[place],
      })),
    );
    this.#legend();
  }

  #legend() {
    const { data, tell } = this;
    const entries = [
      ...data.groups.map(({ label, color }) => [swatch(nodeColor(color)), label]),
      ...data.edge_kinds.map(({ label, color }) => [swatch(tieColor(color), "line"), label]),
    ];
    const rows = entries.map(([mark, label]) => make("li", {}, mark, make("span", { text: label })));
    this.legend.replaceChildren(
      make("ul", { "aria-label": tell("around.legend") }, rows),
      make("p", {
        class: "around-note",
        text: `${tell("map.size", { what: data.legend.size })} · ${tell("around.help")}`,
      }),
    );
  }

  // Nearest first: the focus, then by number of ties.
  #list() {
    const { data, tell } = this;
    /** @type {Map<string, Set<string>>} */
    const ties = new Map(data.nodes.map(({ id }) => [id, new Set()]));
    for (const { from, to } of data.edges) {
      ties.get(from)?.add(to);
      ties.get(to)?.add(from);
    }
    const around = (/** @type {string} */ id) => [...(ties.get(id) ?? [])];
    const names = new Map(data.nodes.map(({ id, name }) => [id, name]));
    const order = [...data.nodes].sort(
      (one, two) =>
        Number(two.id === data.focus) - Number(one.id === data.focus) ||
        around(two.id).length - around(one.id).length,
    );
    const rows = order.map(({ id, name, title }) => {
      const button = make("button", {
        type: "button",
        class: "around-name",
        "aria-pressed": "false",
        text: name,
        onclick: () => this.select(id),
      });
      button.addEventListener("keydown", (event) => this.#step(event));
      this.buttons.set(id, button);
      const link = this.#link(id);
      const partners = around(id)
        .map((other) => names.get(other))
        .sort();
      const facts = title.split("\n").slice(1).join(", ");
      return make(
        "li",
        {},
        link
          ? make("a", {
              href: link,
              class: "around-open",
              text: tell("map.open"),
              "aria-label": `${tell("map.open")}: ${name}`,
            })
          : null,
        button,
        make("small", { text: ` ${facts}` }),
        make(
          "details",
          {},
          make("summary", {
            text: `${tell("around.ties")}: ${tell.number(partners.length)}`,
            "aria-label": `${name}: ${tell("around.ties")} ${partners.length}`,
          }),
          make(
            "ul",
            {},
            partners.map((text) => make("li", { text })),
          ),
        ),
      );
    });
    const heading = make("h2", { class: "around-title", text: tell("around.list") });
    return make(
      "section",
      { class: "around-list", tabindex: "0", "aria-label": tell("around.list") },
      heading,
      make("ul", {}, rows),
    );
  }

  /** @param {KeyboardEvent} event */
  #step(event) {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...this.buttons.values()];
    const next =
      all[
        Math.min(
          Math.max(all.indexOf(/** @type {HTMLButtonElement} */ (event.currentTarget)) + step, 0),
          all.length - 1,
        )
      ];
    next.focus();
    next.click();
  }

  /** @param {string} id @param {boolean} [move] */
  select(id, move = true) {
    for (const [other, button] of this.buttons) button.setAttribute("aria-pressed", String(other === id));
    if (id) this.element.dataset.selected = id;
    else delete this.element.dataset.selected;
    if (move && id) this.network.selectNodes([id]);
    const detail = id ? { id, kind: this.data.nodes.find((node) => node.id === id)?.kind } : null;
    this.element.dispatchEvent(new CustomEvent("map:select", { bubbles: true, detail }));
  }

  /** @param {string} id */
  #link(id) {
    return linkTo(this.element, id.split(":")[0], id);
  }

  /** @param {string} id */
  open(id) {
    const link = this.#link(id);
    if (link) location.assign(link);
  }
}

// Names of all where there is room, else of the focus and the largest; the others are told on hover and in the list.
/** @param {import("../types").Neighborhood} data */
function mostly({ nodes, focus }) {
  if (nodes.length <= 60) return new Set(nodes.map(({ id }) => id));
  const largest = [...nodes].sort((one, two) => two.size - one.size).slice(0, 12);
  return new Set([focus, ...largest.map(({ id }) => id)]);
}

/** Parallel edges bend to both sides. @param {import("../types").Neighborhood} data */
function curves({ nodes, edges }) {
  const order = nodes.map(({ id }) => id).sort();
  const place = new Map(order.map((id, at) => [id, at]));
  const ends = (/** @type {"from" | "to"} */ end) => edges.map((edge) => place.get(edge[end]) ?? 0);
  return Array.from(bends(ends("from"), ends("to")), (bend) =>
    bend
      ? { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: 0.2 * Math.abs(bend) }
      : { enabled: false },
  );
}
