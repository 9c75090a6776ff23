/**
 * Report v1 as a strict schema: the contract for scripts and CI jobs that read obs3's JSON. `model/report.ts` has the same as
 * types; a test does not compile if the two differ. Loads zod: import it as types, or by `import()` where something is
 * validated. It describes the document as parsed from JSON, so no member is ever `undefined`.
 */
import { z } from 'zod';
import { count, exposure, human, principal, resourceRef, time, timelineEvent } from './schema-v1-events.ts';

const query = z
  .strictObject({
    command: z.enum(['investigate', 'who', 'what', 'compliance', 'impact', 'gate']),
    targets: z.array(z.string()),
    target: z.string().nullable(),
    as: z.enum(['any', 'target', 'principal']),
    window: z.strictObject({ since: time.nullable(), until: time.nullable(), given: z.boolean() }),
    filters: z.record(z.string(), z.array(z.string())),
    accounts: z.array(z.string()),
    regions: z.array(z.string()),
    from: z.array(z.string()),
    now: time,
  })
  .meta({ id: 'Query' });

const subject = z
  .strictObject({
    kind: z.enum(['resource', 'principal', 'access-key', 'ip', 'alarm', 'event', 'account', 'window']),
    type: z.string().nullable(),
    id: z.string().nullable(),
    name: z.string().nullable(),
    arn: z.string().nullable(),
    account: z.string().nullable(),
    region: z.string().nullable(),
    deleted: z.boolean().nullable(),
    aliases: z.array(z.string()),
    neighbors: z.array(
      z.strictObject({ type: z.string(), id: z.string(), relation: z.string(), via: z.array(z.string()) }),
    ),
  })
  .meta({ id: 'Subject' });

const link = z
  .strictObject({
    from: z.string(),
    to: z.string(),
    relation: z.enum(['changed', 'flipped', 'preceded', 'alarmed', 'reverted', 'remediated', 'enabled', 'continued']),
    score: z.number().min(0).max(1),
    because: z.array(z.string()),
  })
  .meta({ id: 'Link' });

const chain = z
  .strictObject({
    id: z.string(),
    root: z.string(),
    events: z.array(z.string()),
    links: z.array(link),
    alternatives: z.array(link),
    exposure: exposure.nullable(),
    summary: z.string(),
  })
  .meta({ id: 'Chain' });

const complianceStatus = z.enum(['COMPLIANT', 'NON_COMPLIANT', 'NOT_APPLICABLE', 'INSUFFICIENT_DATA', 'UNKNOWN']);
const eventSummaries = z.array(z.strictObject({ event: z.string(), summary: z.string() }));

