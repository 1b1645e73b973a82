// Switch of views, zoom, saving and the link to exactly this.
import { make } from "../shared/dom.js";
import { put } from "./address.js";
import { savePng, saveSvg } from "./save.js";

const SERVER = ["html", "csv", "xlsx", "graphml", "gexf"];

export class Tools {
  constructor(page) {
    this.page = page;
    this.element = make("div", { class: "map-tools", role: "group", "aria-label": page.tell("map.tools") });
  }

  draw() {
    const { page } = this;
    const located = page.scene.nodes.lng.some((lng) => lng !== null);
    const modes = page.webgl ? ["network", ...(located ? ["map"] : []), "table"] : ["table"];
    this.modes = modes.map((mode) =>
      make("button", {
        type: "button",
        class: "map-button",
        "data-mode-of": mode,
        text: page.tell(`map.mode_${mode}`),
        onclick: () => page.show(mode),
      }),
    );
    this.element.replaceChildren(
      make("span", { class: "map-modes", role: "group", "aria-label": page.tell("map.mode") }, this.modes),
      ...(page.webgl
        ? [
            this.#sign("map.zoom_in", "+", () => page.picture?.zoom(1 / 1.5)),
            this.#sign("map.zoom_out", "−", () => page.picture?.zoom(1.5)),
            this.#sign("map.fit", "⤢", () => page.picture?.fit()),
          ]
        : []),
      this.#saving(),
      make("button", {
        type: "button",
        class: "map-button",
        text: page.tell("map.link"),
        onclick: () => this.#link(),
      }),
    );
    this.pressed();
  }

  pressed() {
    for (const button of this.modes ?? []) {
      button.setAttribute("aria-pressed", String(button.dataset.modeOf === this.page.state.mode));
    }
  }

  #sign(key, sign, action) {
    const label = this.page.tell(key);
    return make("button", {
      type: "button",
      class: "map-button map-sign",
      "aria-label": label,
      title: label,
      text: sign,
      onclick: action,
    });
  }

  #saving() {
    const { page } = this;
    const entry = (text, action) =>
      make("li", {}, make("button", { type: "button", class: "map-button", text, onclick: action }));
    const list = page.webgl ? [entry("PNG", () => savePng(page)), entry("SVG", () => saveSvg(page))] : [];
    for (const format of SERVER) {
      const key = `export${format[0].toUpperCase()}${format.slice(1)}`;
      if (page.element.dataset[key])
        list.push(entry(format.toUpperCase(), () => location.assign(page.element.dataset[key])));
    }
    return make(
      "details",
      { class: "map-saving" },
      make("summary", { class: "map-button", text: page.tell("map.export") }),
      make("ul", {}, list),
    );
  }

  async #link() {
    put(this.page.state);
    await navigator.clipboard?.writeText(location.href).catch(() => null);
    this.page.say(this.page.tell("map.link_done"));
  }
}
