// Words come with the data; numbers are written as the language does.
export function teller(text, language) {
  const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 3 });
  const tell = (key, values = {}) =>
    (text[key] ?? key).replace(/\{(\w+)\}/g, (_, name) =>
      typeof values[name] === "number" ? numbers.format(values[name]) : (values[name] ?? ""),
    );
  tell.number = (value) => numbers.format(value);
  const digits = { maximumSignificantDigits: 3 };
  const plain = new Intl.NumberFormat(language, digits);
  const percent = new Intl.NumberFormat(language, { ...digits, style: "percent" });
  tell.figure = (value, share = false) =>
    (share ? percent : Number.isInteger(value) ? numbers : plain).format(value);
  return tell;
}

export function folded(text) {
  return text.toLowerCase().replaceAll("ß", "ss").normalize("NFKD").replace(/\p{M}/gu, "");
}
