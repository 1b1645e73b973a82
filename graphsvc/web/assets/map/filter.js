// The filter form of the page: on submit the map fetches the new scene and stays where it is.
import { fetched } from "../shared/ready.js";

export function bindFilter(page) {
  const form = document.querySelector(`form[data-map-filter="${page.element.id}"]`);
  if (!form || !page.element.dataset.scene) return;
  form.addEventListener("submit", async (event) => {
    if (form.querySelector("[name=view] option:checked[data-leaves]")) return;
    event.preventDefault();
    const query = asked(form);
    page.say(page.tell("map.loading"));
    try {
      const scene = await fetched(turned(page.element.dataset.scene, form, query), (progress) =>
        page.waiting(progress),
      );
      turnAll(page.element, form, query);
      history.replaceState(history.state, "", turned(location.href, form, query));
      page.state.added = [];
      await page.replace(scene);
      page.awaitValues();
      await recount(form, location.href);
    } catch {
      page.say(page.tell("map.error"));
    }
  });
}

// The choices of the form with their counts under the new filter, as the page of this address has them.
async function recount(form, address) {
  const text = await (await fetch(address)).text();
  const fresh = new DOMParser()
    .parseFromString(text, "text/html")
    .querySelector("[data-map-filter] [data-facets]");
  const old = form.querySelector("[data-facets]");
  if (!fresh || !old) return;
  const focus = old.contains(document.activeElement) ? document.activeElement : null;
  for (const part of fresh.querySelectorAll("details")) {
    part.open = old.querySelector(`[data-facet="${part.dataset.facet}"]`)?.open ?? part.open;
  }
  old.replaceWith(fresh);
  if (focus)
    [...form.elements].find(({ name, value }) => name === focus.name && value === focus.value)?.focus();
}

function asked(form) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value !== "") query.append(name, value);
  }
  return query;
}

// The same address with the fields of the form as they are now; parameters that are no field of it stay.
function turned(address, form, query) {
  const url = new URL(address, location.href);
  const kept = [...url.searchParams].filter(([name]) => !form.elements.namedItem(name));
  url.search = new URLSearchParams([...query, ...kept]).toString();
  return `${url.pathname}${url.search}${url.hash}`;
}

// What is added later is colored and sized like the rest.
function looked(address, query) {
  const kept = address.replace(/&(color|size)=[^&]*/g, "");
  const looks = ["color", "size"].filter((name) => query.get(name));
  return kept + looks.map((name) => `&${name}=${encodeURIComponent(query.get(name))}`).join("");
}

// Scene and exports follow the new filter.
function turnAll(element, form, query) {
  for (const name of Object.keys(element.dataset)) {
    if (name === "expand") element.dataset.expand = looked(element.dataset.expand, query);
    if (name === "scene" || name.startsWith("export"))
      element.dataset[name] = turned(element.dataset[name], form, query);
  }
}
