// A page can be used once every map and chart in it can; the last one says so on the root element.
import { make } from "./dom.js";
import { fetched } from "./fetched.js";

/** @type {Set<Element>} */
const waiting = Reflect.get(window, "graphsvcWaiting") ?? new Set();
Reflect.set(window, "graphsvcWaiting", waiting);

/** @param {string} selector @param {(element: HTMLElement) => Promise<void>} start */
export function whenReady(selector, start) {
  const begin = () => {
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(selector))) {
      waiting.add(element);
      start(element).finally(() => {
        waiting.delete(element);
        requestAnimationFrame(settle);
      });
    }
    settle();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
}

function settle() {
  if (!waiting.size) document.documentElement.dataset.ready = "true";
}

/**
 * The data of an element, in the page or from the server; null, and the element says so, when there are none.
 * @param {HTMLElement} element
 * @param {string} what
 * @returns {Promise<any>}
 */
export async function load(element, what) {
  const { inline, scene, source = "" } = element.dataset;
  try {
    if (inline) return inlined(inline);
    const data = await fetched(scene ?? source, { onWait: (progress) => waitingIn(element, progress) });
    element.querySelector("[data-waiting]")?.remove();
    return data;
  } catch {
    const { errorText } = element.dataset;
    element.dataset.error = what;
    if (errorText) element.append(make("p", { role: "alert", text: errorText }));
    return null;
  }
}

/** @param {string} id */
function inlined(id) {
  return JSON.parse(document.getElementById(id)?.textContent ?? "");
}

/**
 * Before the words of the data are there, those of the page: its loading text, and the count.
 * @param {HTMLElement} element
 * @param {import("./fetched.js").Progress} progress
 */
function waitingIn(element, { done, total }) {
  let note = element.querySelector("[data-waiting]");
  if (!note) {
    note = make("p", { "data-waiting": "", role: "status" });
    element.prepend(note);
  }
  note.textContent = [element.dataset.loadingText ?? "", total ? `${done}/${total}` : ""]
    .filter(Boolean)
    .join(" ");
}

/**
 * The outlines of countries, null when the page has none.
 * @param {HTMLElement} element
 * @returns {Promise<import("../types").FeatureCollection | null>}
 */
export async function outlines(element) {
  const { outlines: address, outlinesInline } = element.dataset;
  try {
    if (outlinesInline) return inlined(outlinesInline);
    return address ? await fetched(address) : null;
  } catch {
    return null;
  }
}
