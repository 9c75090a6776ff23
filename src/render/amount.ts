/** Amounts in words: counts, and a metric's value with its unit, short enough for an axis: "412 MB", "95 %", "1.2 k". */

const steps = ['', 'k', 'M', 'G', 'T', 'P', 'E'];

/** CloudWatch's units: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
const symbols: ReadonlyMap<string, string> = new Map([
  ['Percent', '%'],
  ['Seconds', 's'],
  ['Milliseconds', 'ms'],
  ['Microseconds', 'µs'],
  ['Bytes', 'B'],
  ['Kilobytes', 'kB'],
  ['Megabytes', 'MB'],
  ['Gigabytes', 'GB'],
  ['Terabytes', 'TB'],
  ['Bytes/Second', 'B/s'],
  ['Count/Second', '/s'],
]);
/** Units that take a prefix: "4.1 MB". */
const scaled: ReadonlySet<string> = new Set(['Bytes', 'Bytes/Second', 'Count', 'Count/Second', 'None']);

/** Three digits; decimal prefixes, as in AWS's bills. */
export function amountText(value: number, unit: string | null): string {
  if (!Number.isFinite(value)) return '?';
  const symbol = symbols.get(unit ?? '') ?? '';
  const size = Math.abs(value);
  const power =
    size >= 10_000 || (scaled.has(unit ?? 'None') && symbol !== '' && size >= 1000)
      ? Math.min(Math.floor(Math.log10(size) / 3), steps.length - 1)
      : 0;
  const prefix = scaled.has(unit ?? 'None') || power > 0 ? (steps[power] ?? '') : '';
  const number = value / 1000 ** power;
  const digits = Math.abs(number) >= 100 ? String(Math.round(number)) : String(Number(number.toPrecision(3)));
  const behind =
    symbols.has(unit ?? '') && !scaled.has(unit ?? '') && prefix !== '' ? `${prefix} ${symbol}` : prefix + symbol;
  return behind === '' ? digits : `${digits} ${behind}`;
}
