/**
 * Words come with the data; numbers are written as the language does.
 * @param {import("../types").Texts} text
 * @param {string} language
 * @returns {import("../types").Tell}
 */
export function teller(text, language) {
  const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 3 });
  /** @param {string | number | undefined} value */
  const written = (value) => (typeof value === "number" ? numbers.format(value) : (value ?? ""));
  /** @type {import("../types").Tell} */
  const tell = (key, values = {}) =>
    (text[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => written(values[name]));
  tell.number = (value) => numbers.format(value);
  const digits = { maximumSignificantDigits: 3 };
  const plain = new Intl.NumberFormat(language, digits);
  const percent = new Intl.NumberFormat(language, { ...digits, style: "percent" });
  tell.figure = (value, share = false) =>
    (share ? percent : Number.isInteger(value) ? numbers : plain).format(value);
  return tell;
}

/** @param {string} text */
export function folded(text) {
  return text.toLowerCase().replaceAll("ß", "ss").normalize("NFKD").replace(/\p{M}/gu, "");
}

/** @param {string} text @param {number} longest */
export function shortened(text, longest) {
  return text.length > longest ? `${text.slice(0, longest - 1).trimEnd()}…` : text;
}

/** Lines of at most so many letters, longer words alone. @param {string} text @param {number} most */
export function wrapped(text, most) {
  /** @type {string[]} */
  const found = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = found[found.length - 1];
    if (last !== undefined && last.length + word.length < most) found[found.length - 1] = `${last} ${word}`;
    else found.push(word);
  }
  return found;
}

/** As text of HTML or SVG. @param {string} text */
export function escaped(text) {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);
}
