/** A state, or the change between two, for a person: the sentence, then the item as indented text or the diff. */
import { plural } from '../model/number-text.ts';
import type { Coverage } from '../model/report.ts';
import type { NetChange, NetChangeReport, StateAt, StateItem, StateReport } from '../model/state.ts';
import { timeBeside } from './clock.ts';
import { coverageLines } from './coverage.ts';
import { changeLines } from './diff.ts';
import { createPalette, type Palette } from './palette.ts';
import { printable } from './printable.ts';
import type { RenderContext } from './renderer.ts';
import { valueText } from './value-text.ts';
import { wrap } from './width.ts';

type StateContext = Pick<RenderContext, 'width' | 'color' | 'expand'>;

export function* stateLines(report: StateReport, context: StateContext): Generator<string> {
  const palette = createPalette(context.color);
  for (const [index, state] of report.states.entries()) {
    if (index > 0) yield '';
    yield* sentence(state.summary, context, palette, state.standing === 'unknown');
    if (state.item) yield* itemLines(state, state.item, context, palette);
  }
  if (report.states.length === 0) yield* sentence(report.headline, context, palette, true);
  yield* footLines(report.coverage, context, palette);
}

export function* netChangeLines(report: NetChangeReport, context: StateContext): Generator<string> {
  const palette = createPalette(context.color);
  for (const [index, change] of report.resources.entries()) {
    if (index > 0) yield '';
    yield* sentence(change.summary, context, palette, change.after.standing === 'unknown');
    yield* wrap(printable(betweenText(change)), context.width).map(palette.quiet);
    if (change.changes.length > 0) yield '';
    yield* changeLines(change.changes, context, palette);
  }
  if (report.resources.length === 0) yield* sentence(report.headline, context, palette, true);
  yield* footLines(report.coverage, context, palette);
}

const shortTime = (time: string) => timeBeside(time, undefined);

const betweenText = ({ before, after, states }: NetChange): string => {
  const passed = plural(states, 'state');
  return `from ${captured(before)}, to ${captured(after)} (UTC); ${passed} captured in between`;
};

const captured = ({ at, item, standing }: StateAt) =>
  standing === 'exists' && item
    ? `the item of ${shortTime(item.captureTime)}, in force at ${shortTime(at)}`
    : `${standing} at ${shortTime(at)}`;

function* sentence(text: string, { width }: StateContext, palette: Palette, isUnknown: boolean): Generator<string> {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  yield* wrap(printable(`${first}.`), width).map(isUnknown ? palette.tone.caution : palette.title);
}

function* itemLines(
  { nextTime }: StateAt,
  { configuration, supplementaryConfiguration, tags, relationships, account, region, status, origin }: StateItem,
  { width }: StateContext,
  palette: Palette,
): Generator<string> {
  const place = [account, region, status, nextTime === null ? null : `in force until ${shortTime(nextTime)} UTC`];
  yield* wrap(printable(place.filter((text) => text !== null).join(' · ')), width).map(palette.quiet);
  yield* wrap(printable(origin.locator), width).map(palette.quiet);
  const sections = [
    ['configuration', configuration],
    ['supplementaryConfiguration', supplementaryConfiguration],
    ['tags', tags],
    ['relationships', relationships.map((relationship) => ({ ...relationship }))],
  ] as const;
  for (const [name, value] of sections) {
    if (typeof value === 'object' && value !== null && Object.keys(value).length === 0) continue;
    yield '';
    yield palette.title(name);
    yield* valueText(value).map((line) => `  ${line}`);
  }
}

function* footLines(coverage: readonly Coverage[], { width }: StateContext, palette: Palette): Generator<string> {
  yield '';
  yield* coverageLines(coverage, width, palette);
}
