/**
 * Where records hold secrets, and their removal. CloudTrail and Config leave most of them out by themselves; what they do
 * not must not reach a terminal, a file or a cache either. Values are replaced when a record is normalized, before
 * anything is kept.
 */
import type { Watch } from '../model/canonical-json.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import { openJsonText } from './read.ts';

export const redacted = '<redacted>';

/** Members whose value is secret wherever they stand, lower case; so is any that ends in `password` or `passwords`. */
const secretKeys = new Set([
  'accesstoken',
  'apikeyvalue',
  'authtoken',
  'authorizationtoken',
  'basicauthcredentials',
  'clientsecret',
  'hostkeybody',
  'idtoken',
  'keymaterial',
  'oauthtoken',
  'plaintext',
  'platformcredential',
  'presharedkey',
  'privatekey',
  'privatekeypem',
  'privatekeyplaintext',
  'refreshtoken',
  'samlassertion',
  'secretaccesskey',
  'secretbinary',
  'secretkey',
  'secretstring',
  'secrettoken',
  'sessiontoken',
  'sharedsecret',
  'tokencode',
  'userdata',
  // of Amplify: it ends in a token
  'webhookurl',
  'webidentitytoken',
  'x-amz-security-token',
  'x-amz-signature',
]);

const isSecretKey = (name: string): boolean => secretKeys.has(name) || /passwords?$/.test(name);

/**
 * Members that hold environment variables: as a map, as `{variables: …}`, as a list of `{name, value}`, or as JSON text of
 * one of these, as an action of CodePipeline has them for CodeBuild.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html
 */
const environmentKeys = new Set([
  'connectorconfiguration',
  'dynamicextensionparameters',
  'env',
  'environment',
  'environmentfilevariables',
  'environmentvariables',
  'environmentvariablesoverride',
  'runtimeenvironmentvariables',
  'stagevariables',
  'variables',
]);

/**
 * Members that list settings, each with a value and with where it belongs: whether that value is secret.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_PatchOperation.html
 * https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_ConfigurationOptionSetting.html
 */
const settingLists: ReadonlyMap<string, (setting: JsonObject) => boolean> = new Map([
  ['patchoperations', (setting) => isSecretPath(memberOf(setting, 'path').toLowerCase().split('/'))],
  [
    'optionsettings',
    (setting) =>
      memberOf(setting, 'namespace') === 'aws:elasticbeanstalk:application:environment' ||
      /password|secret|^EnvironmentVariables$/i.test(memberOf(setting, 'optionName')),
  ],
]);

/** The text of a member, whether the record spells it `optionName` or `OptionName`; empty where it has none. */
function memberOf(setting: JsonObject, name: string): string {
  const value = setting[name] ?? setting[`${name.charAt(0).toUpperCase()}${name.slice(1)}`];
  return typeof value === 'string' ? value : '';
}

const isSecretPath = (steps: readonly string[]): boolean =>
  steps.some((step) => isSecretKey(step) || environmentKeys.has(step));

/**
 * Top-level members that are secret in one call only. The id of an API key of AppSync is the key itself, and so is the value of
 * one of API Gateway. A configuration of AppConfig, the settings of an extension of CloudFormation and those of a broker, XML in
 * Base64, may hold secrets.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_CreateApiKey.html
 * https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_CreateHostedConfigurationVersion.html
 * https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html
 * https://docs.aws.amazon.com/transfer/latest/userguide/API_CreateServer.html
 */
