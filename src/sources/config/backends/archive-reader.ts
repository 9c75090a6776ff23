/** Turns the records of AWS Config in files into evidence. */
import type { RecordReader } from '../../../archive/late-scanner.ts';
import type { Collector } from '../../../archive/scanner.ts';
import type { ConfigurationItem } from '../../../model/configuration-item.ts';
import type { Evidence } from '../../../model/evidence.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { Question } from '../../../model/question.ts';
import type { SourceRequest } from '../../source.ts';
import { placed, recordIn } from '../carriers.ts';
import { complianceType, readComplianceChange, readEvaluation, targetOf } from '../evaluation.ts';
import { readHead, readToJudge, type TimedHead } from '../item.ts';
import { type Found, keepItems, keepStates } from '../keeper.ts';
import { keepResources } from '../known-resource.ts';
import { type MatchResource, matchFollowed, matchQuestion, type Named, named } from '../match.ts';
import { type FindNeighbors, isTiedTo, namingTarget, throughInterfaces } from '../neighbors.ts';
import { evidenceOf } from '../normalize.ts';
import { isHeldBack, namedIn, wantedItems } from '../wanted-items.ts';
import { itemHeads } from './archive-heads.ts';

type Asked = Exclude<SourceRequest, { kind: 'credentials' }>;

export function createReader(request: Asked): RecordReader {
  const asked = request.question.targets.length > 0;
  const match = request.kind === 'evidence' ? matchQuestion(request.question) : matchFollowed(request.interests);
  const findNeighbors = request.kind === 'evidence' ? namingTarget(match) : throughInterfaces(match);
  return readerOf(request, match, asked ? findNeighbors : () => []);
}

