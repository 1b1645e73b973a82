// Names that one gives to the communities of the legend; they stand in the address and in every file.
import { make } from "../shared/dom.js";

const LONGEST = 100;
const MOST_NODES = 30; // of up to 500 communities that nodes stand for

export class CommunityNames {
  /**
   * @param {import("./store.js").Reader} store
   * @param {import("../types").Tell} tell
   * @param {(called: string[]) => void} rename takes all names, each behind the id of a member
   */
  constructor(store, tell, rename) {
    this.store = store;
    this.tell = tell;
    this.rename = rename;
    this.element = make("details", { class: "map-panel map-work map-own", hidden: true });
  }

  draw() {
    const { tell } = this;
    const { scene, model } = this.store.get();
    const communities = nameable(scene, model.partners);
    const known = new Set([...scene.groups.map(({ label }) => label), ...scene.nodes.label]);
    const given = new URLSearchParams(location.search).getAll("called");
    const here = new Set(given.map(nameOf).filter((name) => known.has(name)));
    const fields = communities.map(([label, member]) => {
      const field = make("input", {
        type: "text",
        maxLength: LONGEST,
        value: here.has(label) ? label : "",
        "data-member": member,
      });
      return make("label", {}, make("span", { text: label }), field);
    });
    this.element.hidden = !fields.length;
    this.element.replaceChildren(
      make("summary", { class: "map-title", text: tell("map.names") }),
      make(
        "form",
        {
          onsubmit: (/** @type {SubmitEvent} */ event) => {
            event.preventDefault();
            this.rename([...given.filter((one) => !here.has(nameOf(one))), ...this.#written()]);
          },
        },
        make("p", { class: "map-note", text: tell("map.names_how") }),
        fields,
        make("button", { class: "map-button", text: tell("map.names_use") }),
      ),
    );
  }

  #written() {
    /** @type {HTMLInputElement[]} */
    const fields = [...this.element.querySelectorAll("input")];
    return fields
      .filter(({ value }) => value.trim())
      .map(({ dataset, value }) => `${dataset.member} ${value.trim()}`);
  }
}

/** The name behind the id of a member. @param {string} called */
function nameOf(called) {
  return called.slice(called.indexOf(" ") + 1);
}

/**
 * The communities that can be named, each with the member that its name is given with: those of the legend, or the
 * largest of those that nodes stand for.
 * @param {import("../types").Scene} scene
 * @param {ArrayLike<number>} partners
 * @returns {[label: string, member: string][]}
 */
export function nameable(scene, partners) {
  const { head, label, size } = scene.nodes;
  if (!head) return [...heads(scene, partners)].map(([group, member]) => [scene.groups[group].label, member]);
  const nodes = [...head.keys()].filter((node) => head[node]).sort((one, two) => size[two] - size[one]);
  return nodes.slice(0, MOST_NODES).map((node) => [label[node], head[node]]);
}

/**
 * The best connected drawn member of each community of a legend, by the position of the community.
 * @param {Pick<import("../types").Scene, "groups" | "nodes">} scene
 * @param {ArrayLike<number>} partners
 */
export function heads({ groups, nodes }, partners) {
  /** @type {Map<number, number>} */
  const best = new Map();
  nodes.group.forEach((group, node) => {
    if (group < 0 || !groups[group].id.startsWith("community:")) return;
    const known = best.get(group);
    if (known === undefined || partners[node] > partners[known]) best.set(group, node);
  });
  const ordered = [...best].sort(([one], [other]) => one - other);
  return new Map(ordered.map(([group, node]) => [group, nodes.id[node]]));
}
