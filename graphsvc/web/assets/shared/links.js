// An element that draws entities names the pages of each kind: data-href-cluster="/clusters/{id}".

/** The key in `dataset` of `data-<prefix>-<name>`. @param {string} prefix @param {string} name */
export function dataKey(prefix, name) {
  return `${prefix}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** The address of an entity's page, "" when the element names none. @param {HTMLElement} element @param {string} kind @param {string} id */
export function linkTo(element, kind, id) {
  return filledIn(element.dataset[dataKey("href", kind)], id);
}

/** @param {string | undefined} template @param {string} id */
export function filledIn(template, id) {
  return template?.replace("{id}", encodeURIComponent(id)) ?? "";
}