const secretOfCall = new Map<string, readonly string[]>([
  ['ssm.amazonaws.com/PutParameter', ['value']],
  ['apigateway.amazonaws.com/CreateApiKey', ['value']],
  ['amazonmq.amazonaws.com/UpdateConfiguration', ['data']],
  ['appconfig.amazonaws.com/CreateHostedConfigurationVersion', ['content']],
  ['appsync.amazonaws.com/CreateApiKey', ['apiKey']],
  ['appsync.amazonaws.com/UpdateApiKey', ['apiKey', 'id']],
  ['appsync.amazonaws.com/DeleteApiKey', ['id']],
  ['cloudformation.amazonaws.com/SetTypeConfiguration', ['configuration']],
  ['transfer.amazonaws.com/CreateServer', ['hostKey']],
  ['transfer.amazonaws.com/UpdateServer', ['hostKey']],
]);
const none: readonly string[] = [];

/** What AWS itself writes in place of a secret: it tells more than our own mark, and hides as much. */
/** Whether a text stands for a secret: what AWS or `redactSecrets` put in its place. */
export const isHidden = (text: string): boolean => alreadyHidden.test(text);

const alreadyHidden = /^(<sensitiveDataRemoved>|HIDDEN_DUE_TO_SECURITY_REASONS|\*+|sensitiveDataRemoved|<redacted>)$/;

/** Names of the calls with secrets of their own, whatever the service. */
const namesWithSecrets = new Set([...secretOfCall.keys()].map((call) => call.slice(call.indexOf('/') + 1)));

/** Whether a value, or any member of it, may hold a secret: told faster than `redact` tells it. `call` as there. */
export const mayHoldSecrets = (value: JsonValue, call: string): boolean => secretOfCall.has(call) || mayHold(value);

/** Whether a call of this name, without API version, may have secret members that other calls have not. */
export const mayHaveOwnSecrets = (eventName: string): boolean => namesWithSecrets.has(eventName);

/** By what a value, or any member of it, may hold a secret: for whoever walks it anyway. `redact` looks closer. */
export const secretMarks: Watch = { isKey: (key) => nameOf(key) !== undefined, isText: (text) => mayHoldInText(text) };

/** The value without its secrets; the same value where it holds none. `call` is `eventSource/EventName`. */
export function redact(value: JsonValue, call = ''): JsonValue {
  const own = secretOfCall.get(call) ?? none;
  return own === none && !mayHold(value) ? value : redactValue(value, own);
}

/** Whether anything in the value would have to be looked at closer. Most records hold nothing of the kind. */
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
  const opened = openJsonText(text);
  return opened !== undefined && mayHold(opened);
}

/** `own`: members of the value itself that are secret, besides those that are so everywhere. */
function redactValue(value: JsonValue, own: readonly string[] = none): JsonValue {
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
  const name = nameOf(key);
  if (name === undefined) return redactValue(member);
  if (isSecretKey(name)) return hide(member);
  const isSecret = settingLists.get(name);
  if (isSecret) return hideSettings(member, isSecret);
  if (typeof member === 'object' && member !== null) return hideEnvironment(member, name === 'environment');
  const opened = typeof member === 'string' ? openJsonText(member) : undefined;
  if (opened === undefined) return member;
  const clean = hideEnvironment(opened, name === 'environment');
  return clean === opened ? member : JSON.stringify(clean);
}

/** Keys that tell by their whole name. A key that is longer than AWS's own is none. */
const telling: ReadonlySet<string> = new Set([...secretKeys, ...environmentKeys, ...settingLists.keys()]);
const longestName = Math.max(64, ...[...telling].map(({ length }) => length));

/** The key in lower case where it is in one of the sets. */
function nameOf(key: string): string | undefined {
  if (key.length > longestName) return undefined;
  // a few hundred keys make nearly all records
  const known = knownNames.get(key);
  if (known !== undefined) return known ?? undefined;
  const name = key.toLowerCase();
  const found = telling.has(name) || isSecretKey(name) ? name : null;
  if (knownNames.size >= mostNames) knownNames.clear();
  knownNames.set(key, found);
  return found ?? undefined;
}

const knownNames = new Map<string, string | null>();
const mostNames = 5000;

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
  // a record may hold a member named __proto__: assigned, it would vanish
  return Object.fromEntries(members);
}
