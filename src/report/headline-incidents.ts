/** The headline where there is a story: the incidents, worst first, each in its chain's own sentence. */
import type { TimelineEvent } from '../model/event.ts';
import { numberText, plural } from '../model/number-text.ts';
import type { Chain, ChangeSet } from '../model/report.ts';

export interface IncidentsInput {
  /** Worst first. */
  readonly chains: readonly Chain[];
  /** Worst first; empty where there is a target. */
  readonly changeSets: readonly ChangeSet[];
  readonly events: readonly TimelineEvent[];
  /** When an event was, as a sentence says it. */
  readonly clock: (event: TimelineEvent | undefined) => string;
}

/** More than this are no sentence. */
const mostIncidents = 3;

/** undefined where nothing but routine is told. Incidents that have nothing to do with each other are told one by one. */
export function incidentsHeadline({ chains, changeSets, events, clock }: IncidentsInput): string | undefined {
  const byId = new Map(events.map((event) => [event.id, event]));
  const hasWeight = (id: string) => ['warning', 'critical'].includes(byId.get(id)?.severity ?? '');
  const grave = chains.filter((chain) => chain.events.some(hasWeight));
  if (grave.length === 0) return undefined;
  const tell = ({ summary, root }: Chain) => {
    const time = clock(byId.get(root));
    return `${time === '' ? '' : `at ${time} `}${withoutEnd(summary)}`;
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
  const told = [
    ...sets.map(({ set, own }) => tellSet(set, own, tell, clock, byId)),
    ...grave.filter((chain) => !inSets.has(chain)).map(tell),
  ];
  // the sets are what is listed below: the two numbers have to add up
  const graveIds = new Set(grave.map(({ id }) => id));
  const [others, what] =
    changeSets.length > 0
      ? [changeSets.filter((set) => !set.chains.some((id) => graveIds.has(id))).length, 'other change set']
      : [chains.length - grave.length, 'other change'];
  const rest = others > 0 ? `; ${plural(others, what)} beside ${told.length === 1 ? 'it' : 'them'}` : '';
  const [first = ''] = told;
  if (told.length === 1) return `${capital(first)}${rest}.`;
  const shown = told.slice(0, mostIncidents).map((text, index) => `(${index + 1}) ${text}`);
  const more = told.length - shown.length;
  return `${plural(told.length, 'incident')}: ${shown.join('; ')}${more > 0 ? `; and ${numberText(more)} more` : ''}${rest}.`;
}

/** A burst with one grave chain is that chain; one with many is told by its size and the worst of them. */
function tellSet(
  { principal, tool, writes, events }: ChangeSet,
  own: readonly Chain[],
  tell: (chain: Chain) => string,
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
    `the worst: ${tell(worst)}`
  );
}

const withoutEnd = (text: string) => text.replace(/\.$/, '');
const capital = (text: string) => text.replace(/^[a-z]/, (letter) => letter.toUpperCase());
