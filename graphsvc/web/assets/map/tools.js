// Switch of views, zoom, saving and the link to exactly this.
import { make } from "../shared/dom.js";
import { dataKey } from "../shared/links.js";
import { put } from "./address.js";
import { savePng, saveSvg } from "./save.js";

// What the server makes; its pictures are laid out for print, those of the browser show what is on the screen.
const SERVER = ["png", "svg", "html", "xlsx", "zip", "csv", "graphml", "gexf"];
const PRINTED = ["png", "svg"];

export class Tools {
  /**
   * @param {import("./store.js").Reader} store
   * @param {import("../types").Tell} tell
   * @param {Pick<import("../types").Actions, "show" | "say">} actions
   * @param {DOMStringMap} addresses `exportCsv` and the like: where the server saves what is shown
   * @param {(() => import("./picture.js").Picture | null) | null} picture null where nothing can be drawn
   */
  constructor(store, tell, actions, addresses, picture) {
    this.store = store;
    this.tell = tell;
    this.actions = actions;
    this.addresses = addresses;
    this.picture = picture;
    /** @type {HTMLButtonElement[]} */
    this.modes = [];
    this.element = make("div", { class: "map-tools", role: "group", "aria-label": tell("map.tools") });
    document.addEventListener("fullscreenchange", () => this.picture?.()?.resized());
    store.subscribe((now, before) => {
      if (now.mode !== before.mode) this.#press();
    });
  }

  draw() {
    const { tell, picture } = this;
    const located = this.store.get().scene.nodes.lng.some((lng) => lng !== null);
    this.modes = [
      ...(picture ? [this.#mode("network")] : []),
      ...(picture && located ? [this.#mode("map")] : []),
      this.#mode("table"),
    ];
    const zoom = picture && [
      this.#sign("map.zoom_in", "+", () => picture()?.view.zoom(1 / 1.5)),
      this.#sign("map.zoom_out", "−", () => picture()?.view.zoom(1.5)),
      this.#sign("map.fit", "⤢", () => picture()?.fit()),
    ];
    this.element.replaceChildren(
      make("span", { class: "map-modes", role: "group", "aria-label": tell("map.mode") }, this.modes),
      ...(zoom ?? []),
      document.fullscreenEnabled ? this.#button(tell("map.full_screen"), () => this.#fullScreen()) : "",
      this.#saving(),
      this.#button(tell("map.link"), () => this.#link()),
    );
    this.#press();
  }

  #press() {
    const { mode } = this.store.get();
    for (const button of this.modes) {
      button.setAttribute("aria-pressed", String(button.dataset.modeOf === mode));
    }
  }

  /** @param {import("../types").Mode} mode */
  #mode(mode) {
    const button = this.#button(this.tell(`map.mode_${mode}`), () => this.actions.show(mode));
    button.dataset.modeOf = mode;
    return button;
  }

  /** @param {string} text @param {() => void} action */
  #button(text, action) {
    return make("button", { type: "button", class: "map-button", text, onclick: action });
  }

  /** @param {string} key @param {string} sign @param {() => void} action */
  #sign(key, sign, action) {
    const label = this.tell(key);
    const button = this.#button(sign, action);
    button.classList.add("map-sign");
    button.setAttribute("aria-label", label);
    button.title = label;
    return button;
  }

  #saving() {
    const list = [
      ...(this.picture ? [this.#drawing("PNG", savePng), this.#drawing("SVG", saveSvg)] : []),
      ...SERVER.filter((format) => this.addresses[dataKey("export", format)]).map((format) =>
        this.#button(
          PRINTED.includes(format)
            ? this.tell("map.print", { format: format.toUpperCase() })
            : format.toUpperCase(),
          () => location.assign(this.addresses[dataKey("export", format)] ?? ""),
        ),
      ),
    ];
    return make(
      "details",
      { class: "map-saving" },
      make("summary", { class: "map-button", text: this.tell("map.export") }),
      make(
        "ul",
        {},
        list.map((button) => make("li", {}, button)),
      ),
    );
  }

  /** @param {string} text @param {typeof savePng} save */
  #drawing(text, save) {
    return this.#button(text, () => {
      const picture = this.picture?.();
      if (picture) save(picture, this.store.get(), this.tell);
    });
  }

  // The whole map with its tools and panels; Escape leads back too.
  async #fullScreen() {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await this.element.closest("[data-map]")?.requestFullscreen();
  }

  async #link() {
    put(this.store.get());
    await navigator.clipboard?.writeText(location.href).catch(() => null);
    this.actions.say(this.tell("map.link_done"));
  }
}
