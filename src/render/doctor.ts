/** What can be seen, as lines for a terminal: worst first, each with what to do about it. */
import type { CheckLevel, Doctor, DoctorCheck } from '../model/doctor.ts';
import { numberText, plural } from '../model/number-text.ts';
import { createPalette, type Palette } from './palette.ts';
import { printable } from './printable.ts';
import type { RenderContext } from './renderer.ts';
import { hang, pad } from './width.ts';

const headings: Readonly<Record<CheckLevel, string>> = {
  critical: 'CRITICAL',
  warning: 'WARNING',
  ok: 'OK',
};

const groupWidth = 11;
const indent = '  ';

export function* renderDoctor(
  doctor: Doctor,
  { width, color }: Pick<RenderContext, 'width' | 'color'>,
): Generator<string> {
  const palette = createPalette(color);
  const accounts = new Set(doctor.checks.flatMap(({ account }) => account ?? []));
  yield* hang('', palette.title(printable(titleOf(doctor))), width);
  for (const level of ['critical', 'warning', 'ok'] as const) {
    const checks = doctor.checks.filter((each) => each.level === level);
    if (checks.length === 0) continue;
    yield '';
    yield inkOf(level, palette)(`${headings[level]} (${numberText(checks.length)})`);
    let group = '';
    for (const each of checks) {
      yield* checkLines(each, {
        width,
        palette,
        showsAccount: accounts.size > 1 || doctor.files !== null,
        showsGroup: each.group !== group,
      });
      group = each.group;
    }
  }
  yield '';
  yield* hang('', palette.title(conclusionOf(doctor)), width);
}

const inkOf = (level: CheckLevel, { tone }: Palette) =>
  level === 'critical' ? tone.critical : level === 'warning' ? tone.caution : tone.good;

interface LineContext {
  readonly width: number;
  readonly palette: Palette;
  readonly showsAccount: boolean;
  readonly showsGroup: boolean;
}

function* checkLines(
  { level, group, account, regions, message, hint, command, blocking }: DoctorCheck,
  { width, palette, showsAccount, showsGroup }: LineContext,
): Generator<string> {
  const place = [
    ...(showsAccount && account !== null ? [account] : []),
    ...(regions.length > 0 ? [placesOf(regions)] : []),
  ].join(' ');
  const mark = level === 'critical' ? '✗' : level === 'warning' ? '▲' : '✓';
  const prefix = `${indent}${mark} ${pad(showsGroup ? group : '', groupWidth)} `;
  const text = [place === '' ? '' : `${place}: `, message, blocking ? ' [blocking]' : ''].join('');
  const [first = '', ...rest] = hang(prefix, printable(text), width);
  yield first.replace(mark, inkOf(level, palette)(mark));
  yield* rest;
  const below = ' '.repeat(indent.length + 2 + groupWidth + 1);
  if (hint !== null) for (const line of hang(`${below}→ `, printable(hint), width)) yield palette.tone.quiet(line);
  // on one line, however long: it is there to be copied
  if (command !== null) yield `${below}$ ${printable(command)}`;
}

const placesOf = (regions: readonly string[]): string =>
  regions.length > 4 ? `${regions.slice(0, 3).join(', ')} and ${regions.length - 3} more regions` : regions.join(', ');

/** Questions that only one source can answer, by source. */
const answered: readonly (readonly [source: string, what: string])[] = [
  ['cloudtrail', 'who called'],
  ['config', 'what changed and whether it is compliant'],
  ['cloudwatch', 'metrics and alarms'],
  ['logs', 'traffic and log lines'],
];

/** Complete data of one source says nothing about a source that is missing. */
function heldText(sources: ReadonlySet<string>): string {
  const absent = answered.filter(([source]) => !sources.has(source)).map(([, what]) => what);
  if (absent.length === 0)
    return 'Nothing is missing in what these files hold: an investigation of their time can be complete.';
  return `What these files hold has no gaps. What they do not hold cannot be known from them: ${absent.join('; ')}.`;
}

function titleOf({ query, identities, files }: Doctor): string {
  if (files !== null) return `What can be seen in ${query.from.join(', ')}`;
  const who = identities.map(({ account }) => account).join(', ');
  return who === '' ? 'What can be seen' : `What can be seen in account ${who}`;
}

function conclusionOf({ answer, checks, files, spans }: Doctor): string {
  const blocking = checks.filter((each) => each.blocking).length;
  switch (answer) {
    case 'complete':
      return files === null
        ? 'An investigation can be complete.'
        : heldText(new Set(spans.map(({ source }) => source)));
    case 'incomplete':
      return `An investigation would have gaps that may hide events: ${plural(blocking, 'blocking finding')} above.`;
    case 'nothing':
      return files === null
        ? 'Nothing can be asked.'
        : 'These files hold no record of any source: there is nothing to investigate.';
  }
}
