/** Which events a timeline for people lists. */
import type { TimelineEvent } from '../model/event.ts';
import { objectAt } from '../model/json.ts';
import { numberText, plural } from '../model/number-text.ts';
import type { Report } from '../model/report.ts';

/**
 * In a window without a target, what changed something or stands out; the rest is counted. A change inferred from a call
 * repeats the call's own row: it is listed if the call is not, or if a diff was asked for.
 */
export function listedIn({ changeSets, timeline }: Report, diff = false): readonly TimelineEvent[] {
  const calls = new Set(timeline.flatMap(({ id, kind }) => (kind === 'api-call' ? [callOf(id)] : [])));
  const isTold = (event: TimelineEvent) =>
    !diff && event.kind === 'config-change' && event.detail.inferred && calls.has(callOf(event.id));
  const isWindow = changeSets !== undefined && changeSets.length > 0;
  const entrances = isWindow ? entrancesIn(timeline) : new Set<string>();
  const isListed = ({ id, severity, chain }: TimelineEvent) =>
    !isWindow || severity !== 'info' || chain !== null || entrances.has(id);
  return timeline.filter((event) => !isTold(event) && isListed(event));
}

/** The calls by which somebody came to the credentials of a dangerous call: the way in is asked for next. */
function entrancesIn(timeline: readonly TimelineEvent[]): ReadonlySet<string> {
  return new Set(
    timeline.flatMap((event) =>
      event.kind === 'api-call' && event.detail.dangers !== undefined
        ? event.detail.principal.path.map((hop) => hop.event)
        : [],
    ),
  );
}

/** `inferred:<event id>`, followed by `/<type>/<id>` if a call changed several resources. */
const callOf = (id: string): string => id.replace(/^[a-z]+:/, '').split('/')[0] ?? '';

/**
 * How many events were left out that nothing else represents, and how many of them read secrets: "51 routine events not listed,
 * 50 of them reads of secrets". undefined if none were.
 */
export function leftOutText({ timeline }: Report, listed: readonly TimelineEvent[]): string | undefined {
  const shown = new Set(listed);
  const left = timeline.filter(
    (event) => !shown.has(event) && !(event.kind === 'config-change' && event.detail.inferred),
  );
  if (left.length === 0) return undefined;
  const reads = left.filter(readsSecret).length;
  const what = reads === 1 ? 'a read of a secret' : 'reads of secrets';
  const which = reads === 0 ? '' : reads < left.length ? `, ${numberText(reads)} of them ${what}` : `, ${what}`;
  return `${plural(left.length, 'routine event')} not listed${which}`;
}

/** Secrets, and parameters that are stored encrypted: other parameters are settings. */
function readsSecret(event: TimelineEvent): boolean {
  if (event.kind !== 'api-call' || event.detail.outcome !== 'success') return false;
  const { eventSource, eventName, requestParameters } = event.detail;
  if (eventSource === 'secretsmanager.amazonaws.com') return /^(?:Batch)?GetSecretValue$/.test(eventName);
  if (eventSource !== 'ssm.amazonaws.com' || !/^GetParameter(?:s|sByPath|History)?$/.test(eventName)) return false;
  return String(objectAt({ request: requestParameters }, 'request')['withDecryption']) === 'true';
}
