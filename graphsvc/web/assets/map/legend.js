// Legend and filter in one: what colors mean, how many there are, and what is drawn.
import { make, swatch } from "../shared/dom.js";
import { groupColor, isDark, tieColor } from "../shared/palette.js";

export class Legend {
  constructor(page) {
    this.page = page;
    this.element = make("section", { class: "map-legend", "aria-label": page.tell("map.legend") });
    this.element.addEventListener("change", (event) => this.#changed(event));
  }

  draw() {
    const { scene, tell } = this.page;
    this.badges = new Map();
    const parts = [make("h2", { class: "map-title", text: tell("map.legend") })];
    const groups = scene.groups.map((group, place) => [
      `g:${group.id}`,
      group.label,
      swatch(groupColor(scene, place)),
    ]);
    const rest = tell(scene.legend.scale === "steps" ? "map.no_value" : "map.ungrouped");
    if (groups.length && scene.nodes.group.includes(-1))
      groups.push(["g:", rest, swatch(groupColor(scene, -1))]);
    parts.push(this.#choices(scene.legend.title, groups), this.#ends());
    const kinds = scene.kinds.map((kind) => [`k:${kind.id}`, kind.label, null]);
    if (!sameGroups(scene)) parts.push(this.#choices(tell("map.kinds"), kinds));
    const ties = scene.edge_kinds.map((kind) => [
      `e:${kind.id}`,
      kind.label,
      swatch(tieColor(kind.color), "line"),
    ]);
    parts.push(this.#choices(tell("map.ties"), ties));
    parts.push(this.#period(), this.#strength());
    parts.push(make("p", { class: "map-note", text: sizeWords(scene, tell) }));
    this.element.replaceChildren(...parts.filter(Boolean));
    this.counts();
  }

  // Both ends of a scale in words, and what is measured.
  #ends() {
    const { scene, tell } = this.page;
    const words = endWords(scene, tell);
    if (!words) return null;
    return make(
      "p",
      { class: "map-note map-ends" },
      `${words} `,
      make("span", { text: scene.legend.meaning }),
    );
  }

  #choices(title, entries) {
    if (!entries.length) return null;
    const rows = entries.map(([key, label, mark]) => {
      const badge = make("span", { class: "map-count" });
      this.badges.set(key, badge);
      const box = make("input", { type: "checkbox", value: key, checked: !this.page.state.off.has(key) });
      return make("label", { class: "map-choice" }, box, mark, make("span", { text: label }), badge);
    });
    return make("fieldset", {}, make("legend", { text: title }), rows);
  }

  counts() {
    const { model, scene, tell } = this.page;
    const sums = new Map();
    const add = (key) => sums.set(key, (sums.get(key) ?? 0) + 1);
    for (let n = 0; n < model.size; n++) {
      const group = scene.nodes.group[n];
      const kind = scene.nodes.kind[n];
      add(group < 0 ? "g:" : `g:${scene.groups[group].id}`);
      add(`k:${scene.kinds[kind].id}`);
    }
    for (let e = 0; e < model.edgeCount; e++) add(`e:${scene.edge_kinds[scene.edges.kind[e]].id}`);
    for (const [key, badge] of this.badges) badge.textContent = tell.number(sums.get(key) ?? 0);
  }

  #period() {
    const { scene, state, tell } = this.page;
    if (!scene.years || scene.years[0] === scene.years[1]) return null;
    const [first, last] = scene.years;
    const [from, to] = state.period ?? scene.years;
    const slider = (name, value) => {
      const output = make("output", { text: String(value) });
      const range = make("input", {
        type: "range",
        min: String(first),
        max: String(last),
        value: String(value),
        "data-period": name,
      });
      return make(
        "label",
        { class: "map-slider" },
        make("span", { text: tell(`map.${name}`) }),
        range,
        output,
      );
    };
    return make(
      "fieldset",
      {},
      make("legend", { text: tell("map.period") }),
      slider("from", from),
      slider("to", to),
    );
  }

  #strength() {
    const { model, state, tell } = this.page;
    const levels = this.#levels();
    if (levels.length < 2) return null;
    let place = 0;
    while (place + 1 < levels.length && levels[place] < state.strength) place++;
    const output = make("output", { text: tell.number(levels[place]) });
    const range = make("input", {
      type: "range",
      min: "0",
      max: String(levels.length - 1),
      value: String(place),
      "data-strength": "",
      "aria-valuetext": tell.number(levels[place]),
      disabled: !model.edgeCount,
    });
    return make(
      "label",
      { class: "map-slider map-strength" },
      make("span", { text: tell("map.strength") }),
      range,
      output,
    );
  }

  // No limit, then the strengths that leave out ever more: tenths of all ties.
  #levels() {
    const { weights } = this.page.model;
    if (!weights.length) return [0];
    const tenths = [...Array(19).keys()].map(
      (step) => weights[Math.floor(((step + 1) / 20) * weights.length)],
    );
    return [...new Set([0, ...tenths, weights.at(-1)])];
  }

  #changed({ target }) {
    const { page } = this;
    if (target.type === "checkbox") {
      const off = new Set(page.state.off);
      if (target.checked) off.delete(target.value);
      else off.add(target.value);
      page.filter({ off });
    } else if (target.dataset.period) this.#dated(target);
    else {
      const strength = this.#levels()[Number(target.value)];
      target.setAttribute("aria-valuetext", page.tell.number(strength));
      target.nextElementSibling.textContent = page.tell.number(strength);
      page.filter({ strength });
    }
  }

  #dated(target) {
    const { page } = this;
    const [from, to] = ["from", "to"].map((name) => this.element.querySelector(`[data-period=${name}]`));
    if (Number(from.value) > Number(to.value)) (target === from ? to : from).value = target.value;
    for (const range of [from, to]) range.nextElementSibling.textContent = range.value;
    const period = [Number(from.value), Number(to.value)];
    const whole = period[0] === page.scene.years[0] && period[1] === page.scene.years[1];
    page.filter({ period: whole ? null : period });
  }
}

export function endWords(scene, tell) {
  const { scale, ends, unit, share } = scene.legend;
  if (scale !== "steps" || !ends) return "";
  const [low, high] = ends.map((value) => tell.figure(value, share));
  if (ends[0] === ends[1]) return tell("map.ends_same", { low, unit }).replace(" .", ".");
  return tell(isDark() ? "map.ends_light" : "map.ends_dark", { low, high, unit }).replace(" .", ".");
}

export function sizeWords(scene, tell) {
  const { size } = scene.nodes;
  const low = size.reduce((least, value) => Math.min(least, value), Infinity);
  const high = size.reduce((most, value) => Math.max(most, value), -Infinity);
  if (!(low < high)) return tell("map.size", { what: scene.legend.size });
  return tell("map.size_ends", { what: scene.legend.size, low: tell.figure(low), high: tell.figure(high) });
}

function sameGroups(scene) {
  const kinds = new Set(scene.kinds.map(({ id }) => id));
  return scene.groups.length > 0 && scene.groups.every(({ id }) => kinds.has(id));
}
