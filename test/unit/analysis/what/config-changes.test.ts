/** Changes of a resource as events: their content, copies of a state, the end of a resource. */
import { describe, expect, test } from 'vitest';
import { configChanges } from '../../../../src/analysis/what/config-changes.ts';
import type { ConfigurationItem } from '../../../../src/model/configuration-item.ts';
import type { Match } from '../../../../src/model/event.ts';
import type { ConfigurationItemEvidence } from '../../../../src/model/evidence.ts';
import { reportV1 } from '../../../../src/report/schema-v1.ts';
import { shuffled } from '../../../fixtures/question.ts';
import { eventsOf, evidence, isTarget, item, related, time, window } from './config-changes-case.ts';

const summaries = (...items: readonly ConfigurationItem[]) => eventsOf(items).map(({ summary }) => summary);

describe('an event', () => {
  test('tells what changed from the item before', () => {
    const [first, second] = eventsOf([item('12:00'), item('13:00', { configuration: { timeout: 3 } })]);
    expect(first?.detail).toMatchObject({ before: null, changes: [] });
    expect(second).toEqual({
      id: 'config:111122223333/us-east-1/AWS::Lambda::Function/app/1772542800000',
      time: time('13:00'),
      kind: 'config-change',
      match: ['target'],
      resources: [
        {
          type: 'AWS::Lambda::Function',
          id: 'app',
          name: 'app',
          arn: 'arn:aws:lambda:us-east-1:111122223333:function:app',
          account: '111122223333',
          region: 'us-east-1',
        },
      ],
      summary: 'timeout 30 → 3',
      severity: 'notice',
      chain: null,
      origin: {
        source: 'config',
        backend: 'archive',
        account: '111122223333',
        region: 'us-east-1',
        ref: '1772542800000',
        locator: 'logs/13:00.json#1',
      },
      detail: {
        resourceType: 'AWS::Lambda::Function',
        resourceId: 'app',
        status: 'OK',
        captureTime: time('13:00'),
        stateId: '1772542800000',
        changes: [{ path: '/configuration/timeout', op: 'replace', before: 30, after: 3 }],
        relationshipOnly: false,
        inferred: false,
        before: { stateId: '1772539200000', captureTime: time('12:00'), locator: 'logs/12:00.json#1' },
        after: { configuration: { timeout: 3 }, supplementaryConfiguration: {}, tags: {}, relationships: [] },
      },
    });
  });

  test('has the form of the report', () => {
    const events = eventsOf([
      item('12:00', { account: null, region: null, arn: null, resourceName: null }),
      item('13:00'),
      item('14:00', { status: 'ResourceDeleted', configuration: null, relationships: [related('eni-1')] }),
    ]);
    expect(reportV1.shape.timeline.parse(events)).toEqual(events);
  });

  test('is only of what is asked about', () => {
    const items = [item('12:00'), item('12:30', { resourceId: 'other' }), item('13:00')].map((found) =>
      evidence(found),
    );
    const matches = ({ resourceId }: ConfigurationItem): readonly Match[] =>
      resourceId === 'other' ? ['neighbor'] : [];
    expect(
      configChanges({ items, window: undefined, matches }).map(({ match, resources }) => [match, resources[0]?.id]),
    ).toEqual([[['neighbor'], 'other']]);
  });

  test('is one for every item in the window, compared with one before it', () => {
    const items = [item('12:00'), item('13:00', { configuration: { timeout: 3 } }), item('14:00'), item('15:00')];
    const events = eventsOf(items, window('13:00', '15:00'));
    expect(events.map(({ time: at, detail }) => [at.slice(11, 16), detail.before?.captureTime.slice(11, 16)])).toEqual([
      ['13:00', '12:00'],
      ['14:00', '13:00'],
    ]);
  });

  test('compares the items of one resource only', () => {
    const others: readonly Partial<ConfigurationItem>[] = [
      { account: '444455556666' },
      { region: 'eu-west-1' },
      { resourceType: 'AWS::S3::Bucket' },
      { resourceId: 'app2' },
    ];
    expect(
      summaries(item('12:00'), ...others.map((other) => item('13:00', { ...other, configuration: null }))),
    ).toEqual(Array(5).fill('first recorded state'));
  });

  test('does not depend on the order of the evidence', () => {
    const items = ['12:00', '13:00', '14:00', '15:00'].flatMap((clock, index) => [
      evidence(item(clock, { configuration: { timeout: index } })),
      evidence(item(clock, { configuration: { timeout: index } }), 'logs/copy.json#1'),
      evidence(item(clock, { resourceId: 'other', configuration: { timeout: index } })),
    ]);
    const sorted = (found: readonly ConfigurationItemEvidence[]) =>
      [...configChanges({ items: found, window: undefined, matches: isTarget })].sort((a, b) => (a.id < b.id ? -1 : 1));
    const expected = sorted(items);
    expect(expected).toHaveLength(8);
    for (let seed = 0; seed < 10; seed++) expect(sorted(shuffled(items, seed))).toEqual(expected);
  });
});

