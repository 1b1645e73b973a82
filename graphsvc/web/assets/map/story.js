// Views one after the other, each with a sentence, to present; kept in this browser, and saved as a page of links.
import { make, save } from "../shared/dom.js";
import { escaped } from "../shared/text.js";
import { store as keep, stored } from "./kept.js";

const KEY = "graphsvc-story";

/** A sentence and the address of the view that it is about. @typedef {{ words: string, address: string }} Step */

export class Story {
  /**
   * @param {import("../types").Tell} tell
   * @param {(words: string) => void} say
   * @param {() => string} address of what is seen now, from the path on
   */
  constructor(tell, say, address) {
    this.tell = tell;
    this.say = say;
    this.address = address;
    this.element = make("details", { class: "map-panel map-work map-story" });
    // After the page has taken the new state over.
    window.addEventListener("hashchange", () => setTimeout(() => this.draw()));
    this.draw();
  }

  /** What is damaged counts as no story. @returns {Step[]} */
  steps() {
    const kept = stored(KEY);
    const whole = (/** @type {Step} */ step) =>
      typeof step?.words === "string" && typeof step.address === "string" && /^\/(?!\/)/.test(step.address);
    return Array.isArray(kept) ? kept.filter(whole) : [];
  }

  draw() {
    const { tell } = this;
    const steps = this.steps();
    const at = steps.findIndex(({ address }) => address === this.address());
    if (at >= 0) this.element.open = true;
    this.element.replaceChildren(
      make("summary", { class: "map-title", text: tell("map.story") }),
      ...(at >= 0 ? [this.#shown(steps, at)] : []),
      this.#adding(steps),
      ...(steps.length ? [this.#list(steps, at), this.#ends(steps)] : []),
    );
  }

  /** The sentence of the view that is seen, and the ways on and back. @param {Step[]} steps @param {number} at */
  #shown(steps, at) {
    const { tell } = this;
    const turn = (/** @type {string} */ key, /** @type {number} */ to) =>
      steps[to] ? make("a", { class: "map-button", href: steps[to].address, text: tell(key) }) : null;
    return make(
      "div",
      {},
      make("p", { class: "map-note", text: tell("map.story_at", { step: at + 1, steps: steps.length }) }),
      make("p", { class: "map-sentence", text: steps[at].words }),
      make("p", { class: "map-actions" }, turn("map.previous", at - 1), turn("map.next", at + 1)),
    );
  }

  /** @param {Step[]} steps */
  #adding(steps) {
    const { tell } = this;
    const words = make("input", {
      type: "text",
      required: true,
      maxLength: 300,
      placeholder: tell("map.story_words"),
      "aria-label": tell("map.story_words"),
    });
    const onsubmit = (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      if (!words.value.trim()) return;
      const step = { words: words.value.trim(), address: this.address() };
      if (this.#keep([...steps.filter(({ address }) => address !== step.address), step]))
        this.say(tell("map.story_kept"));
    };
    const button = make("button", { class: "map-button", text: tell("map.story_keep") });
    return make(
      "div",
      {},
      make("p", { class: "map-note", text: tell("map.story_note") }),
      make("form", { class: "map-actions", onsubmit }, words, button),
    );
  }

  /** @param {Step[]} steps @param {number} at */
  #list(steps, at) {
    const { tell } = this;
    const rows = steps.map(({ words, address }, place) => {
      const button = (/** @type {string} */ key, /** @type {Step[]} */ changed) =>
        make("button", {
          type: "button",
          class: "map-button",
          text: tell(key),
          "aria-label": `${tell(key)}: ${words}`,
          onclick: () => this.#keep(changed),
        });
      const others = steps.filter((_, other) => other !== place);
      return make(
        "li",
        {},
        make("a", { href: address, text: words, "aria-current": place === at ? "step" : null }),
        make(
          "p",
          { class: "map-actions" },
          place
            ? button("map.story_up", [
                ...others.slice(0, place - 1),
                steps[place],
                ...others.slice(place - 1),
              ])
            : null,
          button("map.set_remove", others),
        ),
      );
    });
    return make("ol", { class: "map-neighbors" }, rows);
  }

  /** @param {Step[]} steps */
  #ends(steps) {
    const file = () =>
      save(
        "story.html",
        new Blob([storyPage(steps, this.tell("map.story"), location.origin)], { type: "text/html" }),
      );
    const button = make("button", {
      type: "button",
      class: "map-button",
      text: this.tell("map.story_file"),
      onclick: file,
    });
    return make("p", { class: "map-actions" }, button);
  }

  /** @param {Step[]} steps */
  #keep(steps) {
    const kept = keep(KEY, steps.length ? steps : null);
    this.draw();
    if (!kept) this.say(this.tell("map.set_full"));
    return kept;
  }
}

/**
 * The story as a page of links that can be sent.
 * @param {readonly Step[]} steps
 * @param {string} title
 * @param {string} origin of the service
 */
export function storyPage(steps, title, origin) {
  const rows = steps.map(
    ({ words, address }) => `<li><a href="${escaped(origin + address)}">${escaped(words)}</a></li>`,
  );
  const head = `<meta charset="utf-8"><title>${escaped(title)}</title>`;
  return `<!doctype html>\n<html><head>${head}</head><body><h1>${escaped(title)}</h1><ol>\n${rows.join("\n")}\n</ol></body></html>\n`;
}
