/**
 * `obs3.whois/v1` as a strict schema; `model/whois.ts` has the same as types. Loads zod: import it as types, or by `import()`.
 */
import { z } from 'zod';
import { reportV1 } from './schema-v1.ts';
import { count, human, principal, resourceRef, time } from './schema-v1-events.ts';

const tally = z
  .strictObject({ value: z.string(), calls: count, firstTime: time, lastTime: time })
  .meta({ id: 'Tally' });

const counts = { calls: count, writes: count, denied: count, failed: count };
const used = { firstTime: time.nullable(), lastTime: time.nullable(), ...counts };

const hop = z
  .strictObject({
    time,
    event: z.string(),
    eventName: z.string().nullable(),
    from: z.string(),
    to: z.string(),
    tool: principal.shape.tool.nullable(),
    sourceIp: z.string().nullable(),
    account: z.string().nullable(),
    region: z.string().nullable(),
  })
  .meta({ id: 'WhoisHop' });

const session = z
  .strictObject({
    type: z.string(),
    arn: z.string().nullable(),
    account: z.string().nullable(),
    name: z.string(),
    session: z.string().nullable(),
    accessKeyId: z.string().nullable(),
    human: human.nullable(),
    path: z.array(hop),
    pathEnd: z.enum(['origin', 'cycle', 'missing']).nullable(),
    workload: resourceRef
      .extend({ lastChange: z.strictObject({ time, event: z.string(), by: z.string() }).exactOptional() })
      .nullable(),
    mfa: z.boolean().nullable(),
    ...used,
    tools: z.array(tally),
    addresses: z.array(tally),
  })
  .meta({ id: 'WhoisSession' });

const usage = z
  .strictObject({
    ...used,
    addresses: z.array(tally),
    tools: z.array(tally),
    regions: z.array(tally),
    accounts: z.array(tally),
    services: z.array(
      z.strictObject({
        eventSource: z.string(),
        calls: count,
        writes: count,
        denied: count,
        operations: z.array(z.strictObject({ eventName: z.string(), calls: count })),
      }),
    ),
    denials: z.array(
      z.strictObject({
        eventSource: z.string(),
        eventName: z.string(),
        errorCode: z.string().nullable(),
        calls: count,
        firstTime: time,
        lastTime: time,
        event: z.string(),
      }),
    ),
  })
  .meta({ id: 'WhoisUsage' });

const person = z
  .strictObject({
    name: z.string(),
    human: human.nullable(),
    sessions: z.array(session),
    usage,
    baseline: z
      .strictObject({
        of: z.string(),
        since: time.nullable(),
        until: time.nullable(),
        calls: count,
        complete: z.boolean(),
      })
      .nullable(),
    novelties: z.array(
      z.strictObject({
        kind: z.enum(['address', 'tool', 'region', 'service', 'sensitive-call']),
        value: z.string(),
        firstTime: time,
        event: z.string(),
        calls: count,
        summary: z.string(),
      }),
    ),
  })
  .meta({ id: 'WhoisPerson' });

export const whoisV1 = z.strictObject({
  schema: z.literal('obs3.whois/v1'),
  tool: z.strictObject({ name: z.literal('obs3'), version: z.string() }),
  generatedAt: time,
  query: z.strictObject({
    target: z.string(),
    kind: z.enum(['access-key', 'session', 'principal-id', 'event', 'service', 'address', 'account', 'name']),
    window: z.strictObject({ since: time.nullable(), until: time.nullable(), given: z.boolean() }),
    accounts: z.array(z.string()),
    regions: z.array(z.string()),
    from: z.array(z.string()),
    now: time,
  }),
  headline: z.string(),
  answer: z.enum(['seen', 'not-seen', 'unknown']),
  event: z
    .strictObject({ id: z.string(), time, eventName: z.string(), eventSource: z.string(), summary: z.string() })
    .nullable(),
  people: z.array(person),
  coverage: reportV1.shape.coverage,
});

/** The same as JSON Schema (draft 2020-12): the content of `schema/whois-v1.json`. */
export const whoisJsonSchema = () => {
  const { $schema, ...schema } = z.toJSONSchema(whoisV1);
  return {
    $schema,
    $id: 'urn:obs3:whois:v1',
    title: 'obs3 whois v1',
    description:
      'Who is behind a key, a session, a call or a name, as `obs3 whois --output json` prints it. A baseline of null was not looked for; without calls there is nothing to compare with, and novelties are empty. Times are ISO 8601 UTC with milliseconds. Later versions of obs3 may add members and publish them here; inside v1 none is removed or changed.',
    ...schema,
  };
};
