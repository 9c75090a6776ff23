/**
 * Findings as GuardDuty and Security Hub write them in events, exports and the CLI's output.
 * https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html
 * https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html
 */
import { isJsonObject, type JsonObject, type JsonValue, stringAt } from '../../model/json.ts';
import type { ResourceRef } from '../../model/resource.ts';
import { idsOfArn, parseArn } from '../../resources/arn.ts';
import { refOfArn, typeOfId } from '../../resources/identify.ts';
import { objects, text, texts, valueAt } from '../../resources/read.ts';

export interface Finding {
  readonly product: string;
  readonly id: string;
  readonly type: string;
  readonly title: string;
  /** INFORMATIONAL, LOW, MEDIUM, HIGH or CRITICAL; UNKNOWN if the record has none. */
  readonly severityLabel: string;
  readonly account: string | null;
  readonly region: string | null;
  /** Epoch milliseconds: when the activity began, when it was last seen, and when the finding was last written. */
  readonly first: number;
  readonly last: number;
  readonly updated: number;
  readonly resources: readonly ResourceRef[];
  /** Everything in it that a question may name: ids, names, ARNs, the IP addresses that it is about. */
  readonly spellings: ReadonlySet<string>;
  /** Whether it is a check that passed. */
  readonly hasPassed: boolean;
}

/** "no time": a finding without one. */
export function readFinding(value: JsonObject): Finding | 'no time' | undefined {
  if (isGuardDuty(value)) return guardDuty(value);
  return isSecurityHub(value) ? securityHub(value) : undefined;
}

/** `UnauthorizedAccess:EC2/SSHBruteForce`. https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-format.html */
const guardDutyType = /^[A-Za-z]+:[A-Za-z0-9]+\/\S+$/;

const isGuardDuty = (value: JsonObject): boolean =>
  text(value, 'id') !== undefined &&
  guardDutyType.test(text(value, 'type')?.slice(0, 200) ?? '') &&
  isJsonObject(valueAt(value, 'resource')) &&
  typeof valueAt(value, 'severity') === 'number';

const isSecurityHub = (value: JsonObject): boolean =>
  stringAt(value, 'Id') !== undefined &&
  stringAt(value, 'ProductArn') !== undefined &&
  Array.isArray(value['Resources']);

const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

function timeAt(value: JsonObject, ...paths: readonly string[]): number | undefined {
  for (const path of paths) {
    const found = valueAt(value, path);
    const time = typeof found === 'string' && iso.test(found) ? Date.parse(found) : NaN;
    if (!Number.isNaN(time)) return time;
  }
  return undefined;
}

type Times = Pick<Finding, 'first' | 'last' | 'updated'>;

/** The time of the activity counts, not when it was written down, as long as the record has it. */
function timesOf(value: JsonObject, firstSeen: string, lastSeen: string): Times | undefined {
  const first = timeAt(value, firstSeen, 'createdAt', 'updatedAt', lastSeen);
  if (first === undefined) return undefined;
  const last = Math.max(first, timeAt(value, lastSeen, 'updatedAt') ?? first);
  return { first, last, updated: timeAt(value, 'updatedAt') ?? last };
}

function guardDuty(value: JsonObject): Finding | 'no time' {
  const times = timesOf(value, 'service.eventFirstSeen', 'service.eventLastSeen');
  if (!times) return 'no time';
  const type = text(value, 'type') ?? '';
  const resource = valueAt(value, 'resource');
  return {
    product: 'GuardDuty',
    id: text(value, 'id') ?? '',
    type,
    title: text(value, 'title') ?? type,
    severityLabel: guardDutyLabel(valueAt(value, 'severity')),
    account: text(value, 'accountId') ?? null,
    region: text(value, 'region') ?? null,
    resources: refsIn(resource),
    spellings: new Set([...spellingsIn(resource), ...spellingsIn(valueAt(value, 'service.action'))]),
    hasPassed: false,
    ...times,
  };
}

/** https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html */
function guardDutyLabel(severity: JsonValue | undefined): string {
  if (typeof severity !== 'number') return 'UNKNOWN';
  return severity >= 9 ? 'CRITICAL' : severity >= 7 ? 'HIGH' : severity >= 4 ? 'MEDIUM' : 'LOW';
}

