// What this browser alone keeps, as JSON by a key. Pages opened as files may have no place for it.

/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem">} Shelf */

/** What is kept; null when nothing is, it is damaged or there is no place. @param {string} key @param {Shelf} [shelf] */
export function stored(key, shelf) {
  try {
    return JSON.parse((shelf ?? window.localStorage).getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** Keeps a value, or nothing in place of null; whether there was room. @param {string} key @param {unknown} value @param {Shelf} [shelf] */
export function store(key, value, shelf) {
  try {
    const place = shelf ?? window.localStorage;
    if (value === null) place.removeItem(key);
    else place.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
