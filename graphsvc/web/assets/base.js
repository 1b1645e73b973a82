import "htmx.org";

document.documentElement.classList.add("js");

const menu = document.querySelector(".menu-button");
if (menu) {
  menu.hidden = false;
  menu.addEventListener("click", () => {
    menu.setAttribute("aria-expanded", String(menu.getAttribute("aria-expanded") !== "true"));
  });
}

const field = document.getElementById("search");
const suggestions = document.getElementById("suggestions");

function typing(target) {
  return target.closest("input, textarea, select, [contenteditable]");
}

function close() {
  suggestions?.replaceChildren();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target)) {
    event.preventDefault();
    field?.focus();
    field?.select();
  } else if (event.key === "Escape") {
    escape(event);
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    through(event);
  }
  grid(event);
});

document.addEventListener("click", (event) => {
  if (!event.target.closest(".search")) close();
});

field?.addEventListener("input", () => {
  if (!field.value.trim()) close();
});

/* An answer that comes late must not take away what somebody is choosing from. */
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.target === suggestions && suggestions.contains(document.activeElement))
    event.detail.shouldSwap = false;
});

function escape(event) {
  if (suggestions?.hasChildNodes()) {
    close();
    field.focus();
    return;
  }
  if (menu?.getAttribute("aria-expanded") === "true") {
    menu.setAttribute("aria-expanded", "false");
    menu.focus();
    return;
  }
  const hint = event.target.closest(".hint");
  if (hint) {
    hint.classList.add("dismissed");
    hint.addEventListener("focusout", () => hint.classList.remove("dismissed"), { once: true });
    return;
  }
  document.querySelector("[data-close]")?.click();
}

/* Arrow keys move through the suggestions under the search field. */
function through(event) {
  if (!event.target.closest(".search") || !suggestions) return;
  const links = [...suggestions.querySelectorAll("a")];
  if (!links.length) return;
  event.preventDefault();
  const at = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
  if (at < 0) field.focus();
  else links[Math.min(at, links.length - 1)].focus();
}

/* Arrow keys move between the cells of a board; Home and End to the ends of its row. */
function grid(event) {
  const board = event.target.closest("table[data-grid]");
  const cell = event.target.closest("td, th");
  const steps = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
  if (!board || !cell || !(event.key in steps || event.key === "Home" || event.key === "End")) return;
  const rows = [...board.rows].filter((row) => row.querySelector("a, button"));
  const [down, right] = steps[event.key] ?? [0, event.key === "Home" ? 1 : -1];
  let row = rows.indexOf(cell.parentElement) + down;
  let column =
    event.key in steps ? cell.cellIndex + right : event.key === "Home" ? 0 : rows[row].cells.length - 1;
  while (rows[row]?.cells[column]) {
    const next = rows[row].cells[column].querySelector("a, button");
    if (next) {
      event.preventDefault();
      next.focus();
      return;
    }
    row += down;
    column += right;
  }
}

/* A panel that was opened takes the focus; one that is closed gives it back. */
let opener = null;
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-opens]");
  if (link) opener = link.id;
});
document.addEventListener("htmx:after:swap", () => {
  const panel = document.querySelector("[data-panel]");
  if (panel && opener) panel.focus();
  else if (!panel && opener) {
    document.getElementById(opener)?.focus();
    opener = null;
  }
  start(document);
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-focus-search]")) return;
  event.preventDefault();
  field.focus();
});

/* Forms marked so are sent as soon as something in them changes. */
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-submit-on-change]");
  if (form) form.requestSubmit();
});

/* What a script can do better than a form: presets of tick boxes, values shown beside sliders. */
document.addEventListener("click", (event) => {
  const preset = event.target.closest("[data-preset]");
  if (!preset) return;
  const chosen = new Set(preset.dataset.preset.split(" "));
  const form = preset.closest("form");
  for (const box of form.querySelectorAll("input[type=checkbox][name=of]"))
    box.checked = chosen.has(box.value);
  form.dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("input", (event) => {
  const slider = event.target.closest("input[type=range]");
  const output = slider && document.getElementById(`${slider.id}-value`);
  if (output) output.textContent = slider.dataset.words?.split("|")[Number(slider.value)] ?? slider.value;
});

/* Long lists of tick boxes can be narrowed by typing. */
document.addEventListener("input", (event) => {
  const narrow = event.target.closest("[data-narrows]");
  if (!narrow) return;
  const wanted = narrow.value.trim().toLowerCase();
  for (const item of document.getElementById(narrow.dataset.narrows).children) {
    item.hidden = Boolean(wanted) && !item.textContent.toLowerCase().includes(wanted);
  }
});

/* On a phone the answer comes before the filters. */
if (window.matchMedia("(max-width: 61.99rem)").matches) {
  for (const details of document.querySelectorAll("details[data-fold]")) details.open = false;
}

const again = document.querySelector("[data-reload]");
if (again) setTimeout(() => window.location.reload(), Number(again.dataset.reload) * 1000);

for (const button of document.querySelectorAll("[data-print]"))
  button.addEventListener("click", () => window.print());

function start(root) {
  for (const element of root.querySelectorAll("[data-needs-script]")) element.hidden = false;
}
start(document);