describe('copies of a state', () => {
  test('are one', () => {
    const copies = [evidence(item('12:00'), 'logs/b.json#1'), evidence(item('12:00'), 'logs/a.json#7')];
    const [event, ...more] = configChanges({ items: copies, window: undefined, matches: isTarget });
    expect(more).toEqual([]);
    expect(event?.origin.locator).toBe('logs/a.json#7');
  });

  test('the complete one stands for both', () => {
    const tags = { Name: 'app' };
    const base = evidence(item('12:00', { partial: true }), 'logs/a.json#1');
    for (const items of [
      [base, evidence(item('12:00', { tags }))],
      [evidence(item('12:00', { tags })), base],
    ])
      expect(configChanges({ items, window: undefined, matches: isTarget })[0]?.detail.after).toMatchObject({ tags });
  });

  test('are none where the ids differ: nothing changed then', () => {
    const [, second] = eventsOf([item('12:00'), item('13:00')]);
    expect(second).toMatchObject({
      summary: 'nothing changed',
      severity: 'info',
      detail: { changes: [], before: { captureTime: time('12:00') } },
    });
  });

  test('of one time are in the order of their ids, which are numbers', () => {
    const items = ['1000', '999', '99'].map((stateId) => item('12:00', { stateId }));
    expect(eventsOf(items).map(({ detail }) => detail.stateId)).toEqual(['99', '999', '1000']);
  });
});

describe('the end of a resource', () => {
  const deleted = (clock: string) => item(clock, { status: 'ResourceDeleted', configuration: null });

  test('shows the last known state', () => {
    const supplementaryConfiguration = { Concurrency: 1 };
    const [, event] = eventsOf([item('12:00', { tags: { a: 'b' }, supplementaryConfiguration }), deleted('13:00')]);
    expect(event).toMatchObject({
      summary: 'deleted',
      severity: 'notice',
      detail: {
        changes: [
          { path: '/configuration', op: 'remove', before: { timeout: 30 } },
          { path: '/supplementaryConfiguration', op: 'remove', before: supplementaryConfiguration },
          { path: '/tags', op: 'remove', before: { a: 'b' } },
        ],
        after: null,
      },
    });
  });

  test('without a known state before', () => {
    expect(eventsOf([deleted('13:00')])).toMatchObject([
      { summary: 'deleted', severity: 'notice', detail: { changes: [], before: null, after: null } },
    ]);
  });

  test('may be told twice, and may not be the end', () => {
    expect(
      summaries(item('11:00'), deleted('12:00'), deleted('13:00'), item('14:00', { configuration: { timeout: 3 } })),
    ).toEqual(['first recorded state', 'deleted', 'nothing changed', 'created again']);
  });

  test('of its recording is not its own', () => {
    const notRecorded = item('13:00', { status: 'ResourceNotRecorded', configuration: null });
    const events = eventsOf([item('12:00'), notRecorded, item('14:00', { configuration: { timeout: 3 } })]);
    expect(events.map(({ summary, detail }) => [summary, detail.before?.captureTime.slice(11, 16)])).toEqual([
      ['first recorded state', undefined],
      ['no longer recorded', '12:00'],
      ['timeout 30 → 3', '12:00'],
    ]);
  });
});
