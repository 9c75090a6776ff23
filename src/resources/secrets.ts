/**
 * Removes secrets from records. CloudTrail and Config leave most of them out themselves; the rest must not reach a terminal, a
 * file or a cache either. Values are replaced when a record is normalized, before anything is kept.
 */
import type { Watch } from '../model/canonical-json.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import { openJsonText } from './read.ts';
import { mayHoldInAddress, redactAddresses } from './secret-addresses.ts';
import {
  environmentKeys,
  isSecretKey,
  isSecretTextKey,
  namedValues,
  plainName,
  secretsOfCall,
  settingLists,
} from './secret-names.ts';

export const redacted = '<redacted>';

/** Whether a text stands in for a secret: put there by AWS or by `redact`. */
export const isHidden = (text: string): boolean => alreadyHidden.test(text);

/** What AWS itself writes in place of a secret: it says more than our own mark, and hides as much. */
const alreadyHidden = /^(<sensitiveDataRemoved>|HIDDEN_DUE_TO_SECURITY_REASONS|\*+|sensitiveDataRemoved|<redacted>)$/;

/** Whether a value, or any member of it, may hold a secret: a faster test than `redact`. `call` as there. */
export const mayHoldSecrets = (value: JsonValue, call: string): boolean =>
  secretsOfCall(call).length > 0 || mayHold(value);

/**
 * Signs that a value, or any member of it, may hold a secret: for code that walks the value anyway. `redact` is more precise.
 */
export const secretMarks: Watch = { isKey: (key) => nameOf(key) !== undefined, isText: (text) => mayHoldInText(text) };

/** The value without its secrets; the same value if it holds none. `call` is `eventSource/EventName`. */
export function redact(value: JsonValue, call = ''): JsonValue {
  const own = secretsOfCall(call);
  return own.length === 0 && !mayHold(value) ? value : redactValue(value, own);
}

/** Whether anything in the value needs a closer look. Most records hold nothing of the kind. */
function mayHold(value: JsonValue): boolean {
  if (typeof value === 'string') return mayHoldInText(value);
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(mayHold);
  for (const key of Object.keys(value)) {
    if (nameOf(key) !== undefined) return true;
    const member = value[key];
    if (member !== undefined && mayHold(member)) return true;
  }
  return false;
}

function mayHoldInText(text: string): boolean {
  if (mayHoldInAddress(text)) return true;
  const opened = openJsonText(text);
  return opened !== undefined && mayHold(opened);
}

/** `own`: paths from the top of the value that are secret in addition to what is secret everywhere. */
function redactValue(value: JsonValue, own: readonly string[] = none): JsonValue {
  if (Array.isArray(value)) return mapElements(value, (element) => redactValue(element));
  if (isJsonObject(value))
    return mapMembers(value, (key, member) =>
      own.includes(key) ? hide(member) : redactMember(key, member, value, below(own, key)),
    );
  if (typeof value !== 'string') return value;
  const opened = openJsonText(value);
  if (opened === undefined) return redactAddresses(value, redacted);
  const clean = redactValue(opened, own);
  return clean === opened ? value : JSON.stringify(clean);
}

const none: readonly string[] = [];

const below = (own: readonly string[], key: string): readonly string[] =>
  own.length === 0 ? none : own.flatMap((path) => (path.startsWith(`${key}.`) ? path.slice(key.length + 1) : []));

/** `beside`: the object that it is a member of. */
function redactMember(key: string, member: JsonValue, beside: JsonObject, own: readonly string[] = none): JsonValue {
  const name = nameOf(key);
  if (name === undefined) return redactValue(member, own);
  if (isSecretKey(name)) return hide(member);
  const isSecret = settingLists.get(name);
  if (isSecret) return hideSettings(member, isSecret);
  const isNamed = namedValues.get(name);
  if (isNamed) return isNamed(beside) ? hide(member) : redactValue(member);
  if (isSecretTextKey(name))
    return typeof member !== 'string' ? redactValue(member) : member.startsWith('arn:') ? member : hide(member);
  if (typeof member === 'object' && member !== null) return hideEnvironment(member, name === 'environment');
  const opened = typeof member === 'string' ? openJsonText(member) : undefined;
  if (opened === undefined) return redactValue(member);
  const clean = hideEnvironment(opened, name === 'environment');
  return clean === opened ? member : JSON.stringify(clean);
}

