/** A call recognized as the repair by what it ended, with decoys. */
import { describe, expect, test } from 'vitest';
import type { TimelineEvent } from '../../../../src/model/event.ts';
import type { ResourceRef } from '../../../../src/model/resource.ts';
import { alarmEvent, callEvent, lambda, refOf, shiftEvent } from '../../../fixtures/events.ts';
import { bob } from '../../../fixtures/report-cast.ts';
import { linked, told } from './told.ts';

const orders = lambda('orders');
const configure = (id: string, time: string, request: Readonly<Record<string, number>>, on: ResourceRef = orders) =>
  callEvent(id, time, 'UpdateFunctionConfiguration20150331v2', {
    source: 'lambda',
    on: [on],
    by: bob,
    request: { functionName: on.id, ...request },
  });
const shortened = configure('shortened', '14:00:00', { timeout: 1 });
const errors = shiftEvent('Errors', orders, '14:02:00', '14:40:00');

const reverted = (events: readonly TimelineEvent[]) =>
  told(events).flatMap(({ links }) => links.filter((link) => link.includes(' reverted ')));

describe('a setting of which nobody recorded what it was before', () => {
  test('was put right by the call that asked otherwise before the errors ended', () => {
    const { chains } = linked([shortened, errors, configure('lengthened', '14:38:00', { timeout: 30 })]);
    expect(chains).toMatchObject([
      {
        root: 'cloudtrail:shortened',
        links: [
          { relation: 'preceded' },
          {
            relation: 'reverted',
            from: 'cloudtrail:lengthened',
            to: 'cloudtrail:shortened',
            score: 0.85,
            because: [
              'UpdateFunctionConfiguration20150331v2 asked otherwise of the same resource, 38 min later',
              'Errors was as before 2 min after that',
            ],
          },
        ],
        summary: expect.stringMatching(/; then Errors of orders rose; .*38 min later$/),
      },
    ]);
  });

  test('or before its alarm was OK again, where no datapoints are at hand', () => {
    const [alarm, fine] = [
      alarmEvent('errors', '14:05:00', 'ALARM', errors),
      alarmEvent('errors', '14:41:00', 'OK', errors),
    ];
    const lengthened = configure('lengthened', '14:38:00', { timeout: 30 });
    expect(reverted([shortened, alarm, fine, lengthened])).toEqual(['lengthened reverted shortened']);
  });

  test('and the alarm that is OK again is told in the chain of what preceded it', () => {
    const [alarm, fine] = [
      alarmEvent('errors', '14:05:00', 'ALARM', errors),
      alarmEvent('errors', '14:41:00', 'OK', errors),
    ];
    const chains = told([shortened, alarm, fine]);
    expect(chains).toEqual([
      {
        root: 'shortened',
        links: ['shortened preceded alarm:errors/ALARM', 'shortened preceded alarm:errors/OK'],
      },
    ]);
    expect(told([alarm, fine])).toEqual([]);
  });

  test.each([
    ['that asks for the same again', configure('other', '14:38:00', { timeout: 1 })],
    ['that asks for something else of it', configure('other', '14:38:00', { memorySize: 512 })],
    ['after the errors had ended', configure('other', '14:41:00', { timeout: 30 })],
    ['before they began', configure('other', '14:01:00', { timeout: 30 })],
    ['on another function', configure('other', '14:38:00', { timeout: 30 }, lambda('search'))],
  ])('was not by a call %s', (_, other) => {
    expect(reverted([shortened, errors, other])).toEqual([]);
  });

  test('is hardly so long before they ended', () => {
    const lengthened = configure('lengthened', '14:03:00', { timeout: 30 });
    const long = shiftEvent('Errors', orders, '14:02:00', '16:40:00');
    expect(reverted([shortened, long, lengthened])).toEqual([]);
  });

  test('is not known of errors that go on', () => {
    const lengthened = configure('lengthened', '14:38:00', { timeout: 30 });
    const ongoing = { ...errors, detail: { ...errors.detail, ongoing: true } };
    expect(reverted([shortened, ongoing, lengthened])).toEqual([]);
  });

  test('was put right once, by the last of several tries', () => {
    const [first, second] = [
      configure('first', '14:20:00', { timeout: 2 }),
      configure('second', '14:38:00', { timeout: 30 }),
    ];
    expect(reverted([shortened, errors, first, second])).toEqual(['second reverted shortened']);
  });
});

test('of two services of one cluster each has its own repair', () => {
  const cluster = refOf('AWS::ECS::Cluster', 'prod');
  const deploy = (id: string, time: string, service: string, version: string) =>
    callEvent(id, time, 'UpdateService', {
      source: 'ecs',
      on: [refOf('AWS::ECS::TaskDefinition', version), cluster, refOf('AWS::ECS::Service', service)],
      request: { cluster: 'prod', service, taskDefinition: version },
    });
  const shift = shiftEvent('CPUUtilization', refOf('AWS::ECS::Service', 'checkout'), '14:02:00', '14:40:00');
  const ofService = {
    ...shift.detail,
    namespace: 'AWS/ECS',
    dimensions: { ClusterName: 'prod', ServiceName: 'checkout' },
  };
  const events = [
    deploy('deployed', '14:00:00', 'checkout', 'checkout:42'),
    { ...shift, detail: ofService },
    deploy('rolled back', '14:37:00', 'checkout', 'checkout:41'),
    deploy('of another', '14:38:00', 'search', 'search:7'),
  ];
  expect(reverted(events)).toEqual(['rolled back reverted deployed']);
});
