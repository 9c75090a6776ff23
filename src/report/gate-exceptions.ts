/** What a team knows about and accepts for a time: which exception excuses a finding, and which one did until it expired. */
import type { ApiCallEvent, TimelineEvent } from '../model/event.ts';
import type { Report } from '../model/report.ts';
import { spellingsOf } from './gate-bands.ts';
import type { GateFinding } from './gate-conditions.ts';
import { matchesAny } from './gate-glob.ts';
import { endOf, type GateException, type Globs } from './gate-settings.ts';

export interface Excuse {
  readonly exception: GateException;
  readonly isExpired: boolean;
}

/** The values that globs are compared with. */
type Facts = Readonly<Record<keyof GateException['match'], readonly string[]>>;

/**
 * The matching exception that is valid longest at `now` (epoch milliseconds). What could not be seen is never excused: nobody
 * knows what it is.
 */
export function createExcuses(
  exceptions: readonly GateException[],
  { timeline, chains }: Pick<Report, 'timeline' | 'chains'>,
  now: number,
): (finding: GateFinding) => Excuse | undefined {
  const ranked = exceptions
    .map((exception) => ({ exception, end: endOf(exception.until) ?? -Infinity }))
    .sort((a, b) => b.end - a.end);
  const byId = new Map(timeline.map((event) => [event.id, event]));
  const causes = new Map<string, string[]>();
  for (const { from, to, relation } of chains.flatMap(({ links }) => links)) {
    if (!provenCauses.has(relation)) continue;
    const known = causes.get(to);
    if (known) known.push(from);
    else causes.set(to, [from]);
  }
  return (finding) => {
    if (finding.event === null) return undefined;
    const facts = factsOf(finding, callsBehind(finding, byId, causes));
    const found = ranked.find(({ exception }) => fits(exception, facts));
    return found && { exception: found.exception, isExpired: found.end <= now };
  };
}

/** Links based on content: mere order in time excuses nothing. */
const provenCauses: ReadonlySet<string> = new Set(['changed', 'flipped', 'continued']);

const listOf = (globs: Globs): readonly string[] => (typeof globs === 'string' ? [globs] : globs);

function fits({ match }: GateException, facts: Facts): boolean {
  const wanted = Object.entries(match) as [keyof Facts, Globs | undefined][];
  const given = wanted.filter(([, globs]) => globs !== undefined);
  return given.length > 0 && given.every(([name, globs]) => matchesAny(listOf(globs as Globs), facts[name]));
}

/** The calls that caused it, its own first. */
function callsBehind(
  { event, causes: own }: GateFinding,
  byId: ReadonlyMap<string, TimelineEvent>,
  causes: ReadonlyMap<string, readonly string[]>,
): readonly ApiCallEvent[] {
  const seen = new Set(event ? [event.id, ...own] : own);
  for (const id of seen) for (const cause of causes.get(id) ?? []) seen.add(cause);
  return [...seen].flatMap((id) => {
    const found = byId.get(id);
    return found?.kind === 'api-call' ? [found] : [];
  });
}

function factsOf({ event, rules }: GateFinding, calls: readonly ApiCallEvent[]): Facts {
  return {
    rule: rules,
    principal: calls.flatMap(({ detail }) => spellingsOf(detail.principal)),
    event: [...(event ? namesOf(event) : []), ...calls.flatMap(namesOf)],
    resource: [
      ...(event?.resources ?? []).flatMap(({ id, name, arn }) => [id, name ?? [], arn ?? []].flat()),
      ...(event?.kind === 'alarm' ? [event.detail.alarmName, event.detail.alarmArn ?? []].flat() : []),
    ],
  };
}

function namesOf(event: TimelineEvent): readonly string[] {
  switch (event.kind) {
    case 'api-call': {
      const { eventName, eventSource } = event.detail;
      return [event.id, eventName, `${eventSource.split('.')[0]}:${eventName}`];
    }
    case 'alarm':
      return [event.id, event.detail.alarmName];
    case 'metric':
      return [event.id, event.detail.metricName];
    default:
      return [event.id];
  }
}
