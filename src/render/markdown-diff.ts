/** A configuration change as a block that GitHub colors, folded under its sentence. */

import type { Change, ConfigChangeEvent } from '../model/event.ts';
import { numberText } from '../model/number-text.ts';
import { timeBeside } from './clock.ts';
import { cut, escapeMarkdown } from './markdown-text.ts';
import { printable } from './printable.ts';
import { valueText } from './value-text.ts';

const mostLines = 60;
const widest = 240;

const signed = (sign: string, value: Change['before']): readonly string[] =>
  value === undefined ? [] : valueText(value).map((line) => cut(`${sign} ${line}`, widest));

const changeLines = ({ path, before, after }: Change): readonly string[] => [
  cut(`@@ ${printable(path)} @@`, widest),
  ...signed('-', before),
  ...signed('+', after),
];

function remarkOf({ detail }: ConfigChangeEvent): readonly string[] {
  if (detail.status.startsWith('ResourceDeleted')) return ['# deleted: the last known state'];
  return detail.inferred ? ['# according to the call: AWS Config recorded no item'] : [];
}

/** The fence must be longer than any run of backticks in the block, which would otherwise end there. */
function fenceFor(lines: readonly string[]): string {
  const longest = lines.reduce(
    (most, line) => Math.max(most, ...[...line.matchAll(/`+/g)].map(([run]) => run.length)),
    2,
  );
  return '`'.repeat(longest + 1);
}

export function diffBlock(event: ConfigChangeEvent, date: string | undefined): readonly string[] {
  const all = [...remarkOf(event), ...event.detail.changes.flatMap(changeLines)];
  const left = all.length - mostLines;
  const lines = left > 1 ? [...all.slice(0, mostLines), `# … ${numberText(left)} more lines`] : all;
  const fence = fenceFor(lines);
  const { resourceId } = event.detail;
  const title = `${timeBeside(event.time, date)} ${cut(resourceId, 120)}: ${cut(event.summary, 200)}`;
  return [
    `<details><summary>${escapeMarkdown(title)}</summary>`,
    '',
    `${fence}diff`,
    ...lines,
    fence,
    '',
    '</details>',
    '',
  ];
}
