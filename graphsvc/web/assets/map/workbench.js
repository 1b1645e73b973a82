// What is chosen together, what can be done with it, and the sets that were kept.
import { make, save } from "../shared/dom.js";
import { selectionCsv } from "./selection-file.js";
import { Sets } from "./sets.js";

const MOST_IN_ADDRESS = 100; // more ids make an address longer than servers take
const MOST_ASKED = 20; // members of a set for whom the service makes suggestions
const FIRST = 15;

export class Workbench {
  /**
   * @param {import("./store.js").Reader} store
   * @param {import("../types").Tell} tell
   * @param {Pick<import("../types").Actions, "choose" | "narrow" | "undo" | "say" | "layOut" | "putBack">} actions
   * @param {HTMLElement} element of the map, which says where pages of sets are
   * @param {() => readonly number[]} order drawn nodes in the order of the table
   */
  constructor(store, tell, actions, element, order) {
    this.store = store;
    this.tell = tell;
    this.actions = actions;
    this.addresses = element.dataset;
    this.order = order;
    this.sets = new Sets();
    this.first = FIRST;
    this.element = make("details", { class: "map-panel map-work" });
    store.subscribe((now, before) => {
      const same = now.chosen === before.chosen && now.kept === before.kept && now.hidden === before.hidden;
      if (!same || now.put !== before.put) this.draw();
    });
  }

