/** Wording that the sentences of many services share: for one resource, for several, for what was set. */
import type { JsonObject, JsonValue } from '../model/json.ts';
import { idsOfArn, parseArn, plainArn } from './arn.ts';
import { enumerate, text } from './read.ts';
import { isHidden, secretMarks } from './secrets.ts';
import type { Call, Sentence } from './service.ts';

/** "role admin"; "a role" if the name is not known. */
export const named = (title: string, name: string | undefined): string =>
  name === undefined ? `${/^(?:[aeio]|MFA\b|S3\b|SSH\b)/i.test(title) ? 'an' : 'a'} ${title}` : `${title} ${name}`;

/** "instances i-1 and i-2"; "an instance" if no name is known. */
export const severalNamed = (title: string, names: readonly string[]): string =>
  names.length > 1 ? `${title}s ${enumerate(names.map(shortName))}` : named(title, names[0] && shortName(names[0]));

/** The form of load balancers and target groups in the dimensions of metrics: `app/front/50dc6c495c0c9188`. */
const partOfArn = /^(?:app|net|gwy|targetgroup)\/([^/]+)\/[0-9a-f]{16}$/;

/** The name that people use: the meaningful part of an ARN, of a part of one, or of a queue's URL; any other text itself. */
export function shortName(given: string): string {
  const part = partOfArn.exec(given)?.[1];
  if (part !== undefined) return part;
  const value = plainArn(given);
  if (/^https:\/\/[^/]+\/[0-9]{12}\/[^/]+$/.test(value)) return value.slice(value.lastIndexOf('/') + 1);
  const arn = parseArn(value);
  if (!arn) return value;
  const { service, resource } = arn;
  switch (service) {
    // in policies and grants it stands for the account, and not for its root user alone
    case 'iam':
      return resource === 'root' && arn.account !== '' ? `account ${arn.account}` : (idsOfArn(arn).at(-1) ?? resource);
    // the name stands between a kind and a random id: stack/NAME/ID, loadbalancer/app/NAME/ID, targetgroup/NAME/ID
    case 'cloudformation':
      return /^(?:stack|stackset|changeSet)\/([^/:]+)/.exec(resource)?.[1] ?? resource;
    case 'elasticloadbalancing':
      return (
        /^(?:loadbalancer|listener|listener-rule)\/(?:app|net|gwy)\/([^/]+)/.exec(resource)?.[1] ??
        /^[^/]+\/([^/]+)/.exec(resource)?.[1] ??
        resource
      );
    case 'ecs':
    case 'autoscaling':
      return resource.slice(resource.lastIndexOf('/') + 1);
    case 'wafv2':
      // regional/webacl/NAME/ID
      return /^[^/]+\/[^/]+\/([^/]+)/.exec(resource)?.[1] ?? resource;
    case 'apprunner':
    case 'mq':
      // service/NAME/ID, broker:NAME:ID
      return /^[^/:]+[/:]([^/:]+)/.exec(resource)?.[1] ?? resource;
    case 'kafka':
      // cluster/NAME/ID, topic/CLUSTER/ID/NAME
      return /^[^/]+\/([^/]+)\/[^/]+$/.exec(resource)?.[1] ?? resource.slice(resource.lastIndexOf('/') + 1);
    case 'rds':
      return /^[^:]+:(.+)$/.exec(resource)?.[1] ?? resource;
    case 'ssm':
      return idsOfArn(arn)[0] ?? resource;
    default:
      return idsOfArn(arn).at(-1) ?? resource;
  }
}

/** The name at the first of several dotted paths that has one. */
export function nameAt(from: JsonObject, ...paths: readonly string[]): string | undefined {
  const found = text(from, ...paths);
  return found === undefined ? undefined : shortName(found);
}

/** The resource that a call names in its request, or else in its response. */
export const nameIn = ({ request, response }: Call, ...paths: readonly string[]): string | undefined =>
  nameAt(request, ...paths) ?? nameAt(response, ...paths);

/** The sentence of a call that does one thing to one resource: `did('deleted', 'trail', 'name')`. */
export const did =
  (verb: string, title: string, ...paths: readonly string[]): Sentence =>
  (call) =>
    `${verb} ${named(title, nameIn(call, ...paths))}`;

/** The parameters that a request sets, except those that only identify the resource: " (timeout 3, environment)". */
export const settings = (request: JsonObject, ...except: readonly string[]): string =>
  inBrackets(...eachSetting(request, ...except));

/** The same, as a list. */
export const eachSetting = (request: JsonObject, ...except: readonly string[]): readonly string[] =>
  Object.keys(request)
    .filter((key) => !except.includes(key) && request[key] != null)
    .map((key) => settingInWords(key, request[key]));

/** A setting with its value if that is one short word and not a secret: "timeout 3"; otherwise its name. */
export function settingInWords(name: string, value: JsonValue | undefined): string {
  const shown = typeof value === 'object' || value === undefined ? '' : String(value);
  const isSecret = isHidden(shown) || name.split('/').some(secretMarks.isKey);
  return /^[\w./:%+-]{1,40}$/.test(shown) && !isSecret ? `${name} ${shown}` : name;
}

/** " (a, b, c)", from the details that are known; empty if there are none. */
export function inBrackets(...details: readonly (string | undefined | false)[]): string {
  const known = details.filter((detail): detail is string => typeof detail === 'string' && detail !== '');
  const shown = known.length > 5 ? [...known.slice(0, 4), `${known.length - 4} more`] : known;
  return shown.length > 0 ? ` (${shown.join(', ')})` : '';
}

/** "1 finding", "7 findings" */
export const counted = (count: number, title: string): string => `${count} ${title}${count === 1 ? '' : 's'}`;
