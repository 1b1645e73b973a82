// The filter form of the page: on submit the map fetches the new scene and stays where it is.
import { fetched } from "../shared/ready.js";

export function bindFilter(page) {
  const form = document.querySelector(`form[data-map-filter="${page.element.id}"]`);
  if (!form || !page.element.dataset.scene) return;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const query = asked(form);
    page.say(page.tell("map.loading"));
    try {
      const scene = await fetched(turned(page.element.dataset.scene, form, query), (progress) => page.waiting(progress));
      turnAll(page.element, form, query);
      history.replaceState(history.state, "", turned(location.href, form, query));
      page.state.added = [];
      await page.replace(scene);
    } catch {
      page.say(page.tell("map.error"));
    }
  });
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

// Scene and exports follow the new filter.
function turnAll(element, form, query) {
  for (const name of Object.keys(element.dataset)) {
    if (name === "scene" || name.startsWith("export")) element.dataset[name] = turned(element.dataset[name], form, query);
  }
}
