// The filter form of the page: on submit the map fetches the new scene and stays where it is.

/**
 * @typedef {object} Page
 * @property {(address: string) => Promise<{ scene: import("../types").Scene, signal: AbortSignal }>} fetch
 *   a scene, and the signal that aborts when a newer one is asked for
 * @property {(scene: import("../types").Scene, signal: AbortSignal) => void} draw
 * @property {() => void} failed
 */

/** @param {HTMLElement} element @param {Page} page */
export function bindFilter(element, page) {
  /** @type {HTMLFormElement | null} */
  const form = document.querySelector(`form[data-map-filter="${element.id}"]`);
  if (!form || !element.dataset.scene) return;
  for (const field of form.querySelectorAll("[data-kept]")) field.remove(); // they stay in the address
  form.addEventListener("submit", async (event) => {
    if (form.querySelector("[name=view] option:checked[data-leaves]")) return;
    event.preventDefault();
    const query = asked(form);
    const { dataset } = element;
    await applied(
      element,
      form,
      page,
      (address) => turned(address, form, query),
      () => {
        if (dataset.expand) dataset.expand = looked(dataset.expand, query);
        if (dataset.hrefOnly) dataset.hrefOnly = viewed(dataset.hrefOnly, query);
      },
    );
  });
}

/**
 * Gives a parameter that is no field of the form other values, in the address of page, scene and files.
 * @param {HTMLElement} element @param {Page} page @param {string} name @param {readonly string[]} values
 */
export async function turnParameter(element, page, name, values) {
  /** @type {HTMLFormElement | null} */
  const form = document.querySelector(`form[data-map-filter="${element.id}"]`);
  await applied(element, form, page, (address) => {
    const url = new URL(address, location.href);
    url.searchParams.delete(name);
    for (const value of values) url.searchParams.append(name, value);
    return `${url.pathname}${url.search}${url.hash}`;
  });
}

/**
 * Draws the scene of another address, and has page, files and links follow once it is there.
 * @param {HTMLElement} element
 * @param {HTMLFormElement | null} form
 * @param {Page} page
 * @param {(address: string) => string} turn
 * @param {() => void} [further] what follows besides
 */
async function applied({ dataset }, form, page, turn, further) {
  try {
    const { scene, signal } = await page.fetch(turn(dataset.scene ?? ""));
    for (const [name, address = ""] of Object.entries(dataset)) {
      if (name === "scene" || name.startsWith("export")) dataset[name] = turn(address);
    }
    /** @type {NodeListOf<HTMLAnchorElement>} */
    const links = document.querySelectorAll("a[data-follows-filter]");
    for (const link of links) link.href = turn(link.href);
    further?.();
    history.replaceState(history.state, "", turn(location.href));
    page.draw(scene, signal);
    if (form) await recount(form, location.href, signal);
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "AbortError")) page.failed();
  }
}

/**
 * The choices of the form with their counts under the new filter, as the page of this address has them.
 * @param {HTMLFormElement} form
 * @param {string} address
 * @param {AbortSignal} signal
 */
async function recount(form, address, signal) {
  const text = await (await fetch(address, { signal })).text();
  const fresh = new DOMParser()
    .parseFromString(text, "text/html")
    .querySelector("[data-map-filter] [data-facets]");
  const old = form.querySelector("[data-facets]");
  if (!fresh || !old) return;
  const focus = old.contains(document.activeElement) ? document.activeElement : null;
  for (const part of fresh.querySelectorAll("details")) {
    /** @type {HTMLDetailsElement | null} */
    const before = old.querySelector(`[data-facet="${part.dataset.facet}"]`);
    part.open = before?.open ?? part.open;
  }
  old.replaceWith(fresh);
  if (focus) same(form, /** @type {HTMLInputElement} */ (focus))?.focus();
}

/** @param {HTMLFormElement} form @param {HTMLInputElement} field */
function same(form, { name, value }) {
  const fields = /** @type {HTMLInputElement[]} */ ([...form.elements]);
  return fields.find((other) => name === other.name && value === other.value);
}

/** @param {HTMLFormElement} form */
function asked(form) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value !== "") query.append(name, value);
  }
  return query;
}

/**
 * The same address with the fields of the form as they are now; parameters that are no field of it stay.
 * @param {string} address
 * @param {HTMLFormElement} form
 * @param {URLSearchParams} query
 */
function turned(address, form, query) {
  const url = new URL(address, location.href);
  const kept = [...url.searchParams].filter(([name]) => !form.elements.namedItem(name));
  url.search = new URLSearchParams([...query, ...kept]).toString();
  return `${url.pathname}${url.search}${url.hash}`;
}

/** What is added later is of the same view, colored and sized like the rest. @param {string} address @param {URLSearchParams} query */
function looked(address, query) {
  const kept = viewed(address, query).replace(/&(color|size)=[^&]*/g, "");
  const looks = ["color", "size"].filter((name) => query.get(name));
  return kept + looks.map((name) => `&${name}=${encodeURIComponent(query.get(name) ?? "")}`).join("");
}

/** @param {string} address @param {URLSearchParams} query */
function viewed(address, query) {
  const view = query.get("view");
  return view ? address.replace(/([?&]view=)[^&]*/, `$1${encodeURIComponent(view)}`) : address;
}