function securityHub(value: JsonObject): Finding | 'no time' {
  const times = timesOf(value, 'FirstObservedAt', 'LastObservedAt');
  if (!times) return 'no time';
  const type = texts(value, 'Types')[0] ?? stringAt(value, 'GeneratorId') ?? '';
  return {
    product: stringAt(value, 'ProductName') ?? productOfArn(stringAt(value, 'ProductArn') ?? ''),
    id: stringAt(value, 'Id') ?? '',
    type,
    title: stringAt(value, 'Title') ?? type,
    severityLabel: securityHubLabel(value['Severity']),
    account: stringAt(value, 'AwsAccountId') ?? null,
    region: stringAt(value, 'Region') ?? null,
    resources: distinct(objects(value, 'Resources').flatMap((item) => refOf(stringAt(item, 'Id') ?? '') ?? [])),
    spellings: new Set([
      ...spellingsIn(value['Resources']),
      ...spellingsIn(value['Network']),
      ...spellingsIn(value['Action']),
    ]),
    hasPassed: text(value, 'Compliance.Status') === 'PASSED',
    ...times,
  };
}

/** `arn:aws:securityhub:us-east-1::product/aws/inspector` */
const productOfArn = (arn: string) => arn.split('/').at(-1) || 'Security Hub';

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_Severity.html */
function securityHubLabel(severity: JsonValue | undefined): string {
  const label = stringAt(severity, 'Label');
  if (label !== undefined) return label.toUpperCase();
  const normalized = isJsonObject(severity) ? severity['Normalized'] : undefined;
  if (typeof normalized !== 'number') return 'UNKNOWN';
  if (normalized >= 90) return 'CRITICAL';
  if (normalized >= 70) return 'HIGH';
  return normalized >= 40 ? 'MEDIUM' : normalized >= 1 ? 'LOW' : 'INFORMATIONAL';
}

/** Every text in a value, with its key. */
function* stringsIn(value: JsonValue | undefined): Generator<readonly [string | null, string]> {
  if (typeof value === 'string') yield [null, value];
  else if (Array.isArray(value)) for (const item of value) yield* stringsIn(item);
  else if (isJsonObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      if (typeof member === 'string') yield [key, member];
      else yield* stringsIn(member);
    }
  }
}

function* spellingsIn(value: JsonValue | undefined): Generator<string> {
  for (const [, found] of stringsIn(value)) {
    if (found === '') continue;
    yield found;
    const arn = parseArn(found);
    if (arn) yield* idsOfArn(arn);
  }
}

/** Members that hold a resource's name or id which does not reveal its type. */
const typeOfMember: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  accesskeyid: 'AWS::IAM::AccessKey',
  dbinstanceidentifier: 'AWS::RDS::DBInstance',
  functionname: 'AWS::Lambda::Function',
});

/** The resources that a GuardDuty finding names: ARNs, ids that reveal their type, and the values of a few known members. */
function refsIn(resource: JsonValue | undefined): readonly ResourceRef[] {
  const refs: ResourceRef[] = [];
  for (const [key, found] of stringsIn(resource)) {
    const type = typeOfMember[key?.toLowerCase() ?? ''] ?? typeOfId(found);
    const ref = found.startsWith('arn:') ? refOf(found) : type === undefined ? undefined : { type, id: found };
    if (ref && found !== '') refs.push(ref);
  }
  return distinct(refs);
}

function refOf(id: string): ResourceRef | undefined {
  if (id === '') return undefined;
  // Security Hub names what has no ARN by its type: `AWS::IAM::AccessKey:AKIA…`, `AWS::::Account:111122223333`
  const typed = /^(AWS::[A-Za-z0-9]*::[A-Za-z0-9]+):(.+)$/s.exec(id.slice(0, 600));
  if (typed?.[1] !== undefined && typed[2] !== undefined) return { type: typed[1], id: typed[2] };
  const type = typeOfId(id);
  return refOfArn(id) ?? (type === undefined ? { type: null, id } : { type, id });
}

/** One per type and id: if a thing has both an ARN and a name, the ARN is kept. */
function distinct(refs: readonly ResourceRef[]): readonly ResourceRef[] {
  const found = new Map<string, ResourceRef>();
  for (const ref of refs) {
    const key = JSON.stringify([ref.type, ref.id]);
    if (ref.arn !== undefined || !found.has(key)) found.set(key, ref);
  }
  return [...found.values()];
}
