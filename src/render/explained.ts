/** `--why`: every explanation that was considered for an event, with the arithmetic, so that a person can check the choice. */
import type { TimelineEvent } from '../model/event.ts';
import type { Explained, Explanation, Report } from '../model/report.ts';
import { timeOfDay } from './clock.ts';
import type { Palette } from './palette.ts';
import { printable } from './printable.ts';
import { hang } from './width.ts';

export function* explainedLines({ explained, timeline }: Report, width: number, palette: Palette): Generator<string> {
  if (explained === undefined) return;
  if (explained.length === 0) {
    yield* hang('', '--why: no event on this timeline has that id or time; take one from it, as 14:04:46', width).map(
      palette.tone.caution,
    );
    yield '';
  }
  const byId = new Map(timeline.map((event) => [event.id, event]));
  for (const each of explained) yield* linesOf(each, byId, width, palette);
}

function* linesOf(
  { event, explanations, note }: Explained,
  byId: ReadonlyMap<string, TimelineEvent>,
  width: number,
  palette: Palette,
): Generator<string> {
  yield* hang('', `Why ${nameOf(event, byId)}`, width).map(palette.title);
  yield palette.quiet(printable(event));
  if (note !== undefined) yield* hang('  ', printable(note), width);
  if (explanations.length === 0) yield '  nothing else that was read could explain it, or be explained by it';
  for (const explanation of explanations) {
    const { chosen } = explanation;
    const [first = '', ...more] = hang(chosen ? '✓ ' : '· ', headOf(explanation, event, byId), width);
    yield (chosen ? palette.tone.good : palette.quiet)(first);
    for (const line of more) yield line;
    for (const reason of explanation.because) yield* hang('    ', printable(reason), width);
    yield* hang('    ', arithmeticOf(explanation), width).map(palette.quiet);
  }
  yield '';
}

const headOf = ({ relation, from, to, score, chosen }: Explanation, event: string, byId: Events): string => {
  const other = from === event ? `${relation} → ${nameOf(to, byId)}` : `${relation} by ${nameOf(from, byId)}`;
  return `${score.toFixed(2)}  ${other}${chosen ? '' : ' (not taken)'}`;
};

type Events = ReadonlyMap<string, TimelineEvent>;

const nameOf = (id: string, byId: Events): string => {
  const event = byId.get(id);
  return event ? `${timeOfDay(event.time)} ${printable(event.summary)}` : printable(id);
};

const arithmeticOf = ({ arithmetic, score }: Explanation): string =>
  `${arithmetic.map(({ factor, value }) => `${printable(factor)} ${value}`).join(' × ')} = ${score}`;
