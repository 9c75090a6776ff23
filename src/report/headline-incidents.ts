/** The headline where there is a story: the incidents, worst first, each in its chain's own sentence. */
import type { TimelineEvent } from '../model/event.ts';
import { numberText, plural } from '../model/number-text.ts';
import type { Chain, ChangeSet } from '../model/report.ts';
import { kindOf, kindsText } from './incident-kinds.ts';

export interface IncidentsInput {
  /** Worst first. */
  readonly chains: readonly Chain[];
  /** Worst first; empty where there is a target. */
  readonly changeSets: readonly ChangeSet[];
  readonly events: readonly TimelineEvent[];
  /** When an event was, as a sentence says it. */
  readonly clock: (event: TimelineEvent | undefined) => string;
}

/** More than this are told by their kinds and the worst of them. */
const mostIncidents = 3;
const mostAmongMany = 2;

/** Characters that are read as one sentence: another incident is told only where there is room for all of it. */
const longest = 600;

/** @param by who is named already. */
type Tell = (chain: Chain, by?: string) => string;

interface Incident {
  readonly text: string;
  readonly chains: readonly Chain[];
}

/** undefined where nothing but routine is told. Incidents that have nothing to do with each other are told one by one. */
export function incidentsHeadline({ chains, changeSets, events, clock }: IncidentsInput): string | undefined {
  const byId = new Map(events.map((event) => [event.id, event]));
  const hasWeight = (id: string) => ['warning', 'critical'].includes(byId.get(id)?.severity ?? '');
  const grave = chains.filter((chain) => chain.events.some(hasWeight));
  if (grave.length === 0) return undefined;
  const tell: Tell = ({ summary, root }, by) => {
    const time = clock(byId.get(root));
    const told = by !== undefined && summary.startsWith(`${by} `) ? summary.slice(by.length + 1) : summary;
    return `${time === '' ? '' : `at ${time} `}${withoutEnd(told)}`;
  };
  const byRoot = new Map<string, Chain[]>();
  for (const chain of grave) byRoot.set(chain.root, [...(byRoot.get(chain.root) ?? []), chain]);
  const placeOf = new Map(grave.map((chain, place) => [chain, place]));
  const sets = changeSets.flatMap((set) => {
    const own = set.events
      .flatMap((id) => byRoot.get(id) ?? [])
      .sort((a, b) => (placeOf.get(a) ?? 0) - (placeOf.get(b) ?? 0));
    return own.length > 0 ? [{ set, own }] : [];
  });
  const inSets = new Set(sets.flatMap(({ own }) => own));
  const incidents: readonly Incident[] = [
    ...sets.map(({ set, own }) => ({ text: tellSet(set, own, tell, clock, byId), chains: own })),
    ...grave.filter((chain) => !inSets.has(chain)).map((chain) => ({ text: tell(chain), chains: [chain] })),
  ];
  // the sets are what is listed below: the two numbers have to add up
  const graveIds = new Set(grave.map(({ id }) => id));
  const [others, what] =
    changeSets.length > 0
      ? [changeSets.filter((set) => !set.chains.some((id) => graveIds.has(id))).length, 'other change set']
      : [chains.length - grave.length, 'other change'];
  const rest = others > 0 ? `; ${plural(others, what)} beside ${incidents.length === 1 ? 'it' : 'them'}` : '';
  return tellAll(incidents, byId, rest);
}

/** A few one by one, as far as there is room; of many how many of which kind, and the worst. */
function tellAll(incidents: readonly Incident[], byId: ReadonlyMap<string, TimelineEvent>, rest: string): string {
  const number = incidents.length;
  const [first] = incidents;
  if (number === 1) return `${capital(first?.text ?? '')}${rest}.`;
  const isMany = number > mostIncidents;
  const kinds = () => ` (${kindsText(incidents.map(({ chains }) => kindOf(chains, byId)))})`;
  const begin = `${plural(number, 'incident')}${isMany ? kinds() : ''}`;
  const tellFirst = (count: number) => {
    const left = number - count;
    const more = left > 0 && !isMany ? `; and ${numberText(left)} more` : '';
    const texts = incidents.slice(0, count).map(({ text }, index) => (count > 1 ? `(${index + 1}) ${text}` : text));
    const which = left === 0 ? '' : `, the worst${count > 1 ? ` ${count}` : ''}`;
    return `${begin}${which}: ${texts.join('; ')}${more}${rest}.`;
  };
  for (let count = isMany ? mostAmongMany : number; count > 1; count--) {
    const told = tellFirst(count);
    if (told.length <= longest) return told;
  }
  return tellFirst(1);
}

/** A burst with one grave chain is that chain; one with many is told by its size and the worst of them. */
function tellSet(
  { principal, tool, writes, events }: ChangeSet,
  own: readonly Chain[],
  tell: Tell,
  clock: IncidentsInput['clock'],
  byId: ReadonlyMap<string, TimelineEvent>,
): string {
  const [worst] = own;
  if (!worst) return '';
  if (own.length === 1) return tell(worst);
  const [from, to] = [events[0], events.at(-1)].map((id) => clock(byId.get(id ?? '')));
  const span = from === to ? `at ${from}` : `from ${from} to ${to}`;
  return (
    `${span} ${principal} made ${plural(writes, 'write')} (${tool}), ${numberText(own.length)} of them grave, ` +
    `the worst ${tell(worst, principal)}`
  );
}

const withoutEnd = (text: string) => text.replace(/\.$/, '');
const capital = (text: string) => text.replace(/^[a-z]/, (letter) => letter.toUpperCase());
