// Legend and filter in one: what colors mean, how many there are, and what is drawn.
import { make, slider, swatch } from "../shared/dom.js";
import { groupColor, isDark, tieColor } from "../shared/palette.js";
import { extent } from "../shared/range.js";

export class Legend {
  /** The badges that count nodes and ties, by the key of their legend entry. @type {Map<string, HTMLElement>} */
  badges = new Map();

  /**
   * @param {import("./store.js").Reader} store
   * @param {import("../types").Tell} tell
   * @param {Pick<import("../types").Actions, "filter">} actions
   */
  constructor(store, tell, actions) {
    this.store = store;
    this.tell = tell;
    this.actions = actions;
    this.element = make("section", {
      class: "map-legend",
      "aria-label": tell("map.legend"),
      onchange: (/** @type {{ target: HTMLInputElement }} */ { target }) => this.#changed(target),
    });
  }

  draw() {
    const { tell } = this;
    const { scene } = this.store.get();
    this.badges.clear();
    /** @type {(Node | null)[]} */
    const parts = [make("h2", { class: "map-title", text: tell("map.legend") })];
    /** @type {[string, string, Node | null][]} */
    const groups = scene.groups.map((group, place) => [
      `g:${group.id}`,
      group.label,
      swatch(groupColor(scene, place)),
    ]);
    const rest = tell(scene.legend.scale === "steps" ? "map.no_value" : "map.ungrouped");
    if (groups.length && scene.nodes.group.includes(-1))
      groups.push(["g:", rest, swatch(groupColor(scene, -1))]);
    parts.push(this.#choices(scene.legend.title, groups), this.#ends());
    /** @type {[string, string, Node | null][]} */
    const kinds = scene.kinds.map((kind) => [`k:${kind.id}`, kind.label, null]);
    if (!sameGroups(scene)) parts.push(this.#choices(tell("map.kinds"), kinds));
    /** @type {[string, string, Node | null][]} */
    const ties = scene.edge_kinds.map((kind) => [
      `e:${kind.id}`,
      kind.label,
      swatch(tieColor(kind.color), "line"),
    ]);
    parts.push(this.#choices(tell("map.ties"), ties));
    parts.push(this.#period(), this.#strength());
    parts.push(make("p", { class: "map-note", text: sizeWords(scene, tell) }));
    this.element.replaceChildren(...parts.filter((part) => part !== null));
    this.#counts();
  }

  // Both ends of a scale in words, and what is measured.
  #ends() {
    const { scene } = this.store.get();
    const words = endWords(scene, this.tell);
    if (!words) return null;
    return make(
      "p",
      { class: "map-note map-ends" },
      `${words} `,
      make("span", { text: scene.legend.meaning }),
    );
  }

  /** @param {string} title @param {[string, string, Node | null][]} entries */
  #choices(title, entries) {
    if (!entries.length) return null;
    const rows = entries.map(([key, label, mark]) => {
      const badge = make("span", { class: "map-count" });
      this.badges.set(key, badge);
      const box = make("input", { type: "checkbox", value: key, checked: !this.store.get().off.has(key) });
      return make("label", { class: "map-choice" }, box, mark, make("span", { text: label }), badge);
    });
    return make("fieldset", {}, make("legend", { text: title }), rows);
  }

  #counts() {
    const { model, scene } = this.store.get();
    const sums = new Map();
    const add = (/** @type {string} */ key) => sums.set(key, (sums.get(key) ?? 0) + 1);
    for (let n = 0; n < model.size; n++) {
      const group = scene.nodes.group[n];
      const kind = scene.nodes.kind[n];
      add(group < 0 ? "g:" : `g:${scene.groups[group].id}`);
      add(`k:${scene.kinds[kind].id}`);
    }
    for (let e = 0; e < model.edgeCount; e++) add(`e:${scene.edge_kinds[scene.edges.kind[e]].id}`);
    for (const [key, badge] of this.badges) badge.textContent = this.tell.number(sums.get(key) ?? 0);
  }

  #period() {
    const { tell } = this;
    const { scene, period } = this.store.get();
    if (!scene.years || scene.years[0] === scene.years[1]) return null;
    const [first, last] = scene.years;
    const [from, to] = period ?? scene.years;
    const end = (/** @type {string} */ name, /** @type {number} */ value) =>
      slider(tell(`map.${name}`), String(value), {
        min: String(first),
        max: String(last),
        value: String(value),
        "data-period": name,
      }).row;
    return make(
      "fieldset",
      {},
      make("legend", { text: tell("map.period") }),
      end("from", from),
      end("to", to),
    );
  }