  draw() {
    const { tell } = this;
    const { chosen, kept, hidden } = this.store.get();
    const focused = document.activeElement?.getAttribute("data-do");
    if (chosen.length || kept.length || hidden.length) this.element.open = true;
    const parts = [
      make("summary", { class: "map-title", text: tell("map.work") }),
      make("p", {
        class: "map-note",
        text: tell(chosen.length ? "map.chosen" : "map.choose_how", { nodes: chosen.length }),
      }),
      this.#choosing(),
      chosen.length ? this.#acting() : null,
      make(
        "p",
        { class: "map-actions" },
        kept.length || hidden.length ? this.#button("map.all_again", () => this.actions.narrow(null)) : null,
        this.#button("map.undo", () => this.actions.undo()),
      ),
      this.#placing(),
      this.#sets(),
    ];
    this.element.replaceChildren(...parts.filter((part) => part !== null));
    if (focused)
      /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-do="${focused}"]`))?.focus();
  }

  #placing() {
    const { put } = this.store.get();
    return make(
      "div",
      {},
      make("p", { class: "map-note", text: this.tell("map.lay_out_how") }),
      make(
        "p",
        { class: "map-actions" },
        this.#button("map.lay_out", () => this.actions.layOut()),
        put.length ? this.#button("map.put_back", () => this.actions.putBack()) : null,
      ),
    );
  }

  #choosing() {
    const { actions } = this;
    const count = make("input", {
      type: "number",
      min: "1",
      value: String(this.first),
      class: "map-count-field",
      "aria-label": this.tell("map.choose_first_count"),
      "data-do": "count",
      onchange: () => take(),
    });
    const take = () => {
      this.first = Math.max(1, Math.round(Number(count.value)) || 1);
    };
    return make(
      "p",
      { class: "map-actions" },
      this.#button("map.choose_all", () => actions.choose([...this.order()])),
      count,
      this.#button("map.choose_first", () => {
        take();
        actions.choose(this.order().slice(0, this.first));
      }),
    );
  }

  #acting() {
    const { actions } = this;
    const { chosen } = this.store.get();
    const name = make("input", {
      type: "text",
      maxLength: 100,
      required: true,
      placeholder: this.tell("map.set_name"),
      "aria-label": this.tell("map.set_name"),
      "data-do": "name",
    });
    return make(
      "div",
      {},
      make(
        "p",
        { class: "map-actions" },
        this.#button("map.keep", () => actions.narrow("keep")),
        this.#button("map.hide", () => actions.narrow("hide")),
        this.#button("map.choose_none", () => actions.choose([])),
        this.#button("map.chosen_csv", () => this.#save()),
        ...this.#links(chosen),
      ),
      make(
        "form",
        {
          class: "map-actions",
          onsubmit: (/** @type {SubmitEvent} */ event) => {
            event.preventDefault();
            const kept = name.value.trim() && this.sets.put(name.value.trim(), chosen);
            this.draw();
            actions.say(
              this.tell(kept ? "map.set_kept" : "map.set_full", {
                name: name.value.trim(),
                nodes: chosen.length,
              }),
            );
          },
        },
        name,
        make("button", { class: "map-button", "data-do": "map.set_keep", text: this.tell("map.set_keep") }),
      ),
    );
  }

  #sets() {
    const { tell } = this;
    const all = this.sets.all();
    if (!all.length) return null;
    const rows = all.map(({ name, ids }) =>
      make(
        "li",
        {},
        make("b", { text: name }),
        make("small", { text: ` ${tell("map.set_size", { nodes: ids.length })}` }),
        make(
          "p",
          { class: "map-actions" },
          this.#button("map.set_choose", () => this.#choose(ids), name),
          ...this.#links(ids),
          this.#comparison(name, ids),
          this.#button(
            "map.set_remove",
            () => {
              this.sets.remove(name);
              this.draw();
            },
            name,
          ),
        ),
      ),
    );
    return make(
      "div",
      {},
      make("h3", { text: tell("map.sets") }),
      make("ul", { class: "map-neighbors" }, rows),
      make("p", { class: "map-note", text: tell("map.sets_note") }),
    );
  }

  /** Pages that take a set in their address. @param {readonly string[]} ids */
  #links(ids) {
    const { tell, addresses } = this;
    const listed = ids.filter((id) => /^(organization|cluster):/.test(id));
    if (!addresses.hrefSet || !addresses.hrefOnly || !listed.length) return [];
    if (ids.length > MOST_IN_ADDRESS) {
      return [make("small", { text: tell("map.set_long", { nodes: MOST_IN_ADDRESS }) })];
    }
    const link = (
      /** @type {string} */ key,
      /** @type {string} */ address,
      /** @type {string} */ name,
      those = listed,
    ) => {
      const joint = address.includes("?") ? "&" : "?";
      const query = new URLSearchParams(those.map((id) => [name, id]));
      return make("a", { class: "map-button", href: `${address}${joint}${query}`, text: tell(key) });
    };
    return [
      link("map.set_board", addresses.hrefSet, "of"),
      addresses.hrefSuggestions && listed.length <= MOST_ASKED
        ? link("map.set_partners", addresses.hrefSuggestions, "of")
        : null,
      link("map.set_map", addresses.hrefOnly, "only", [...ids]),
    ];
  }

  /** Both sets side by side: what is kept, and what is chosen now. @param {string} name @param {readonly string[]} ids */
  #comparison(name, ids) {
    const { chosen } = this.store.get();
    const { hrefCompare } = this.addresses;
    const same = chosen.length === ids.length && chosen.every((id) => ids.includes(id));
    if (!hrefCompare || !chosen.length || same || chosen.length + ids.length > MOST_IN_ADDRESS) return null;
    const query = new URLSearchParams([
      ...ids.map((id) => ["only", id]),
      ...chosen.map((id) => ["with-only", id]),
    ]);
    const text = this.tell("map.set_compare");
    return make("a", {
      class: "map-button",
      href: `${hrefCompare}?${query}`,
      text,
      "aria-label": `${text}: ${name}`,
    });
  }

  /** @param {readonly string[]} ids */
  #choose(ids) {
    const { model } = this.store.get();
    const nodes = model.places(ids);
    this.actions.choose(nodes);
    if (nodes.length < ids.length) {
      this.actions.say(
        this.tell("map.set_part", { nodes: nodes.length, missing: ids.length - nodes.length }),
      );
    }
  }

  #save() {
    const state = this.store.get();
    const content = selectionCsv(state, state.model.places(state.chosen), location.href.split("#")[0]);
    save(`${state.scene.view}-selection.csv`, new Blob([content], { type: "text/csv" }));
  }

  /** @param {string} key @param {() => void} action @param {string} [of] what it is about, for who does not see it */
  #button(key, action, of) {
    const text = this.tell(key);
    return make("button", {
      type: "button",
      class: "map-button",
      text,
      "aria-label": of ? `${text}: ${of}` : null,
      "data-do": of ? `${key} ${of}` : key,
      onclick: action,
    });
  }
}
