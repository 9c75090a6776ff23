/** Compliance and inventory of many accounts, from an aggregator. */
import { describe, expect, test } from 'vitest';
import { createWorld } from '../aws/world.ts';
import { group, groupType } from '../fixtures/config.ts';
import { account, otherAccount } from './aws-server-harness.ts';
import { evidenceIn, gapsIn, spansIn } from './live-backend.ts';
import { bucket, home, liveIn, resourcesIn, result, ruleOf, surveyed } from './live-survey.ts';

describe('an aggregator', () => {
  const aggregators = [
    {
      ConfigurationAggregatorName: 'org',
      AccountAggregationSources: [{ AccountIds: [account, otherAccount], AllAwsRegions: true }],
    },
  ];
  const time = '2026-03-03T14:06:00.000Z';
  const world = createWorld({
    [account]: {
      regions: { [home]: { configurationAggregators: aggregators, configRules: [ruleOf('required-tags')] } },
    },
    [otherAccount]: {
      regions: {
        'eu-west-1': {
          configRules: [ruleOf('restricted-ssh')],
          evaluationResults: [
            result('restricted-ssh', 'NON_COMPLIANT', time),
            result('restricted-ssh', 'COMPLIANT', time, {}, [groupType, 'sg-0fffffffffffffff0']),
          ],
          configurationItems: [
            bucket('theirs', '2026-02-01T00:00:00.000Z', { account: otherAccount, region: 'eu-west-1' }),
          ],
        },
      },
    },
  });

  test('tells what is broken in other accounts and regions, and what complies', async () => {
    const live = await liveIn(world);
    const readings = await live.collect(surveyed({ aggregator: 'org' }));
    const of = { rule: 'restricted-ssh', account: otherAccount, region: 'eu-west-1', isFlip: false };
    expect(evidenceIn(readings, 'rule-state')).toMatchObject([
      { state: { ...of, state: 'NON_COMPLIANT', resourceId: group } },
      { state: { ...of, state: 'COMPLIANT', resourceId: 'sg-0fffffffffffffff0' } },
    ]);
    expect(gapsIn(readings)).toEqual([]);
  });

  test('reads all that is broken, of what complies the first five hundred of a rule, and says so', async () => {
    const ids = (count: number, kind: string) => Array.from({ length: count }, (_, at) => `${kind}-${at}`);
    const verdictsOf = (rule: string, verdict: string, count: number) =>
      ids(count, verdict).map((id) => result(rule, verdict, time, {}, ['AWS::S3::Bucket', id]));
    const large = createWorld({
      [account]: {
        regions: {
          [home]: {
            configurationAggregators: aggregators,
            configRules: [ruleOf('broken'), ruleOf('kept')],
            evaluationResults: [
              ...verdictsOf('broken', 'NON_COMPLIANT', 620),
              ...verdictsOf('broken', 'COMPLIANT', 500),
              ...verdictsOf('kept', 'COMPLIANT', 501),
            ],
          },
        },
      },
    });
    const live = await liveIn(large);
    const readings = await live.collect(surveyed({ aggregator: 'org' }));
    const counts: Record<string, number> = {};
    for (const { state } of evidenceIn(readings, 'rule-state')) {
      const key = `${state.rule} ${state.state}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
    expect(counts).toEqual({ 'broken NON_COMPLIANT': 620, 'broken COMPLIANT': 500, 'kept COMPLIANT': 500 });
    expect(gapsIn(readings).map(({ gap }) => [gap.code, gap.blocking, gap.message])).toEqual([
      [
        'SERVICE_NOT_ASKED',
        false,
        'org knows more than is listed: of 1 rule the first 500 that comply are listed (kept)',
      ],
    ]);
  });

  test('lists what there is in them', async () => {
    const live = await liveIn(world);
    expect(resourcesIn(await live.collect(surveyed({ of: 'inventory', aggregator: 'org' })))).toMatchObject([
      { id: 'theirs', account: otherAccount, region: 'eu-west-1' },
    ]);
  });

  test('that is not there is told, with where it was looked for', async () => {
    const live = await liveIn(world);
    const readings = await live.collect(surveyed({ aggregator: 'nobody' }));
    expect(gapsIn(readings).map(({ gap }) => gap)).toMatchObject([
      {
        code: 'NOT_INDEXED',
        message: 'there is no aggregator nobody in us-east-1',
        hint: expect.stringContaining('--region'),
      },
    ]);
    expect(spansIn(readings)).toEqual([]);
  });
});
