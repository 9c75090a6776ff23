/** The headline if there is a story: the incidents, worst first, each in its chain's own sentence. */
import type { TimelineEvent } from '../model/event.ts';
import { numberText, plural } from '../model/number-text.ts';
import type { Chain, ChangeSet } from '../model/report.ts';
import { alarmsAlone, dangersAlone, findingsAlone, type Story } from './grave-alone.ts';
import { kindOf, kindsText } from './incident-kinds.ts';
import { rotationsIn } from './rotation.ts';

export interface IncidentsInput {
  /** Worst first. */
  readonly chains: readonly Chain[];
  /** Worst first; empty if there is a target. */
  readonly changeSets: readonly ChangeSet[];
  /** For a resource: what people did in one go, which is one incident, however many calls it took. */
  readonly bursts?: readonly ChangeSet[];
  readonly events: readonly TimelineEvent[];
  /** The time of an event, for a sentence. */
  readonly clock: (event: TimelineEvent | undefined) => string;
}

/** With more than this, the kinds and the worst are told. */
const mostIncidents = 3;
const mostAmongMany = 2;

/** Characters that can be read as one sentence: another incident is told only if all of it fits. */
const longest = 600;

/** @param by who has been named already. */
type Tell = (story: Story, by?: string) => string;

interface Incident {
  readonly text: string;
  readonly chains: readonly Story[];
}

/** undefined if there is only routine. Unrelated incidents are told one by one. */
export function incidentsHeadline({
  chains,
  changeSets,
  bursts = [],
  events,
  clock,
}: IncidentsInput): string | undefined {
  const byId = new Map(events.map((event) => [event.id, event]));
  const rotations = rotationsIn(events);
  const hasWeight = (id: string) => !rotations.has(id) && weighs(byId.get(id));
  const isCritical = ({ events: ids }: Story) => ids.some((id) => byId.get(id)?.severity === 'critical');
  const graveChains = chains.filter((chain) => chain.events.some(hasWeight));
  const found = findingsAlone(events, chains);
  const alone = dangersAlone(
    events.filter(({ id }) => !rotations.has(id)),
    chains,
  );
  const grave: readonly Story[] = worstFirst([...graveChains, ...alone], isCritical, byId);
  const isCalled = changeSets.length > 0 || events.some(({ kind }) => kind === 'api-call');
  // if nobody made a call, states, shifts and alarms tell the story together
  const alarms = grave.length > 0 || found || isCalled ? alarmsAlone(events, chains, clock) : [];
  if (grave.length === 0 && !found && alarms.length === 0) return undefined;
  const tell: Tell = ({ summary, root }, by) => {
    const time = clock(byId.get(root));
    const told = by !== undefined && summary.startsWith(`${by} `) ? summary.slice(by.length + 1) : summary;
    return `${time === '' ? '' : `at ${time} `}${withoutEnd(told)}`;
  };
  const byRoot = new Map<string, Story[]>();
  for (const story of grave) byRoot.set(story.root, [...(byRoot.get(story.root) ?? []), story]);
  const placeOf = new Map(grave.map((story, place) => [story, place]));
  const storiesOf = (set: ChangeSet) => ({
    set,
    own: set.events.flatMap((id) => byRoot.get(id) ?? []).sort((a, b) => (placeOf.get(a) ?? 0) - (placeOf.get(b) ?? 0)),
  });
  const sets = [
    ...changeSets.map(storiesOf).filter(({ own }) => own.length > 0),
    ...bursts.map(storiesOf).filter(({ own }) => own.length > 1),
  ];
  const inSets = new Set(sets.flatMap(({ own }) => own));
  const told: readonly Incident[] = [
    ...sets.map(({ set, own }) => ({ text: tellSet(set, own, tell, clock, byId), chains: own })),
    ...[...grave.filter((story) => !inSets.has(story)), ...alarms].map((story) => ({
      text: tell(story),
      chains: [story],
    })),
  ];
  // at the same severity, findings come after deeds
  const worse = told.filter((incident) => incident.chains.some(isCritical));
  const incidents = found
    ? [...worse, { text: tell(found), chains: [found] }, ...told.filter((incident) => !worse.includes(incident))]
    : told;
  // the sets are listed below the headline: both numbers have to add up
  const graveIds = new Set(graveChains.map(({ id }) => id));
  const toldSets = new Set(sets.map(({ set }) => set));
  const inBursts = new Set(sets.flatMap(({ set }) => set.chains));
  const [others, what] =
    changeSets.length > 0
      ? [
          changeSets.filter((set) => !toldSets.has(set) && !set.chains.some((id) => graveIds.has(id))).length,
          'change set',
        ]
      : [chains.filter(({ id }) => !graveIds.has(id) && !inBursts.has(id)).length, 'change'];
  // an alarm is not a change
  const other = grave.length > 0 ? `other ${what}` : what;
  const rest = others > 0 ? `; ${plural(others, other)} besides` : '';
  return tellAll(incidents, byId, rest);
}

