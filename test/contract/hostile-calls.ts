/** Calls whose records hold anything but what is documented: every function that reads a call must cope with them. */
import type { JsonObject, JsonValue } from '../../src/model/json.ts';
import type { Call } from '../../src/resources/service.ts';

/** An object that has every key, each with the same value. */
const everyKey = (value: JsonValue | undefined): JsonObject =>
  new Proxy({}, { get: (_, key) => (typeof key === 'string' ? value : undefined), has: () => true });

/** An object that has every key, each with an object of the same kind, endlessly. */
const bottomless: JsonObject = new Proxy({}, { get: (_, key) => (typeof key === 'string' ? bottomless : undefined) });

export const hostile: readonly (readonly [name: string, member: JsonObject])[] = [
  ['no members', {}],
  ['null everywhere', everyKey(null)],
  ['numbers', everyKey(7)],
  ['numbers beyond all bounds', everyKey(Number.POSITIVE_INFINITY)],
  ['booleans', everyKey(false)],
  ['empty texts', everyKey('')],
  ['the name of an inherited member for every text', everyKey('constructor')],
  ['a colon for every text', everyKey(':')],
  ['a damaged ARN for every text', everyKey('arn:aws:::::/')],
  ['a short ARN for every text', everyKey('arn:aws:rds:us-east-1:111122223333:x')],
  ['text that only looks like JSON', everyKey('{"Statement":')],
  ['a JSON list for every document', everyKey('[7]')],
  ['a broken URL encoding for every document', everyKey('%7B%')],
  [
    'JSON of odd statements for every document',
    everyKey('{"Statement":[7,{"Effect":"Allow"},{"Effect":"Allow","Principal":7,"Action":[[]]}]}'),
  ],
  [
    'JSON of odd conditions for every document',
    everyKey(
      '{"Statement":{"Effect":"Allow","Principal":"*","Action":{},"Resource":"*","Condition":{"StringEquals":7,"IpAddress":{"aws:SourceIp":[7,[]]}}}}',
    ),
  ],
  ['empty lists', everyKey([])],
  ['lists of null', everyKey([null, [null], 7, {}, { items: null }])],
  ['empty objects', everyKey({})],
  ['objects of null', everyKey({ items: null, value: null, content: null })],
  ['lists in lists', everyKey([[['a']]])],
  ['objects within objects', bottomless],
];

export const wrappings: readonly (readonly [
  name: string,
  wrap: (member: JsonObject) => Omit<Call, 'eventSource' | 'eventName'>,
])[] = [
  ['everywhere', (member) => ({ request: member, response: member, additional: member })],
  ['in the request', (member) => ({ request: member, response: {}, additional: {} })],
  ['in the response', (member) => ({ request: {}, response: member, additional: {} })],
];
