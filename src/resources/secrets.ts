/**
 * Where records hold secrets, and their removal. CloudTrail and Config leave most of them out by themselves; what they do
 * not must not reach a terminal, a file or a cache either. Values are replaced when a record is normalized, before
 * anything is kept.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import { openJsonText } from './read.ts';

export const redacted = '<redacted>';

/** Members whose value is secret wherever they stand, lower case. */
const secretKeys = new Set([
  'accesstoken',
  'adminpassword',
  'adminuserpassword',
  'authtoken',
  'authorizationtoken',
  'clientsecret',
  'currentpassword',
  'dbpassword',
  'idtoken',
  'keymaterial',
  'masteruserpassword',
  'newpassword',
  'oldpassword',
  'password',
  'plaintext',
  'presharedkey',
  'previouspassword',
  'privatekey',
  'privatekeypem',
  'privatekeyplaintext',
  'proposedpassword',
  'refreshtoken',
  'samlassertion',
  'secretaccesskey',
  'secretbinary',
  'secretkey',
  'secretstring',
  'sessiontoken',
  'sharedsecret',
  'tokencode',
  'userdata',
  'webidentitytoken',
  'x-amz-security-token',
  'x-amz-signature',
]);

/** Members that hold environment variables: as a map, as `{variables: …}`, or as a list of `{name, value}`. */
const environmentKeys = new Set(['environment', 'environmentvariables', 'variables', 'environmentfilevariables']);

/** Top-level members that are secret in one call only. */
const secretOfCall: Readonly<Record<string, readonly string[]>> = {
  'ssm.amazonaws.com/PutParameter': ['value'],
};

/** What AWS itself writes in place of a secret: it tells more than our own mark, and hides as much. */
const alreadyHidden = /^(<sensitiveDataRemoved>|HIDDEN_DUE_TO_SECURITY_REASONS|\*+|sensitiveDataRemoved|<redacted>)$/;

/** The value without its secrets; the same value where it holds none. `call` is `eventSource/EventName`. */
export function redact(value: JsonValue, call = ''): JsonValue {
  const own = Object.hasOwn(secretOfCall, call) ? (secretOfCall[call] ?? []) : [];
  return redactValue(value, own);
}

/** `own`: members of the value itself that are secret, besides those that are so everywhere. */
function redactValue(value: JsonValue, own: readonly string[] = []): JsonValue {
  if (Array.isArray(value)) return mapElements(value, (element) => redactValue(element));
  if (isJsonObject(value)) {
    return mapMembers(value, (key, member) => (own.includes(key) ? hide(member) : redactMember(key, member)));
  }
  if (typeof value !== 'string') return value;
  const opened = openJsonText(value);
  if (opened === undefined) return value;
  const clean = redactValue(opened, own);
  return clean === opened ? value : JSON.stringify(clean);
}

function redactMember(key: string, member: JsonValue): JsonValue {
  const name = key.toLowerCase();
  if (secretKeys.has(name)) return hide(member);
  if (environmentKeys.has(name) && typeof member === 'object' && member !== null) {
    return hideEnvironment(member, name === 'environment');
  }
  return redactValue(member);
}

/** Every text and number below is replaced; booleans, null and the structure stay. */
function hide(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value === '' || alreadyHidden.test(value) ? value : redacted;
  if (typeof value === 'number') return redacted;
  if (Array.isArray(value)) return mapElements(value, hide);
  return isJsonObject(value) ? mapMembers(value, (_, member) => hide(member)) : value;
}

/** Names of environment variables are shown, their values are not. `described`: it may be an object about the environment. */
function hideEnvironment(value: JsonValue, described: boolean): JsonValue {
  if (Array.isArray(value)) {
    return mapElements(value, (entry) =>
      isJsonObject(entry)
        ? mapMembers(entry, (key, member) => (/^value$/i.test(key) ? hide(member) : redactMember(key, member)))
        : redactValue(entry),
    );
  }
  if (!isJsonObject(value)) return value;
  return mapMembers(value, (key, member) => {
    if (typeof member !== 'string' && typeof member !== 'number') return redactMember(key, member);
    return described && /^([nN]ame|[iI]d|[aA]rn|[tT]ype)$/.test(key) ? member : hide(member);
  });
}

function mapElements(list: JsonValue[], map: (element: JsonValue) => JsonValue): JsonValue[] {
  const mapped = list.map(map);
  return mapped.some((element, index) => element !== list[index]) ? mapped : list;
}

function mapMembers(object: JsonObject, map: (key: string, member: JsonValue) => JsonValue): JsonObject {
  let changed = false;
  const members = Object.entries(object).flatMap(([key, member]): [string, JsonValue][] => {
    if (member === undefined) return [];
    const mapped = map(key, member);
    if (mapped !== member) changed = true;
    return [[key, mapped]];
  });
  // a record may hold a member named __proto__: assigned, it would vanish
  return changed ? Object.fromEntries(members) : object;
}