/** A few are told one by one, as far as they fit; of many, how many of which kind, and the worst. */
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

/** Critical ones first, like chains; among those, grave findings, then incidents with consequences, then by time. */
function worstFirst(
  stories: readonly (Story & Partial<Pick<Chain, 'links'>>)[],
  isCritical: (story: Story) => boolean,
  byId: ReadonlyMap<string, TimelineEvent>,
): readonly Story[] {
  const isFound = ({ events }: Story) =>
    events.some((id) => byId.get(id)?.kind === 'finding' && byId.get(id)?.severity === 'critical');
  // a key that was made in a dangerous way leads into what was done with it: that need not be the worst
  // nor is it what was made and deleted again, however grave a deletion is of what had been there
  const isCriticalItself = ({ root, events, links = [] }: (typeof stories)[number]) => {
    const undoing = new Set(
      links.flatMap(({ relation, from, to }) => (relation === 'reverted' && to === root ? [from] : [])),
    );
    return events.some((id) => {
      const event = byId.get(id);
      return event?.severity === 'critical' && event.time >= (byId.get(root)?.time ?? '') && !undoing.has(id);
    });
  };
  const cameOf = ({ root, events }: Story) =>
    events.some((id) => id !== root && byId.get(id)?.kind !== 'config-change') ? 0 : events.length > 1 ? 1 : 2;
  const keyOf = (story: (typeof stories)[number]) =>
    `${isCritical(story) ? 0 : 1} ${isFound(story) ? 0 : 1} ${isCriticalItself(story) ? 0 : 1} ${cameOf(story)} ${byId.get(story.root)?.time ?? ''}`;
  const keyed = stories.map((story) => ({ story, key: keyOf(story) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ story }) => story);
}

/** A burst with one grave write is told by its chain; one with many, by its size and the worst of them. */
function tellSet(
  { principal, tool, writes, events }: ChangeSet,
  own: readonly Story[],
  tell: Tell,
  clock: IncidentsInput['clock'],
  byId: ReadonlyMap<string, TimelineEvent>,
): string {
  const [worst] = own;
  if (!worst) return '';
  const isEffect = (event: TimelineEvent | undefined) => event?.kind !== 'api-call' && weighs(event);
  const broke = new Set(
    own.filter((story) => story.events.some((id) => isEffect(byId.get(id)))).map(({ root }) => root),
  );
  const grave = events.filter((id) => isDangerous(byId.get(id)) || broke.has(id)).length || own.length;
  if (grave === 1) return tell(worst);
  const [from, to] = [events[0], events.at(-1)].map((id) => clock(byId.get(id ?? '')));
  const span = from === to ? `at ${from}` : `from ${from} to ${to}`;
  return (
    `${span} ${principal} made ${plural(writes, 'write')} (${tool}), ${numberText(grave)} of them grave, ` +
    `the worst ${tell(worst, principal)}`
  );
}

const weighs = (event: TimelineEvent | undefined) => event?.severity === 'warning' || event?.severity === 'critical';
const isDangerous = (event: TimelineEvent | undefined) =>
  event?.kind === 'api-call' && event.detail.dangers !== undefined;

const withoutEnd = (text: string) => text.replace(/\.$/, '');
const capital = (text: string) => text.replace(/^[a-z]/, (letter) => letter.toUpperCase());