  #strength() {
    const { tell } = this;
    const { model, strength } = this.store.get();
    const levels = this.#levels();
    if (levels.length < 2) return null;
    let place = 0;
    while (place + 1 < levels.length && levels[place] < strength) place++;
    const shown = tell.number(levels[place]);
    const attributes = {
      min: "0",
      max: String(levels.length - 1),
      value: String(place),
      "data-strength": "",
      "aria-valuetext": shown,
      disabled: !model.edgeCount,
    };
    return slider(tell("map.strength"), shown, attributes, "map-strength").row;
  }

  // No limit, then the strengths that leave out ever more: tenths of all ties.
  #levels() {
    const { weights } = this.store.get().model;
    if (!weights.length) return [0];
    const tenths = [...Array(19).keys()].map(
      (step) => weights[Math.floor(((step + 1) / 20) * weights.length)],
    );
    return [...new Set([0, ...tenths, weights[weights.length - 1]])];
  }

  /** @param {HTMLInputElement} target */
  #changed(target) {
    if (target.type === "checkbox") {
      const off = new Set(this.store.get().off);
      if (target.checked) off.delete(target.value);
      else off.add(target.value);
      this.actions.filter({ off });
    } else if (target.dataset.period) this.#dated(target);
    else {
      const strength = this.#levels()[Number(target.value)];
      target.setAttribute("aria-valuetext", this.tell.number(strength));
      shown(target, this.tell.number(strength));
      this.actions.filter({ strength });
    }
  }

  /** @param {HTMLInputElement} target */
  #dated(target) {
    /** @type {NodeListOf<HTMLInputElement>} */
    const [from, to] = this.element.querySelectorAll("[data-period]");
    if (Number(from.value) > Number(to.value)) (target === from ? to : from).value = target.value;
    for (const range of [from, to]) shown(range, range.value);
    const { years } = this.store.get().scene;
    const [first, last] = [Number(from.value), Number(to.value)];
    const whole = first === years?.[0] && last === years[1];
    this.actions.filter({ period: whole ? null : [first, last] });
  }
}

/** The value beside a slider. @param {HTMLElement} field @param {string} text */
function shown(field, text) {
  if (field.nextElementSibling) field.nextElementSibling.textContent = text;
}

/** @param {import("../types").Scene} scene @param {import("../types").Tell} tell */
export function endWords(scene, tell) {
  const { scale, ends, unit, share } = scene.legend;
  if (scale !== "steps" || !ends) return "";
  const [low, high] = ends.map((value) => tell.figure(value, share));
  if (ends[0] === ends[1]) return tell("map.ends_same", { low, unit }).replace(" .", ".");
  return tell(isDark() ? "map.ends_light" : "map.ends_dark", { low, high, unit }).replace(" .", ".");
}

/** @param {import("../types").Scene} scene @param {import("../types").Tell} tell */
export function sizeWords(scene, tell) {
  const [low, high] = extent(scene.nodes.size);
  if (!(low < high)) return tell("map.size", { what: scene.legend.size });
  return tell("map.size_ends", { what: scene.legend.size, low: tell.figure(low), high: tell.figure(high) });
}

/** @param {import("../types").Scene} scene */
function sameGroups(scene) {
  const kinds = new Set(scene.kinds.map(({ id }) => id));
  return scene.groups.length > 0 && scene.groups.every(({ id }) => kinds.has(id));
}
