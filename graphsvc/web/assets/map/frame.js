// Where the parts of a map stand in its element, and the words of its status line.
import { make } from "../shared/dom.js";
import { edgesPlaced, unplaced } from "./places.js";

/**
 * @param {HTMLElement} element
 * @param {import("../types").Tell} tell
 * @param {string} title
 * @param {{ search: Node, tools: Node, sheet: Node, side: Node[] }} parts
 */
export function framed(element, tell, title, { search, tools, sheet, side }) {
  const helpId = `${element.id || "map"}-help`;
  const status = make("p", { class: "map-status", role: "status" });
  const stage = make("div", {
    class: "map-stage",
    tabindex: "0",
    role: "application",
    "aria-label": tell("map.label", { title }),
    "aria-describedby": helpId,
  });
  const view = make("div", { class: "map-view" }, stage, sheet);
  element.append(
    make("div", { class: "map-bar" }, search, tools),
    status,
    make("div", { class: "map-body" }, view, make("div", { class: "map-side" }, side)),
    make(
      "details",
      { class: "map-keys" },
      make("summary", { text: tell("map.keys") }),
      make("p", { class: "map-help", id: helpId, text: tell("map.help") }),
    ),
  );
  return { status, stage };
}

/** The ties that have a line in the view that is shown. @param {import("./store.js").State} state */
export function edgesShown({ model, mode }) {
  return mode === "map" ? edgesPlaced(model) : model.edgesDrawn;
}

/**
 * How much is drawn, and why not all.
 * @param {import("./store.js").State} state
 * @param {import("../types").Tell} tell
 * @param {boolean} webgl
 */
export function statusWords(state, tell, webgl) {
  const { model, mode, scene } = state;
  const words = [tell("map.counts", { nodes: model.nodesDrawn, edges: edgesShown(state) })];
  if (!model.size) words.push(tell("map.empty"));
  if (model.nodesDrawn < model.size) words.push(tell("map.hidden", { nodes: model.size - model.nodesDrawn }));
  if (mode === "map" && unplaced(model)) words.push(tell("map.nowhere", { nodes: unplaced(model) }));
  if (!webgl) words.push(tell("map.no_webgl"));
  if (scene.cut) words.push(scene.cut.text);
  if (scene.waiting) words.push(scene.waiting);
  return words.join(" · ");
}