function readerOf(request: Asked, match: MatchResource, findNeighbors: FindNeighbors): RecordReader {
  const { question } = request;
  const isKept = wantedItems(request);
  const again = request.kind === 'follow' ? request.heldBack : undefined;
  const heldUntil = request.kind === 'evidence' ? request.held?.until : undefined;
  const isNamed = namedIn(again?.spellings ?? []);
  // an inventory needs only the last state of each resource, without its content
  const resources = question.survey?.of === 'inventory' ? keepResources() : undefined;
  let file = '';
  const items = keepItems(question.window);
  // without a target there are as many states as resources
  const states = question.targets.length > 0 ? keepStates() : keepItems(question.window);
  const isWanted = wantedPlaces(question);
  const relations = new Set<string>();
  // neighbors lead to metrics and traffic; their own states are not asked for
  const isAsked = (resource: Named) => match(resource).some((reason) => reason !== 'neighbor');
  const until = question.window.until ?? Infinity;
  const heads = itemHeads(
    request,
    (head, hasRelationships) =>
      head.time < until &&
      isWanted(head.account, head.region) &&
      isKept(head) &&
      resources?.isKnown(head, hasRelationships) !== true,
  );

  const readItemRecord = (found: Found, collector: Collector) => {
    const head = readHead(found.value);
    if (head.time === undefined) {
      collector.damaged('a configuration item without a readable capture time');
      return;
    }
    collector.seen(head.account, head.region, head.time);
    if (head.time >= until || !isWanted(head.account, head.region) || !isKept(head)) return;
    if (resources) {
      if (isAsked(head)) resources.take(found.value, head as TimedHead);
      return;
    }
    if (head.resourceType === complianceType) {
      const target = targetOf(head.resourceId);
      if (isAsked(named(target)))
        states.take(found, [complianceType, head.account, head.region, head.resourceId], head.time, collector);
      else takeRules(found, collector);
      return;
    }
    if (again) {
      if (isNamed(head) || isTiedTo(isNamed, head, found.value))
        items.take(found, [head.resourceType, head.account, head.region, head.resourceId], head.time, collector);
      return;
    }
    if (heldUntil !== undefined && isHeldBack(heldUntil, head)) {
      const item = readToJudge(found.value);
      if (item) collector.evidence(toJudge(item, found.locator));
      return;
    }
    for (const evidence of findNeighbors(head, found.value)) {
      const key = JSON.stringify(evidence);
      if (!relations.has(key)) collector.evidence(evidence);
      relations.add(key);
    }
    if (isAsked(head))
      items.take(found, [head.resourceType, head.account, head.region, head.resourceId], head.time, collector);
  };

  /** The target may be a rule: then what it said about any resource belongs to the answer. */
  const takeRules = ({ value, locator }: Found, collector: Collector) => {
    const text = JSON.stringify(value['configuration'] ?? null);
    if (!question.targets.some((target) => text.includes(target.text))) return;
    const reading = evidenceOf(value, { backend: 'archive', locator });
    if ('reason' in reading) collector.damaged(reading.reason);
    else {
      for (const evidence of reading.evidence)
        if (evidence.type === 'rule-state' && isAskedRule(evidence.state.rule)) collector.evidence(evidence);
    }
  };
  const isAskedRule = (rule: string) =>
    isAsked({ resourceType: 'AWS::Config::ConfigRule', resourceId: rule, resourceName: rule, arn: null });

  const readState = (found: Found, kind: 'evaluation' | 'compliance-change', collector: Collector) => {
    const reading = kind === 'evaluation' ? readEvaluation(found.value) : readComplianceChange(found.value);
    if ('reason' in reading) {
      collector.damaged(reading.reason);
      return;
    }
    const { state } = reading;
    const time = Date.parse(state.recordedTime);
    collector.seen(state.account, state.region, time);
    if (again || resources) return;
    if (time >= until || !isWanted(state.account, state.region)) return;
    if (!isAsked(named(state)) && !isAskedRule(state.rule)) return;
    states.take(
      found,
      [state.rule, state.account, state.region, state.resourceType, state.resourceId],
      time,
      collector,
    );
  };

  return {
    heads: () => heads,
    record(value, { file: of, carriers, locator }, collector) {
      file = of;
      const record = recordIn(value);
      if (record === undefined) return false;
      if (record.kind === 'aside') {
        collector.skipped(record.what);
        return true;
      }
      const found: Found = { value: placed(record.value, [...carriers, value]), locator };
      if (record.kind === 'item') readItemRecord(found, collector);
      else if (record.kind === 'oversized') readOversized(found.value, collector);
      else readState(found, record.kind, collector);
      return true;
    },
    end(collector) {
      resources?.end(file, collector);
      items.end(collector);
      states.end(collector);
    },
  };

  /** Its content was delivered only to S3: without that file it is known that something changed, but not what. */
  function readOversized(summary: JsonObject, collector: Collector) {
    const head = readHead(summary);
    if (head.time !== undefined) collector.seen(head.account, head.region, head.time);
    const { since = -Infinity } = question.window;
    const isInWindow = head.time !== undefined && head.time >= since && head.time < until;
    if (isInWindow && isAsked(head) && isWanted(head.account, head.region))
      collector.damaged(
        'a configuration item too large for its notification, delivered under OversizedChangeNotification',
      );
    else collector.skipped('oversized item notification', head.account, head.region);
  }
}

/** Whatever holds items back drops this one once it is judged. */
const toJudge = (item: ConfigurationItem, locator: string): Evidence => ({
  type: 'configuration-item',
  item,
  origin: { source: 'config', backend: 'archive', account: item.account, region: item.region, ref: '', locator },
  digest: '',
});

/** The places that are asked for. A global resource is in every region; a record without a place may be from any. */
function wantedPlaces({ filters: { accounts, regions } }: Question) {
  return (account: string | null, region: string | null): boolean =>
    (accounts.length === 0 || account === null || accounts.includes(account)) &&
    (regions.length === 0 || region === null || region === 'global' || regions.includes(region));
}
