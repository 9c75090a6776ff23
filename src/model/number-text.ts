/** Large numbers as people read them: "1,204". By hand, as making the first `Intl.NumberFormat` takes a good tenth of a short run. */

/** Absent until a number comes that cannot be told by its own digits. */
let exact: Intl.NumberFormat | undefined;

/** As `Intl.NumberFormat('en-US')`: three digits to a group, at most three behind the point. */
export function numberText(value: number): string {
  const text = String(value);
  if (/^-?\d{1,3}(\.\d{1,3})?$/.test(text)) return text;
  if (/^-?\d+$/.test(text)) return text.replace(/\B(?=(?:\d{3})+$)/g, ',');
  exact ??= new Intl.NumberFormat('en-US');
  return exact.format(value);
}
