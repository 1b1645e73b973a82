/* A field for an organization: a suggestion that is chosen fills in the name and keeps its id. */

/** @param {Element} element */
function fieldAround(element) {
  const around = /** @type {HTMLElement | null} */ (element.closest("[data-house-field]"));
  const name = /** @type {HTMLInputElement | null | undefined} */ (
    around?.querySelector("input[name=organization]")
  );
  const options = around?.querySelector(".suggestions");
  return around && name && options ? { around, name, options } : null;
}

/** @param {Event} event */
function choose(event) {
  const target = event.target instanceof Element ? event.target : null;
  const option = /** @type {HTMLElement | null | undefined} */ (target?.closest("[data-house]"));
  for (const options of document.querySelectorAll("[data-house-field] .suggestions")) {
    if (!option || !options.contains(option)) options.replaceChildren();
  }
  const field = option && fieldAround(option);
  if (!option || !field) return;
  field.name.value = option.dataset.name ?? "";
  for (const radio of field.around.querySelectorAll("fieldset")) radio.remove();
  hidden(field.around, "organization_was").value = field.name.value;
  hidden(field.around, "organization_id").value = option.dataset.house ?? "";
  field.options.replaceChildren();
  field.name.focus();
}

/**
 * @param {HTMLElement} around
 * @param {string} name
 */
function hidden(around, name) {
  const found = /** @type {HTMLInputElement | null} */ (around.querySelector(`input[name=${name}]`));
  if (found) return found;
  const made = Object.assign(document.createElement("input"), { type: "hidden", name });
  around.append(made);
  return made;
}

/** @param {KeyboardEvent} event */
function move(event) {
  const field = event.target instanceof Element ? fieldAround(event.target) : null;
  if (!field?.options.hasChildNodes()) return;
  if (event.key === "Escape") {
    event.stopImmediatePropagation();
    field.options.replaceChildren();
    field.name.focus();
    return;
  }
  const down = event.key === "ArrowDown";
  if (!down && event.key !== "ArrowUp") return;
  const buttons = [...field.options.querySelectorAll("button")];
  const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement)) + (down ? 1 : -1);
  event.preventDefault();
  if (at < 0) field.name.focus();
  else buttons[Math.min(at, buttons.length - 1)]?.focus();
}

export function houseFields() {
  document.addEventListener("click", choose);
  document.addEventListener("keydown", move);
}
