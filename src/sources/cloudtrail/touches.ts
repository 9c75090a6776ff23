/**
 * Whether a call touched a target: exact and case-sensitive, at any depth of the call's members. `secret-1` never finds
 * `secret-10`.
 */
import { isJsonObject, type JsonObject, type JsonValue, stringAt } from '../../model/json.ts';
import { withoutSuffix } from '../../model/secret-name.ts';
import { aliasesOf, isUrl } from '../../resources/aliases.ts';
import { assumedRole, idsOfArn, parseArn, plainArn } from '../../resources/arn.ts';
import { refOfSpelling } from '../../resources/identify.ts';
import { arnOfParts } from '../../resources/parts-of-arn.ts';
import { openJsonText } from '../../resources/read.ts';
import { outcomeOf } from './record.ts';

/** Where a record names what the call was about. */
const sections = [
  'requestParameters',
  'responseElements',
  'resources',
  'serviceEventDetails',
  'additionalEventData',
] as const;

export type Touches = (record: JsonObject) => boolean;

/** A test for one target, as typed: an id, a name, an account id, an ARN or a URL. */
export function touches(target: string): Touches {
  const isAccount = /^\d{12}$/.test(target);
  const arn = parseArn(target);
  const isWhole = arn !== undefined || isUrl(target);
  const toldId = arn ? undefined : refOfSpelling(target)?.id;
  const spellings = new Set(isWhole || toldId !== undefined ? aliasesOf(target) : [target]);
  const domain = isDomain(target) ? withoutRoot(target) : undefined;

  const namesTarget = (given: string): boolean => {
    const text = plainArn(given);
    if (spellings.has(text)) return true;
    if (domain !== undefined && withoutRoot(text) === domain) return true;
    // a queue is known by its URL
    if (!isWhole && isUrl(text)) return aliasesOf(text).includes(target);
    if (!text.startsWith('arn:')) return false;
    const named = parseArn(text);
    if (!named) return false;
    if (isAccount && named.account === target) return true;
    // two ARNs are one resource only if they are equal, or differ only in version or suffix
    if (arn) return sameResource(arn, named);
    // as CloudWatch and Route 53 write ids: `targetgroup/web/73e2d6bc24d8a067`, `/hostedzone/Z0123456789ABCDEFGHIJ`
    if (toldId !== undefined && text.includes(toldId) && aliasesOf(text).includes(target)) return true;
    return idsOfArn(named).includes(target);
  };
  const holds = (value: JsonValue | undefined): boolean => {
    if (typeof value === 'string') {
      if (namesTarget(value)) return true;
      const opened = openJsonText(value);
      return opened !== undefined && holds(opened);
    }
    if (Array.isArray(value)) return value.some(holds);
    return isJsonObject(value) && Object.values(value).some(holds);
  };
  // a denied call often has null parameters, and names its target only in the message
  const messageNames = (record: JsonObject): boolean => {
    if (outcomeOf(record) !== 'denied') return false;
    return tokensOf(stringAt(record, 'errorMessage') ?? '').some((token) => {
      if (namesTarget(token)) return true;
      const named = parseArn(token);
      const role = named && assumedRole(named)?.role;
      if (role === undefined) return false;
      return arn ? isRole(arn, named?.account, role) : role === target;
    });
  };
  const partsName = (record: JsonObject): boolean => {
    const named = arnOfParts({
      eventSource: stringAt(record, 'eventSource') ?? '',
      request: record['requestParameters'],
      account: stringAt(record, 'recipientAccountId') ?? null,
      region: stringAt(record, 'awsRegion') ?? null,
    });
    return named !== undefined && namesTarget(named);
  };
  return (record) => sections.some((section) => holds(record[section])) || partsName(record) || messageNames(record);
}

/** A DNS name: with a dot inside. */
const isDomain = (text: string): boolean => /^[^\s/:]+\.[^\s/:]+$/.test(text);

/** Route 53 writes names with the root's dot at the end, people without it. */
const withoutRoot = (text: string): string => (text.endsWith('.') ? text.slice(0, -1) : text);

type ParsedArn = NonNullable<ReturnType<typeof parseArn>>;

/** Whether two different ARNs name one resource: one of them has a version, random suffix or stream that the other lacks. */
function sameResource(a: ParsedArn, b: ParsedArn): boolean {
  if (a.service !== b.service || a.region !== b.region || a.account !== b.account) return false;
  const isPart = (whole: string, part: string, separator: string) => whole.startsWith(part + separator);
  switch (a.service) {
    case 'lambda':
      // function:NAME and function:NAME:3, but not layers, which do not exist without a version
      if (!a.resource.startsWith('function:')) return false;
      return isPart(a.resource, b.resource, ':') || isPart(b.resource, a.resource, ':');
    case 'logs':
      // log-group:NAME, log-group:NAME:* and log-group:NAME:log-stream:STREAM
      if (!a.resource.startsWith('log-group:')) return false;
      return a.resource.split(':')[1] === b.resource.split(':')[1] && b.resource.startsWith('log-group:');
    case 'secretsmanager':
      // two suffixes mean two secrets: one was deleted, and another made with its name
      return withoutSuffix(a.resource) === b.resource || withoutSuffix(b.resource) === a.resource;
    default:
      return false;
  }
}

/** Whether an ARN, without its path, is the role's. */
const isRole = (arn: ParsedArn, account: string | undefined, role: string): boolean =>
  arn.service === 'iam' &&
  arn.account === account &&
  arn.resource.startsWith('role/') &&
  arn.resource.slice(arn.resource.lastIndexOf('/') + 1) === role;

/** The words of a message: ARNs, ids and names, without the quotes, brackets and periods around them. */
const tokensOf = (message: string): readonly string[] =>
  message.split(/[\s"'`()<>[\]{},;]+/).map((token) => token.replace(/[.:!?]+$/, ''));