const remediation = z
  .strictObject({
    document: z.string(),
    automatic: z.boolean(),
    execution: z
      .strictObject({
        state: z.string(),
        invokedTime: time.nullable(),
        updatedTime: time.nullable(),
        error: z.string().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'Remediation' });

const ruleStanding = z
  .strictObject({
    name: z.string(),
    status: complianceStatus,
    since: time.nullable(),
    resource: resourceRef,
    basis: z.enum(['history', 'evaluation', 'derived']).exactOptional(),
    annotation: z.string().exactOptional(),
    conformancePack: z.string().exactOptional(),
    exposure: exposure.exactOptional(),
    remediation: remediation.exactOptional(),
  })
  .meta({ id: 'RuleStanding' });

const verdict = z
  .strictObject({
    headline: z.string(),
    answer: z.enum(['seen', 'not-seen', 'unknown']),
    who: z.array(
      z.strictObject({
        human: human.nullable(),
        principals: z.array(principal),
        calls: count,
        writes: count,
        denied: count,
        failed: count,
        firstTime: time,
        lastTime: time,
      }),
    ),
    what: eventSummaries,
    compliance: z
      .strictObject({
        status: complianceStatus,
        rules: z.array(ruleStanding),
      })
      .exactOptional(),
    impact: eventSummaries.exactOptional(),
  })
  .meta({ id: 'Verdict' });

const gap = z
  .strictObject({
    code: z.enum([
      'ACCESS_DENIED',
      'UNREACHABLE',
      'THROTTLED',
      'DAMAGED_FILE',
      'RETENTION_EXCEEDED',
      'WINDOW_NOT_COVERED',
      'RECORDER_OFF',
      'TYPE_NOT_RECORDED',
      'NOT_INDEXED',
      'INTERRUPTED',
      'DELIVERY_LAG',
      'DATA_EVENTS_NOT_RECORDED',
      'DAILY_RECORDING',
      'COMPLIANCE_NOT_RECORDED',
      'BASELINE_TOO_SHORT',
      'UNRECOGNIZED_FILE',
      'SERVICE_NOT_ASKED',
    ]),
    blocking: z.boolean(),
    message: z.string(),
    hint: z.string().exactOptional(),
    locator: z.string().exactOptional(),
  })
  .meta({ id: 'Gap' });

const coverage = z
  .strictObject({
    source: z.string(),
    backend: z.string(),
    account: z.string().nullable(),
    region: z.string().nullable(),
    since: time.nullable(),
    until: time.nullable(),
    asOf: time.nullable(),
    complete: z.boolean(),
    records: count,
    matched: count,
    skipped: z.record(z.string(), count),
    requests: count,
    bytes: count,
    throttled: count,
    seconds: z.number().nonnegative(),
    verified: z.enum(['length', 'crc']).nullable(),
    gaps: z.array(gap),
  })
  .meta({ id: 'Coverage' });

const gate = z
  .strictObject({
    passed: z.boolean(),
    exitCode: z.int(),
    failures: z.array(z.strictObject({ condition: z.string(), event: z.string().nullable(), message: z.string() })),
    conditions: z.array(z.string()).exactOptional(),
    excused: z
      .array(
        z.strictObject({
          condition: z.string(),
          event: z.string().nullable(),
          message: z.string(),
          reason: z.string(),
          until: z.string(),
        }),
      )
      .exactOptional(),
  })
  .meta({ id: 'Gate' });

const explained = z
  .strictObject({
    event: z.string(),
    explanations: z.array(
      link.extend({
        arithmetic: z.array(z.strictObject({ factor: z.string(), value: z.number().min(0).max(1) })),
        chosen: z.boolean(),
      }),
    ),
    note: z.string().exactOptional(),
  })
  .meta({ id: 'Explained' });

const changeSet = z
  .strictObject({
    id: z.string(),
    human: human.nullable(),
    principal: z.string(),
    tool: z.string(),
    since: time,
    until: time,
    writes: count,
    chains: z.array(z.string()),
    events: z.array(z.string()),
    touched: z.array(resourceRef),
    broke: z.array(z.string()),
    repaired: z.array(z.string()),
    tripped: z.array(z.string()),
    dangers: z.array(z.string()),
  })
  .meta({ id: 'ChangeSet' });

const metric = z
  .strictObject({
    namespace: z.string(),
    metricName: z.string(),
    dimensions: z.record(z.string(), z.string()),
    account: z.string().nullable(),
    region: z.string().nullable(),
    statistics: z.array(z.string()),
    periodSeconds: z.number().positive().nullable(),
    first: time,
    last: time,
    count,
  })
  .meta({ id: 'Metric' });

const alarm = z
  .strictObject({
    name: z.string(),
    arn: z.string().nullable(),
    account: z.string().nullable(),
    region: z.string().nullable(),
    state: z.string().nullable(),
    namespace: z.string().nullable(),
    metricName: z.string().nullable(),
    dimensions: z.array(z.record(z.string(), z.string())),
    threshold: z.number().nullable(),
    comparison: z.string().nullable(),
    actions: z.array(z.string()),
    children: z.array(z.string()),
  })
  .meta({ id: 'Alarm' });

export const reportV1 = z.strictObject({
  schema: z.literal('obs3.report/v1'),
  tool: z.strictObject({ name: z.literal('obs3'), version: z.string() }),
  generatedAt: time,
  query,
  subject,
  subjects: z.array(subject).exactOptional(),
  timeline: z.array(timelineEvent),
  chains: z.array(chain),
  verdict,
  coverage: z.array(coverage),
  gate: gate.nullable(),
  explained: z.array(explained).exactOptional(),
  changeSets: z.array(changeSet).exactOptional(),
  metrics: z.array(metric).exactOptional(),
  alarms: z.array(alarm).exactOptional(),
});

/** The same as JSON Schema (draft 2020-12): the content of `schema/report-v1.json`. */
export const reportJsonSchema = () => {
  const { $schema, ...schema } = z.toJSONSchema(reportV1);
  return {
    $schema,
    $id: 'urn:obs3:report:v1',
    title: 'obs3 report v1',
    description:
      'One run of obs3, as `--output json` prints it. Times are ISO 8601 UTC with milliseconds. An absent member was not looked for; null was looked for and is not there, or does not apply. Later versions of obs3 may add members and publish them here; inside v1 none is removed or changed.',
    ...schema,
  };
};