/** Keys that say something about the members below them. No key longer than AWS's own counts. */
const telling: ReadonlySet<string> = new Set([...environmentKeys, ...settingLists.keys(), ...namedValues.keys()]);
const longestName = 64;

/** The key's plain name if it suggests secrets. */
function nameOf(key: string): string | undefined {
  if (key.length > longestName) return undefined;
  // a few hundred keys make up nearly all records
  const known = knownNames.get(key);
  if (known !== undefined) return known ?? undefined;
  const name = plainName(key);
  const found = telling.has(name) || isSecretKey(name) || isSecretTextKey(name) ? name : null;
  if (knownNames.size >= mostNames) knownNames.clear();
  knownNames.set(key, found);
  return found ?? undefined;
}

const knownNames = new Map<string, string | null>();
const mostNames = 5000;

/** Replaces every text and number below; booleans, null and the structure stay. */
function hide(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value === '' || alreadyHidden.test(value) ? value : redacted;
  if (typeof value === 'number') return redacted;
  if (Array.isArray(value)) return mapElements(value, hide);
  return isJsonObject(value) ? mapMembers(value, (_, member) => hide(member)) : value;
}

/**
 * An ARN names a secret where it is one's, and holds none.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
const isArn = (value: JsonValue): boolean =>
  typeof value === 'string' && /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d{0,12}:[\w+=,.@:/-]{1,1024}$/.test(value);

const hideVariable = (value: JsonValue): JsonValue => (isArn(value) ? value : hide(value));

/** Of environment variables names and ARNs are shown, other values are not. `described`: it may be an object about the environment. */
function hideEnvironment(value: JsonValue, described: boolean): JsonValue {
  if (Array.isArray(value)) {
    return mapElements(value, (entry) =>
      isJsonObject(entry)
        ? mapMembers(entry, (key, member) =>
            /^value$/i.test(key) ? hideVariable(member) : redactMember(key, member, entry),
          )
        : redactValue(entry),
    );
  }
  if (!isJsonObject(value)) return value;
  return mapMembers(value, (key, member) => {
    if (typeof member !== 'string' && typeof member !== 'number') return redactMember(key, member, value);
    return described && /^([nN]ame|[iI]d|[aA]rn|[tT]ype)$/.test(key) ? member : hideVariable(member);
  });
}

const hideSettings = (value: JsonValue, isSecret: (setting: JsonObject) => boolean): JsonValue =>
  Array.isArray(value)
    ? mapElements(value, (setting) =>
        isJsonObject(setting) && isSecret(setting)
          ? mapMembers(setting, (key, member) => (/^value$/i.test(key) ? hide(member) : member))
          : redactValue(setting),
      )
    : redactValue(value);

function mapElements(list: JsonValue[], map: (element: JsonValue) => JsonValue): JsonValue[] {
  let mapped: JsonValue[] | undefined;
  for (let at = 0; at < list.length; at++) {
    const element = list[at] as JsonValue;
    const clean = map(element);
    if (clean !== element) mapped ??= [...list];
    if (mapped) mapped[at] = clean;
  }
  return mapped ?? list;
}

function mapMembers(object: JsonObject, map: (key: string, member: JsonValue) => JsonValue): JsonObject {
  let changed: Map<string, JsonValue> | undefined;
  for (const key of Object.keys(object)) {
    const member = object[key];
    if (member === undefined) continue;
    const clean = map(key, member);
    if (clean === member) continue;
    changed ??= new Map();
    changed.set(key, clean);
  }
  if (!changed) return object;
  const members = Object.entries(object).flatMap(([key, member]): [string, JsonValue][] =>
    member === undefined ? [] : [[key, changed.get(key) ?? member]],
  );
  // a record may have a member named __proto__: an assignment would lose it
  return Object.fromEntries(members);
}
