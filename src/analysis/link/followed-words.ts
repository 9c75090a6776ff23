/** What followed a change, in a few words; effects of the same kind are summed up. Made from log text, like `summary.ts`. */
import type { TimelineEvent } from '../../model/event.ts';
import { enumerate } from '../../resources/read.ts';

/** Something that happened somewhere. */
interface Happening {
  /** Those with the same kind and verb can be summed up. */
  readonly kind: string;
  readonly whats: ReadonlySet<string>;
  readonly places: ReadonlySet<string>;
  readonly verb: string;
  readonly words: (what: string, place: string, verb: string) => string;
  /** How many events it stands for. */
  readonly events: number;
}

/** How many are named. */
const most = 3;

/** "tcp/22 came in at eni-1, and NetworkIn and NetworkOut of i-1 rose": the figures are in each event's own line. */
export function followedWords(events: readonly TimelineEvent[]): string {
  const byPlace = together(events.map(happeningOf), ({ places }) => [...places]);
  const all = together(byPlace, ({ whats }) => [...whats].sort());
  const shown = all.length > most ? all.slice(0, most - 1) : all;
  const rest = all.slice(shown.length).reduce((sum, { events: count }) => sum + count, 0);
  const parts = [...shown.map(inWords), ...(rest > 0 ? [`${rest} more`] : [])];
  if (parts.length < 2) return parts[0] ?? '';
  const isClear = parts.every((part) => !part.includes(' and '));
  return `${parts.slice(0, -1).join(', ')}${isClear ? '' : ','} and ${parts.at(-1)}`;
}

const inWords = ({ whats, places, verb, words }: Happening): string =>
  words(enumerate([...whats]), enumerate([...places]), verb);

/** Merges those with the same key, in order of first appearance. */
function together(all: readonly Happening[], alike: (happening: Happening) => readonly string[]): readonly Happening[] {
  const groups = new Map<string, Happening>();
  for (const each of all) {
    const key = JSON.stringify([each.kind, each.verb, alike(each)]);
    const group = groups.get(key);
    groups.set(
      key,
      group
        ? {
            ...group,
            whats: new Set([...group.whats, ...each.whats]),
            places: new Set([...group.places, ...each.places]),
            events: group.events + each.events,
          }
        : each,
    );
  }
  return [...groups.values()];
}

function happeningOf(event: TimelineEvent): Happening {
  if (event.kind === 'flow') {
    const { action, protocol, dstPort, interfaceId } = event.detail;
    return {
      ...alone(`${protocol}${dstPort === null ? '' : `/${dstPort}`}`),
      kind: 'flow',
      places: new Set([interfaceId]),
      verb: action === 'ACCEPT' ? 'came in' : 'was refused',
      words: (what, place, verb) => `${what} ${verb} at ${place}`,
    };
  }
  if (event.kind === 'api-call') {
    const { eventName, errorCode } = event.detail;
    return {
      ...alone(eventName),
      kind: 'failed',
      places: new Set([errorCode ?? '']),
      verb: 'failed',
      words: (what, why, verb) => `${what} ${verb}${why === '' ? '' : ` (${why})`}`,
    };
  }
  if (event.kind !== 'metric') return alone(event.summary);
  const { metricName, shape, direction } = event.detail;
  const verb = shape === 'silence' ? 'went silent' : direction === 'up' ? 'rose' : 'fell';
  const short = event.summary.replace(/(?: from zero)?: (?:median|peak) .*$/s, '');
  const [start, end] = [`${metricName} of `, ` ${verb}`];
  // without a dimension there is no place to name
  if (!short.startsWith(start) || !short.endsWith(end)) return alone(short);
  const place = short.slice(start.length, -end.length);
  return {
    ...alone(metricName),
    kind: 'metric',
    places: new Set([place]),
    verb,
    words: (what, where, moved) => `${what} of ${where} ${moved}`,
  };
}

const alone = (what: string): Happening => ({
  kind: `alone: ${what}`,
  whats: new Set([what]),
  places: new Set(),
  verb: '',
  words: (words) => words,
  events: 1,
});
