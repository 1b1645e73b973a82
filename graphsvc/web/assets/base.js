import "htmx.org";
import { houseFields } from "./shared/house.js";

document.documentElement.classList.add("js");
houseFields();

/**
 * The nearest element around what an event is about.
 * @template {HTMLElement} [Found=HTMLElement]
 * @param {Event} event
 * @param {string} selector
 * @returns {Found | null}
 */
function within(event, selector) {
  return event.target instanceof Element ? event.target.closest(selector) : null;
}

/** @type {HTMLButtonElement | null} */
const menu = document.querySelector(".menu-button");
if (menu) {
  menu.hidden = false;
  menu.addEventListener("click", () => {
    menu.setAttribute("aria-expanded", String(menu.getAttribute("aria-expanded") !== "true"));
  });
}

const field = /** @type {HTMLInputElement | null} */ (document.getElementById("search"));
const suggestions = document.getElementById("suggestions");

const WRITTEN = "input, textarea, select, [contenteditable]";

function close() {
  suggestions?.replaceChildren();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !within(event, WRITTEN)) {
    event.preventDefault();
    field?.focus();
    field?.select();
  } else if (event.key === "Escape") {
    leave(event);
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    moveThroughSuggestions(event);
  }
  moveInBoard(event);
});

document.addEventListener("click", (event) => {
  if (!within(event, ".search")) close();
});

field?.addEventListener("input", () => {
  if (!field.value.trim()) close();
});

/* An answer that comes late must not take away what somebody is choosing from. */
field?.addEventListener("htmx:before:swap", (event) => {
  if (suggestions?.contains(document.activeElement)) event.preventDefault();
});

/** @param {KeyboardEvent} event */
function leave(event) {
  if (suggestions?.hasChildNodes()) {
    close();
    field?.focus();
    return;
  }
  if (menu?.getAttribute("aria-expanded") === "true") {
    menu.setAttribute("aria-expanded", "false");
    menu.focus();
    return;
  }
  const hint = within(event, ".hint");
  if (hint) {
    hint.classList.add("dismissed");
    hint.addEventListener("focusout", () => hint.classList.remove("dismissed"), { once: true });
    return;
  }
  /** @type {HTMLElement | null} */ (document.querySelector("[data-close]"))?.click();
}

/** Arrow keys move through the suggestions under the search field. @param {KeyboardEvent} event */
function moveThroughSuggestions(event) {
  if (!within(event, ".search") || !suggestions) return;
  const links = [...suggestions.querySelectorAll("a")];
  if (!links.length) return;
  event.preventDefault();
  const at =
    links.indexOf(/** @type {HTMLAnchorElement} */ (document.activeElement)) +
    (event.key === "ArrowDown" ? 1 : -1);
  if (at < 0) field?.focus();
  else links[Math.min(at, links.length - 1)].focus();
}

/** @type {Record<string, [down: number, right: number]>} */
const STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

/** Arrow keys move between the cells of a board; Home and End to the ends of its row. @param {KeyboardEvent} event */
function moveInBoard(event) {
  /** @type {HTMLTableElement | null} */
  const board = within(event, "table[data-grid]");
  /** @type {HTMLTableCellElement | null} */
  const cell = within(event, "td, th");
  if (!board || !cell || !(event.key in STEPS || event.key === "Home" || event.key === "End")) return;
  const rows = [...board.rows].filter((row) => row.querySelector("a, button"));
  const [down, right] = STEPS[event.key] ?? [0, event.key === "Home" ? 1 : -1];
  let row = rows.indexOf(/** @type {HTMLTableRowElement} */ (cell.parentElement)) + down;
  let column =
    event.key in STEPS ? cell.cellIndex + right : event.key === "Home" ? 0 : rows[row].cells.length - 1;
  while (rows[row]?.cells[column]) {
    /** @type {HTMLElement | null} */
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

/* A panel that was opened takes the focus; one that is closed gives it back. Suggestions are no panel. */
let opener = "";
document.addEventListener("click", (event) => {
  const link = within(event, "a[data-opens]");
  if (link) opener = link.id;
});
document.addEventListener("htmx:after:swap", (event) => {
  if (event.target === field || within(event, "[data-house-field]")) return;
  /** @type {HTMLElement | null} */
  const panel = document.querySelector("[data-panel]");
  if (panel && opener) panel.focus();
  else if (!panel && opener) {
    document.getElementById(opener)?.focus();
    opener = "";
  }
  start();
});

document.addEventListener("click", (event) => {
  if (!within(event, "[data-focus-search]")) return;
  event.preventDefault();
  field?.focus();
});

/* Forms marked so are sent as soon as something in them changes. */
document.addEventListener("change", (event) => {
  /** @type {HTMLFormElement | null} */
  const form = within(event, "form[data-submit-on-change]");
  form?.requestSubmit();
});

/* A choice that changes what else can be chosen opens its page anew. */
document.addEventListener(
  "change",
  (event) => {
    const form = within(event, "select[data-reloads]")?.closest("form");
    if (!form) return;
    event.stopPropagation();
    form.submit();
  },
  true,
);

/* What a script can do better than a form: presets of tick boxes, values shown beside sliders. */
document.addEventListener("click", (event) => {
  const preset = within(event, "[data-preset]");
  const form = preset?.closest("form");
  if (!preset || !form) return;
  const chosen = new Set((preset.dataset.preset ?? "").split(" "));
  for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (
    form.querySelectorAll("input[type=checkbox][name=of]")
  )) {
    box.checked = chosen.has(box.value);
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("input", (event) => {
  /** @type {HTMLInputElement | null} */
  const slider = within(event, "input[type=range]");
  const output = slider && document.getElementById(`${slider.id}-value`);
  if (output) output.textContent = slider.dataset.words?.split("|")[Number(slider.value)] ?? slider.value;
});

/* Long lists of tick boxes can be narrowed by typing. */
document.addEventListener("input", (event) => {
  /** @type {HTMLInputElement | null} */
  const narrow = within(event, "[data-narrows]");
  if (!narrow) return;
  const wanted = narrow.value.trim().toLowerCase();
  const list = document.getElementById(narrow.dataset.narrows ?? "");
  for (const item of /** @type {Iterable<HTMLElement>} */ (list?.children ?? [])) {
    item.hidden = Boolean(wanted) && !item.textContent.toLowerCase().includes(wanted);
  }
});

/* On a phone the answer comes before the filters. */
if (window.matchMedia("(max-width: 61.99rem)").matches) {
  /** @type {NodeListOf<HTMLDetailsElement>} */
  const folded = document.querySelectorAll("details[data-fold]");
  for (const details of folded) details.open = false;
}

/** @type {HTMLElement | null} */
const again = document.querySelector("[data-reload]");
if (again) setTimeout(() => window.location.reload(), Number(again.dataset.reload) * 1000);

document.addEventListener("click", async (event) => {
  if (within(event, "[data-print]")) window.print();
  const copies = within(event, "[data-copies]");
  const text = document.getElementById(copies?.dataset.copies ?? "");
  if (!copies || !(text instanceof HTMLTextAreaElement)) return;
  text.select();
  await navigator.clipboard.writeText(text.value);
  copies.textContent = copies.dataset.done ?? "";
});

function start() {
  /** @type {NodeListOf<HTMLElement>} */
  const elements = document.querySelectorAll("[data-needs-script]");
  for (const element of elements) element.hidden = false;
}
start();
