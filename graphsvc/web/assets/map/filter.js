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
      const scene = await fetched(withQuery(page.element.dataset.scene, query));
      turnTo(page.element, query);
      history.replaceState(history.state, "", `${location.pathname}?${query}${location.hash}`);
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

function withQuery(address, query) {
  return `${address.split("?")[0]}?${query}`;
}

// Scene and exports follow the new filter.
function turnTo(element, query) {
  for (const name of Object.keys(element.dataset)) {
    if (name === "scene" || name.startsWith("export")) element.dataset[name] = withQuery(element.dataset[name], query);
  }
}
