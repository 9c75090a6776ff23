/** Applies a question's filters to a call: `or` within one filter, `and` between them. */
import type { CallDrops } from '../../archive/scanner.ts';
import type { ApiCallEvent } from '../../model/event.ts';
import type { JsonObject } from '../../model/json.ts';
import { stringAt } from '../../model/json.ts';
import type { Filters } from '../../model/question.ts';
import { plainEventName } from '../../resources/event-name.ts';
import { isNotableRead } from '../../resources/notable-reads.ts';
import { isInsight, isReadOnly, outcomeOf } from './record.ts';

type Called = Pick<ApiCallEvent['detail'], 'eventSource' | 'eventName' | 'readOnly' | 'outcome' | 'errorCode'>;

export function createFilter(filters: Filters): (event: ApiCallEvent) => boolean {
  const { principal, sourceIp } = filters;
  const passes = createCallFilter(filters);
  return ({ detail }) => {
    if (!passes(detail)) return false;
    if (principal.length > 0 && !principal.some((name) => isNamed(detail.principal, name))) return false;
    return sourceIp.length === 0 || sourceIp.includes(detail.principal.sourceIp ?? '');
  };
}

/** Rejects a record that does not pass, before an event is made of it. Total. */
export function createRecordFilter(filters: Filters): (record: JsonObject) => boolean {
  const passes = createCallFilter(filters);
  // unusual activity has no caller and no error of its own: a filter on those asks for calls only
  const asksForCalls = [filters.principal, filters.sourceIp, filters.errorCode].some((list) => list.length > 0);
  return (record) => {
    if (isInsight(record)) return !asksForCalls;
    const errorCode = stringAt(record, 'errorCode');
    return passes({
      eventSource: stringAt(record, 'eventSource') ?? '',
      eventName: stringAt(record, 'eventName') ?? '',
      readOnly: isReadOnly(record),
      outcome: outcomeOf(record),
      ...(errorCode !== undefined && { errorCode }),
    });
  };
}

const isLifted = ({ reads, outcome, eventName, errorCode }: Filters) =>
  reads === 'routine' && (outcome.length > 0 || eventName.length > 0 || errorCode.length > 0);

/** The filters that depend only on the call, its outcome and whether it is a read. */
function createCallFilter(filters: Filters): (call: Called) => boolean {
  const { outcome, errorCode } = filters;
  const isNamed = createNameFilter(filters);
  // asking for an outcome, an event or an error by name includes reads
  const lifted = isLifted(filters);
  return (call) => {
    if (filters.reads === 'writes' && call.readOnly) return false;
    const isQuiet = filters.reads === 'routine' && !lifted && call.readOnly && call.outcome === 'success';
    if (isQuiet && !isNotableRead(call.eventSource, plainEventName(call.eventName))) return false;
    if (outcome.length > 0 && !outcome.includes(call.outcome)) return false;
    if (errorCode.length > 0 && !errorCode.some((code) => isErrorCode(call.errorCode, code))) return false;
    return isNamed(call.eventSource, call.eventName);
  };
}

function createNameFilter({ eventName, service }: Filters): (eventSource: string, eventName: string) => boolean {
  const names = new Set(eventName.map((name) => name.toLowerCase()));
  const services = new Set(service.map((name) => name.toLowerCase().replace(/\.amazonaws\.com$/, '')));
  return (source, name) =>
    (names.size === 0 || names.has(name.toLowerCase()) || names.has(plainEventName(name).toLowerCase())) &&
    (services.size === 0 || services.has(source.replace(/\.amazonaws\.com$/, '').toLowerCase()));
}

/** The same filters, as far as the bytes of a delivered record allow. */
export function dropsOf(filters: Filters): CallDrops {
  const isNamed = createNameFilter(filters);
  const lifted = isLifted(filters);
  const needsFailure =
    (filters.outcome.length > 0 && !filters.outcome.includes('success')) || filters.errorCode.length > 0;
  return {
    flag: 'readOnly',
    // unusual activity passes whatever a call's name and outcome say: `AwsCloudTrailInsight`, `insightDetails`
    exceptions: ['nsight'],
    // every record of a failed call contains one of them
    marks: ['"errorCode"', '"ConsoleLogin"'],
    of: (source, name) => ({
      all: !isNamed(source, name),
      flagged: filters.reads === 'writes',
      flaggedPlain: filters.reads === 'routine' && !lifted && !isNotableRead(source, plainEventName(name)),
      plain: needsFailure,
    }),
  };
}

/** EC2 puts `Client.` before its codes: either spelling finds them. */
const isErrorCode = (code: string | undefined, wanted: string) => code === wanted || code === `Client.${wanted}`;

const isNamed = (principal: ApiCallEvent['detail']['principal'], name: string) =>
  principal.name === name ||
  principal.session === name ||
  principal.arn === name ||
  principal.accessKeyId === name ||
  principal.human?.name === name ||
  (principal.session !== undefined && `${principal.name}/${principal.session}` === name);
