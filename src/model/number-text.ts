/** Large numbers as people read them: "1,204". Making the first `Intl.NumberFormat` would take a good tenth of a short run. */

/** Undefined until a number needs more than grouping its digits. */
let exact: Intl.NumberFormat | undefined;

/** Formats like `Intl.NumberFormat('en-US')`: groups of three digits, at most three decimals. */
export function numberText(value: number): string {
  const text = String(value);
  if (/^-?\d{1,3}(\.\d{1,3})?$/.test(text)) return text;
  if (/^-?\d+$/.test(text)) return text.replace(/\B(?=(?:\d{3})+$)/g, ',');
  exact ??= new Intl.NumberFormat('en-US');
  return exact.format(value);
}

/** `1 record`, `7,640 records` */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${numberText(count)} ${count === 1 ? one : many}`;

/** Bytes in the most readable unit: `999 bytes`, `12.3 MB`. */
export function sizeText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let [value, unit] = [bytes, 0];
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000;
  return `${unit === 0 || value >= 100 ? numberText(Math.round(value)) : value.toFixed(1)} ${units[unit]}`;
}
