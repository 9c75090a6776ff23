/**
 * Which call a finding is about: one made with the access key that it names while the observed activity lasted, or a dangerous
 * change of a resource that it names. A finding also names bystanders, such as a subnet and an image: a harmless change of
 * those is not the cause.
 */
import { day, hour, minute } from '../../model/duration.ts';
import type { ApiCallEvent, FindingEvent } from '../../model/event.ts';
import { groupedBy } from '../../model/grouped-by.ts';
import type { ResourceRef } from '../../model/resource.ts';
import { thingsOf, verbOf } from './call-verb.ts';
import { believable, type Candidate, candidateOf, choose, type Found, joined } from './candidate.ts';
import { apart } from './durations.ts';
import { between, type Call, isChange, type ResourceIndex, shareResource, spellingsOf } from './resource-index.ts';

/** The service and CloudTrail each record the time in their own way. */
const tolerance = minute;
/** An opening that is older would have been found by something else. */
const longestOpen = 7 * day;
/** How many changes of one resource are considered: the latest ones. */
const mostChanges = 50;

export function foundLinks(index: ResourceIndex): Found {
  const findings = [...index.byId.values()].flatMap(({ event, time }) =>
    event.kind === 'finding' ? [{ event, time }] : [],
  );
  if (findings.length === 0) return { chosen: [], lost: [] };
  const named = new Set(findings.flatMap(({ event }) => keysIn(event)));
  const byKey = groupedBy(
    index.calls.filter(({ event }) => named.has(event.detail.principal.accessKeyId ?? '')),
    ({ event }) => event.detail.principal.accessKeyId ?? '',
  );
  return joined(
    findings.map(({ event, time }) => {
      const last = event.endTime === undefined ? time : Date.parse(event.endTime);
      const calls = keysIn(event).flatMap((key) =>
        between(byKey.get(key) ?? [], time - tolerance, last + tolerance).map((call) => ({ key, call })),
      );
      const made = calls.map(({ key, call }) => rateMade(call, event, key));
      return choose([...inOrder(made, index), ...openings(index, event, last)]);
    }),
  );
}

const keysIn = ({ resources }: FindingEvent): readonly string[] =>
  resources.flatMap(({ type, id }) => (type === 'AWS::IAM::AccessKey' ? [id] : []));

/** The call that the title mentions: "The API CreateUser was invoked using root credentials." */
function rateMade({ event }: Call, finding: FindingEvent, key: string): Candidate {
  const { eventName, dangers } = event.detail;
  const isNamed = finding.detail.title.split(/[^A-Za-z0-9]+/).includes(eventName);
  const isOfSame = shareResource(event.resources, finding.resources);
  const isGrave = dangers !== undefined;
  return candidateOf(
    'preceded',
    event.id,
    finding.id,
    {
      key: 0.95,
      deed: isNamed || isOfSame ? 1 : isGrave ? 0.95 : isChange({ event, time: 0 }) ? 0.85 : 0.7,
    },
    [
      `made with the access key ${key} that the finding names, while it lasted`,
      ...(isNamed ? [`the finding names ${eventName}`] : []),
      ...(isOfSame ? ['both name the same resource'] : []),
    ],
  );
}

/** Among equally good calls, the first one started it. */
function inOrder(candidates: readonly Candidate[], index: ResourceIndex): readonly Candidate[] {
  const timeOf = ({ from }: Candidate) => index.byId.get(from)?.time ?? 0;
  const sorted = candidates.toSorted(
    (a, b) => b.score - a.score || timeOf(a) - timeOf(b) || (a.from < b.from ? -1 : 1),
  );
  const best = sorted[0]?.score;
  return sorted.map((candidate, position) =>
    position > 0 && candidate.score === best ? { ...candidate, ...later(candidate) } : candidate,
  );
}

const later = ({ score, arithmetic }: Candidate): Pick<Candidate, 'score' | 'arithmetic'> => ({
  score: Math.max(believable, Math.round(score * 98) / 100),
  arithmetic: [...arithmetic, { factor: 'order', value: 0.98 }],
});

/** Dangerous changes of the resources that a finding names, and the calls that created those, before it was last seen. */
function openings(index: ResourceIndex, finding: FindingEvent, last: number): readonly Candidate[] {
  const found = new Map<string, Call>();
  for (const spelling of spellingsOf(finding.resources))
    for (const change of between(index.changesAt(spelling), last - longestOpen, last).slice(-mostChanges))
      if (shareResource(change.event.resources, finding.resources)) found.set(change.event.id, change);
  return [...found.values()].flatMap(({ event, time }) => {
    const lag = Math.max(0, Date.parse(finding.time) - time);
    const before = `${apart(lag)} before`;
    if (event.detail.dangers !== undefined) {
      const because = ['both name the same resource, which that call left open or changed in a dangerous way', before];
      return candidateOf(
        'preceded',
        event.id,
        finding.id,
        { resource: 0.85, lag: lag <= hour ? 0.99 : lag <= day ? 0.9 : 0.7 },
        because,
      );
    }
    const made = madeBy(event).find((one) => shareResource([one], finding.resources));
    if (made === undefined) return [];
    // the older the change, the more likely something else came of it
    return candidateOf(
      'preceded',
      event.id,
      finding.id,
      { made: 0.85, lag: lag <= hour ? 0.9 : lag <= day ? 0.65 : 0.3 },
      [`that call made ${made.id}, which the finding names`, before],
    );
  });
}

/** For `RunInstances`, the instances and not their image. */
const madeBy = (event: ApiCallEvent): readonly ResourceRef[] =>
  /^(?:run|create|restore|import)$/.test(verbOf(event.detail.eventName).verb) ? thingsOf(event) : [];
