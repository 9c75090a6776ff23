/** What a target may be, judged by its form alone. What it really is, the evidence shows. */
import type { TargetReading } from '../model/question.ts';
import type { ResourceRef } from '../model/resource.ts';
import { assumedRole, parseArn } from './arn.ts';
import { fieldsOfSpelling, isUniqueId, templatesOf, withDerived } from './fields.ts';
import { resourceType, resourceTypes } from './index.ts';
import type { ResourceType } from './resource-type.ts';
import { matchTemplate } from './template.ts';

const byPrefix = new Map(
  resourceTypes.flatMap(({ type, idPrefix }) => (idPrefix === undefined ? [] : [[idPrefix, type] as const])),
);

/**
 * The type of an id with a known prefix followed by letters or digits (`sg-123`, in any case); undefined for any other text.
 */
export function typeOfId(text: string): string | undefined {
  const at = text.lastIndexOf('-');
  if (at <= 0 || at >= longestPrefix) return undefined;
  const type = byPrefix.get(text.slice(0, at + 1).toLowerCase());
  return type !== undefined && /^[0-9a-z]+$/i.test(text.slice(at + 1)) ? type : undefined;
}

/** Lower-casing never makes a text shorter. */
const longestPrefix = Math.max(...[...byPrefix.keys()].map(({ length }) => length));

interface Spelling {
  readonly template: string;
  /** The longest text between its fields: a text without it has another form, which rules most texts out. */
  readonly part: string;
  readonly type: ResourceType;
}

/** Every ARN of a record is looked up, so only its own service's templates are tried. Under "" are those that are not ARNs. */
const spellings = new Map<string, Spelling[]>();
const longestPart = (template: string) =>
  template.split(/\{[^}]*\}/).reduce((longest, part) => (part.length > longest.length ? part : longest));
const serviceOf = (text: string) => (text.startsWith('arn:') ? (text.split(':', 3)[2] ?? '') : '');
for (const type of resourceTypes) {
  for (const template of templatesOf(type)) {
    const ofService = spellings.get(serviceOf(template));
    const spelling = { template, part: longestPart(template), type };
    if (ofService) ofService.push(spelling);
    else spellings.set(serviceOf(template), [spelling]);
  }
}
const withUniqueIds = resourceTypes.filter(({ uniqueIdPrefix }) => uniqueIdPrefix !== undefined);

/** The type of a text whose form reveals it: an ARN, a queue's URL, `AROA…`, `app/web/50dc6c495c0c9188`. */
export const typeOfSpelling = (text: string): ResourceType | undefined =>
  spellings.get(serviceOf(text))?.find(({ template, part }) => text.includes(part) && matchTemplate(template, text))
    ?.type ?? withUniqueIds.find((type) => isUniqueId(type, text));

/** The resource that an ARN, a URL or a similar text names. Its ARN is the plain one: without version, stream or object. */
export function refOfSpelling(text: string): ResourceRef | undefined {
  const type = typeOfSpelling(text);
  const spelled = type && fieldsOfSpelling(type, text);
  if (!spelled) return undefined;
  const { id = text, account, region, arn = text.startsWith('arn:') ? text : undefined } = withDerived(type, spelled);
  return { type: type.type, id, ...(arn && { arn }), ...(account && { account }), ...(region && { region }) };
}

/** The resource that an ARN names, if the catalog knows its form. */
export function refOfArn(arn: string): ResourceRef | undefined {
  if (!arn.startsWith('arn:')) return undefined;
  // calls name the same few roles, keys and buckets again and again
  if (arn.length > longestKept) return refOfSpelling(arn);
  const known = knownRefs.get(arn);
  if (known !== undefined) return known ?? undefined;
  const ref = refOfSpelling(arn);
  if (knownRefs.size >= mostRefs) knownRefs.clear();
  knownRefs.set(arn, ref ?? null);
  return ref;
}

const knownRefs = new Map<string, ResourceRef | null>();
const mostRefs = 2000;
const longestKept = 300;

const address = /^\d{1,3}(\.\d{1,3}){3}$|^[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*$/i;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
const accessKey = /^(AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,}$/;
/** The id of a role or a federated user, and the session's name. */
const sessionId = /^(AROA|AIDA)[A-Z0-9]{12,}:.+$/;
const principals = new Set(['AWS::IAM::Role', 'AWS::IAM::User']);

/** A bare UUID is most likely a key's; other types have UUIDs, too. */
const namedByUuid: readonly TargetReading[] = ['AWS::KMS::Key', ...resourceTypes.map(({ type }) => type)]
  .filter((type, at, all) => all.indexOf(type) === at && uuid.test(resourceType(type)?.example.id ?? ''))
  .map((type) => ({ kind: 'resource', type }));

/** Every reading of a target, likeliest first. `type` (from `--type`) decides if it is given. */
export function identify(text: string, type?: string): readonly TargetReading[] {
  if (type !== undefined) return [{ kind: kindOfType(type), type }];
  if (text === 'root') return [{ kind: 'principal' }];
  if (/^\d{12}$/.test(text)) return [{ kind: 'account' }];
  if (accessKey.test(text)) return [{ kind: 'access-key' }];
  if (sessionId.test(text)) return [{ kind: 'principal' }];
  if (text.startsWith('arn:')) return identifyArn(text);
  if (address.test(text)) return [{ kind: 'ip' }];
  if (uuid.test(text)) return [{ kind: 'event' }, ...namedByUuid];
  const told = typeOfSpelling(text)?.type ?? typeOfId(text);
  if (told === undefined) return [{ kind: 'resource' }, { kind: 'principal' }];
  return [{ kind: principals.has(told) ? 'principal' : 'resource', type: told }];
}

const kindOfType = (type: string | undefined) => (type === 'AWS::CloudWatch::Alarm' ? 'alarm' : 'resource');

function identifyArn(text: string): readonly TargetReading[] {
  const arn = parseArn(text);
  if (arn && (assumedRole(arn) || arn.resource.startsWith('federated-user/'))) return [{ kind: 'principal' }];
  if (arn?.service === 'iam' && arn.resource === 'root') return [{ kind: 'principal' }];
  const type = typeOfSpelling(text)?.type;
  return [{ kind: kindOfType(type), ...(type && { type }) }];
}
