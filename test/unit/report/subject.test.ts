/** What a target turned out to be: its form suggests, the evidence decides. */
import { describe, expect, test } from 'vitest';
import type { Match, TimelineEvent } from '../../../src/model/event.ts';
import type { TargetReading } from '../../../src/model/question.ts';
import type { ResourceRef } from '../../../src/model/resource.ts';
import { subjectOf, windowSubject } from '../../../src/report/subject.ts';
import { shuffled, targetOf } from '../../fixtures/question.ts';
import { account, at, group, otherAccount, region } from '../../fixtures/report-cast.ts';
import { apiCall } from '../../fixtures/report-events.ts';

const plainName: readonly TargetReading[] = [{ kind: 'resource' }, { kind: 'principal' }];
const named = (text: string) => targetOf(text, ...plainName);

const touching = (resources: readonly ResourceRef[], match: readonly Match[] = ['target']): TimelineEvent =>
  apiCall(at('14:00:00'), 'PutBucketPolicy', 'put a policy', { resources, match });
const bucket: ResourceRef = { type: 'AWS::S3::Bucket', id: 'web', account, region };

test('a window has no identity', () => {
  expect(windowSubject).toEqual({
    kind: 'window',
    type: null,
    id: null,
    name: null,
    arn: null,
    account: null,
    region: null,
    deleted: null,
    aliases: [],
    neighbors: [],
  });
});

test('a target that appears nowhere is what it looks like, and no more', () => {
  const subject = subjectOf(targetOf('sg-1', { kind: 'resource', type: 'AWS::EC2::SecurityGroup' }), []);
  expect(subject).toMatchObject({
    kind: 'resource',
    type: 'AWS::EC2::SecurityGroup',
    id: 'sg-1',
    name: null,
    arn: null,
    account: null,
    region: null,
  });
  expect(subjectOf(named('web'), [])).toMatchObject({ kind: 'resource', type: null, id: 'web' });
});

describe('a resource', () => {
  test('takes type, name, ARN, account and region from the records that name it', () => {
    const arn = `arn:aws:ec2:${region}:${account}:security-group/${group.id}`;
    const subject = subjectOf(named(group.id), [touching([bucket]), touching([group]), touching([{ ...group, arn }])]);
    expect(subject).toMatchObject({ ...group, arn, kind: 'resource', aliases: [group.id] });
  });

  test('is found by its name and by its ARN too', () => {
    expect(subjectOf(named('web'), [touching([group])])).toMatchObject({ id: group.id, name: 'web', type: group.type });
    const arn = 'arn:aws:s3:::web';
    expect(subjectOf(targetOf(arn, { kind: 'resource' }), [touching([{ ...bucket, arn }])])).toMatchObject({
      id: 'web',
      arn,
      type: 'AWS::S3::Bucket',
    });
  });

  test('typed as an ARN has that ARN, whatever others are recorded', () => {
    const arn = 'arn:aws:s3:::web';
    const target = { ...targetOf(arn, { kind: 'resource' as const }), aliases: [arn, 'web'] };
    expect(subjectOf(target, [touching([{ ...bucket, arn: 'arn:aws-cn:s3:::web' }])]).arn).toBe(arn);
  });

  test('has nothing from resources of other names beside it', () => {
    const other: ResourceRef = { type: 'AWS::S3::Bucket', id: 'web-2', account: otherAccount, region: 'eu-west-1' };
    expect(subjectOf(named('web'), [touching([other]), touching([other])])).toMatchObject({
      type: null,
      id: 'web',
      account: null,
      region: null,
    });
  });
});

describe('a name that several types bear', () => {
  const table: ResourceRef = { type: 'AWS::DynamoDB::Table', id: 'web', account: otherAccount, region: 'eu-west-1' };

  test('is of the type seen most often, and has its account and region alone', () => {
    const subject = subjectOf(named('web'), [touching([table]), touching([bucket]), touching([bucket])]);
    expect(subject).toMatchObject({ type: 'AWS::S3::Bucket', account, region });
  });

  test('is of the type that was declared, though others are seen more often', () => {
    const target = targetOf('web', { kind: 'resource', type: 'AWS::DynamoDB::Table' });
    expect(subjectOf(target, [touching([table]), touching([bucket]), touching([bucket])])).toMatchObject({
      type: 'AWS::DynamoDB::Table',
      account: otherAccount,
      region: 'eu-west-1',
    });
  });

  test('is, of two types seen as often, the first by the alphabet, in whatever order they come', () => {
    const events = [
      touching([bucket]),
      touching([table]),
      touching([{ ...bucket, region: 'us-west-2' }]),
      touching([table]),
    ];
    for (let seed = 0; seed < 10; seed++) {
      expect(subjectOf(named('web'), shuffled(events, seed))).toMatchObject({
        type: 'AWS::DynamoDB::Table',
        region: 'eu-west-1',
      });
    }
  });

  test('seen in two regions as often is in the first by the alphabet', () => {
    const events = [touching([bucket]), touching([{ ...bucket, region: 'eu-west-1' }])];
    for (let seed = 0; seed < 5; seed++)
      expect(subjectOf(named('web'), shuffled(events, seed)).region).toBe('eu-west-1');
  });
});

describe('a plain name', () => {
  test.each<[string, readonly (readonly Match[])[], string]>([
    ['that only acts is a principal', [['principal'], ['principal']], 'principal'],
    ['that things are done to is a resource', [['target']], 'resource'],
    ['that does both is a resource', [['principal'], ['target']], 'resource'],
    ['that does both at once is a resource', [['target', 'principal']], 'resource'],
    ['that does nothing is a resource', [], 'resource'],
  ])('%s', (_, matches, kind) => {
    expect(
      subjectOf(
        named('deploy'),
        matches.map((match) => touching([], match)),
      ).kind,
    ).toBe(kind);
  });

  test('that acts and is named with a type is a resource of that type', () => {
    const role: ResourceRef = { type: 'AWS::IAM::Role', id: 'deploy', account };
    expect(subjectOf(named('deploy'), [touching([role], ['principal'])])).toMatchObject({
      kind: 'resource',
      type: 'AWS::IAM::Role',
    });
  });
});

describe('a UUID', () => {
  const id = '0c5e4a1b-1111-4222-8333-444455556666';
  const target = targetOf(id, { kind: 'event' }, { kind: 'resource', type: 'AWS::KMS::Key' });

  test('is an event, unless a resource bears it', () => {
    expect(subjectOf(target, [])).toMatchObject({ kind: 'event', type: null, id });
    expect(subjectOf(target, [touching([{ type: 'AWS::KMS::Key', id }])])).toMatchObject({
      kind: 'resource',
      type: 'AWS::KMS::Key',
    });
    expect(subjectOf(target, [touching([{ type: 'AWS::KMS::Key', id: 'another' }])]).kind).toBe('event');
  });
});

test.each(['principal', 'access-key', 'ip', 'account'] as const)(
  'what can only be a %s is one, whatever is recorded',
  (kind) => {
    expect(subjectOf(targetOf('x', { kind }), [touching([bucket]), touching([], ['target'])]).kind).toBe(kind);
  },
);
