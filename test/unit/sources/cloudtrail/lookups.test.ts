import { describe, expect, test } from 'vitest';
import type { Question } from '../../../../src/model/question.ts';
import { firstInterests } from '../../../../src/plan/interests.ts';
import { planTarget } from '../../../../src/plan/target.ts';
import type { Lookup } from '../../../../src/sources/cloudtrail/lookup.ts';
import { lookupsFor, mostScanPages } from '../../../../src/sources/cloudtrail/lookups.ts';
import { questionOf } from '../../../fixtures/question.ts';

const place = { account: '111122223333', partition: 'aws', regions: ['eu-west-1'] };
const home = ['eu-west-1', 'us-east-1'];

const stagesOf = (question: Question, where = place) =>
  lookupsFor({ kind: 'evidence', question, interests: firstInterests(question) }, where);
const about = (text: string, parts: Parameters<typeof questionOf>[0] = {}, where = place) =>
  stagesOf(questionOf({ targets: [planTarget(text)], ...parts }), where);

/** "ResourceName=sg-1 in eu-west-1" */
const inWords = ({ attribute, eventCategory, regions, mostPages, onlyIf }: Lookup): string =>
  [
    attribute ? `${attribute.AttributeKey}=${attribute.AttributeValue}` : (eventCategory ?? 'everything'),
    `in ${regions.join(' ')}`,
    ...(mostPages === undefined ? [] : ['bounded']),
    ...(onlyIf === undefined ? [] : [`if ${onlyIf}`]),
  ].join(' ');
const words = (lookups: readonly Lookup[] | undefined) => (lookups ?? []).map(inWords);
const attributes = (lookups: readonly Lookup[] | undefined) =>
  (lookups ?? []).map(({ attribute }) => `${attribute?.AttributeKey}=${attribute?.AttributeValue}`);

describe('a window', () => {
  test('asks for writes first, then for reads, and for Insights', () => {
    expect(stagesOf(questionOf()).map(words)).toEqual([
      ['ReadOnly=false in eu-west-1', 'insight in eu-west-1'],
      ['ReadOnly=true in eu-west-1'],
    ]);
  });

  test.each([
    ['what', ['ReadOnly=false in eu-west-1']],
    ['compliance', ['ReadOnly=false in eu-west-1']],
    ['impact', ['ReadOnly=false in eu-west-1', 'insight in eu-west-1']],
  ] as const)('of %s, which writes explain, asks for no read', (command, expected) => {
    for (const reads of ['routine', 'all'] as const)
      expect(stagesOf(questionOf({ command, filters: { reads } })).map(words)).toEqual([expected]);
  });

  test('of which it is known what changed is asked for a bounded part of its writes, and beyond for those to that', () => {
    const changed = [
      planTarget('sg-0a1b2c3d4e5f60718', 'AWS::EC2::SecurityGroup'),
      planTarget('arn:aws:iam::111122223333:role/deploy', 'AWS::IAM::Role'),
    ];
    const question = questionOf({ command: 'compliance' });
    const request = { kind: 'follow', question, interests: firstInterests(question), changed } as const;
    const [writes, named] = lookupsFor(request, place);
    expect(words(writes)).toEqual(['ReadOnly=false in eu-west-1 us-east-1 bounded']);
    expect(writes?.[0]?.mostPages).toBe(mostScanPages);
    expect(words(named)).toContain('ResourceName=sg-0a1b2c3d4e5f60718 in eu-west-1 if cut');
    expect(words(named)).toContain('ResourceName=deploy in eu-west-1 us-east-1 if cut');
    expect(named?.every(({ onlyIf }) => onlyIf === 'cut')).toBe(true);
  });

  test('asks for no reads where none are wanted', () => {
    expect(stagesOf(questionOf({ filters: { reads: 'writes' } }))).toHaveLength(1);
  });

  test.each([
    [{ eventName: ['runinstances'] }, ['EventName=RunInstances in eu-west-1']],
    [{ eventName: ['CreateRole'] }, ['EventName=CreateRole in eu-west-1 us-east-1']],
    [
      { eventName: ['ConsoleLogin'] },
      ['EventName=ConsoleLogin in eu-west-1 us-east-1 us-east-2 us-west-2 eu-north-1 ap-southeast-2'],
    ],
    [
      { eventName: ['UpdateFunctionCode'] },
      ['EventName=UpdateFunctionCode in eu-west-1', 'EventSource=lambda.amazonaws.com in eu-west-1'],
    ],
    [{ eventName: ['BrandNewCall'] }, ['EventName=BrandNewCall in eu-west-1']],
    [
      { service: ['EC2', 's3.amazonaws.com'] },
      ['EventSource=ec2.amazonaws.com in eu-west-1', 'EventSource=s3.amazonaws.com in eu-west-1'],
    ],
    [{ service: ['iam'] }, ['EventSource=iam.amazonaws.com in eu-west-1 us-east-1']],
    // the service has no event in this spelling, and which one is meant is not known
    [{ eventName: ['brandnewcall'] }, ['ReadOnly=false in eu-west-1']],
  ])('of %j asks for %j', (filters, expected) => {
    expect(words(stagesOf(questionOf({ filters }))[0])).toEqual([...expected, 'insight in eu-west-1']);
  });
});

describe('a user of a directory, by id', () => {
  const id = '0e65f7c1-ed7d-4869-98f6-8d62edc16fd3';

  test('is looked for among what Identity Center did, and read through only where that tells nothing', () => {
    const [first, , scans] = about(id, { as: 'principal' });
    expect(words(first)).toEqual([
      'EventSource=sso.amazonaws.com in eu-west-1 us-east-1 us-east-2 us-west-2 eu-north-1 ap-southeast-2 bounded',
    ]);
    expect(scans?.every(({ onlyIf }) => onlyIf === 'not-found')).toBe(true);
  });
});

describe('a resource', () => {
  test('is looked up under its id and as a session named so, and matched by content besides', () => {
    expect(about('sg-0a1b2c3d4e5f60718').map(words)).toEqual([
      ['ResourceName=sg-0a1b2c3d4e5f60718 in eu-west-1', 'Username=sg-0a1b2c3d4e5f60718 in eu-west-1'],
      [],
      ['ReadOnly=false in eu-west-1 bounded', 'ReadOnly=true in eu-west-1 bounded if principal'],
    ]);
  });

  test('by ARN is looked up under each name that may be listed', () => {
    const arn = 'arn:aws:s3:::example-logs';
    expect(attributes(about(arn)[0])).toEqual(['ResourceName=example-logs', `ResourceName=${arn}`]);
  });

  test('is asked for in each region under the name that it has there', () => {
    const id = '1234abcd-12ab-34cd-56ef-1234567890ab';
    const [first, second] = about(id, {}, { ...place, regions: home });
    expect(words(first)).toEqual([`EventId=${id} in eu-west-1 us-east-1`, `EventId=${id} in eu-west-1 us-east-1`]);
    expect(words(second)).toContain(
      `ResourceName=arn:aws:kms:eu-west-1:111122223333:key/${id} in eu-west-1 if not-found`,
    );
    expect(words(second)).toContain(
      `ResourceName=arn:aws:kms:us-east-1:111122223333:key/${id} in us-east-1 if not-found`,
    );
  });

  test('of which nothing is indexed leaves the scans', () => {
    const [, , scans] = about('sgr-0e1f2a3b4c5d6e7f8');
    expect(words(scans)[0]).toBe('ReadOnly=false in eu-west-1 bounded');
  });

  test('of a global service is asked for where that records', () => {
    expect(words(about('arn:aws:iam::aws:policy/AdministratorAccess')[0])).toEqual([
      'ResourceName=arn:aws:iam::aws:policy/AdministratorAccess in eu-west-1 us-east-1',
      'ResourceName=AdministratorAccess in eu-west-1 us-east-1',
    ]);
  });

  test('with all reads wanted is looked for among them, too', () => {
    expect(words(about('sg-0a1b2c3d4e5f60718', { filters: { reads: 'all' } })[2])).toEqual([
      'ReadOnly=false in eu-west-1 bounded',
      'ReadOnly=true in eu-west-1 bounded',
    ]);
    expect(words(about('sg-0a1b2c3d4e5f60718', { filters: { reads: 'writes' } })[2])).toEqual([
      'ReadOnly=false in eu-west-1 bounded',
    ]);
  });
});

describe('a principal', () => {
  test('by a plain name may be a user, a session, a role, or of a global service', () => {
    const [lookups, , scans] = about('deploy');
    expect(words(scans)[0]).toBe('ReadOnly=false in eu-west-1 us-east-1 bounded');
    expect(words(lookups)).toEqual([
      'ResourceName=deploy in eu-west-1 us-east-1',
      'Username=deploy in eu-west-1 us-east-1 us-east-2 us-west-2 eu-north-1 ap-southeast-2',
      'ResourceName=arn:aws:iam::111122223333:role/deploy in eu-west-1 us-east-1',
    ]);
  });

  test('that is a role is found by who took it on, and reads are read', () => {
    const arn = 'arn:aws:iam::111122223333:role/service/deploy';
    const [lookups, , scans] = about(arn);
    expect(attributes(lookups)).toEqual(['ResourceName=deploy', `ResourceName=${arn}`]);
    expect(words(scans)).toEqual([
      'ReadOnly=false in eu-west-1 us-east-1 bounded',
      'ReadOnly=true in eu-west-1 us-east-1 bounded',
    ]);
  });

  test('asked only for what it did is not looked up as a resource', () => {
    expect(attributes(about('alice', { as: 'principal' })[0])).not.toContain('ResourceName=alice');
    expect(attributes(about('alice', { as: 'target' })[0])).toEqual(['ResourceName=alice']);
  });

  test.each([
    ['root', ['Username=root']],
    ['arn:aws:iam::111122223333:root', ['Username=root']],
    ['AKIAEXAMPLEALICE0001', ['AccessKeyId=AKIAEXAMPLEALICE0001', 'ResourceName=AKIAEXAMPLEALICE0001']],
    [
      'arn:aws:sts::111122223333:assumed-role/deploy/run-4712',
      ['Username=run-4712', 'ResourceName=arn:aws:sts::111122223333:assumed-role/deploy/run-4712'],
    ],
    ['AROAEXAMPLE000000000A:run-4712', ['Username=run-4712', 'ResourceName=AROAEXAMPLE000000000A:run-4712']],
    ['config.amazonaws.com', ['EventSource=config.amazonaws.com']],
  ])('%s', (text, expected) => {
    expect(attributes(about(text)[0])).toEqual(expected);
  });

  test('444455556666 has no index: the window is read, without bounds', () => {
    expect(about('444455556666').map(words)).toEqual([['ReadOnly=false in eu-west-1'], ['ReadOnly=true in eu-west-1']]);
  });

  test('198.51.100.9 has none either, and signs in and calls IAM in other regions', () => {
    const [first = [], ...rest] = about('198.51.100.9').map(words);
    expect(first).toContain('ReadOnly=false in eu-west-1');
    expect(first).toContain('EventSource=iam.amazonaws.com in us-east-1 bounded');
    expect(first).toContain(
      'EventSource=signin.amazonaws.com in us-east-1 us-east-2 us-west-2 eu-north-1 ap-southeast-2 bounded',
    );
    expect(rest).toEqual([['ReadOnly=true in eu-west-1']]);
  });
});

test('of several targets, what one needs is not left out because another was found', () => {
  const stages = stagesOf(
    questionOf({ targets: [planTarget('1234abcd-12ab-34cd-56ef-1234567890ab'), planTarget('sg-0a1b2c3d4e5f60718')] }),
  );
  expect(stages.flat().some(({ onlyIf }) => onlyIf === 'not-found')).toBe(false);
});

test('a follow-up asks for new spellings of the target, and for its neighbors', () => {
  const question = questionOf({ targets: [planTarget('orders')] });
  const interests = { targets: ['orders', 'arn:aws:sqs:eu-west-1:111122223333:orders'], neighbors: ['i-1'] };
  expect(lookupsFor({ kind: 'follow', question, interests }, place).map(attributes)).toEqual([
    ['ResourceName=arn:aws:sqs:eu-west-1:111122223333:orders', 'ResourceName=i-1'],
  ]);
});

describe('what Application Auto Scaling scales', () => {
  const service = 'arn:aws:ecs:eu-west-1:111122223333:service/prod/checkout';

  test('is found by the names of its calls where not all writes could be read', () => {
    const [lookups, , scans, last] = about(service);
    expect(attributes(lookups).filter((each) => !each.startsWith('ResourceName='))).toEqual([]);
    expect(words(scans)[0]).toBe('ReadOnly=false in eu-west-1 bounded');
    expect(words(last)).toContain('EventName=RegisterScalableTarget in eu-west-1 if cut');
    expect(words(last).every((each) => each.startsWith('EventName=') && each.endsWith(' if cut'))).toBe(true);
  });

  test('is not looked for among what it did', () => {
    expect(about(service, { as: 'principal' })).toHaveLength(3);
  });

  test.each([
    [new Set<string>(), ['EventName=RegisterScalableTarget in eu-west-1']],
    [new Set(['eu-west-1']), []],
  ])('is found so, too, where its ARN was learned and %j were read to the end', (wholeRegions, expected) => {
    const question = questionOf({ targets: [planTarget('checkout')] });
    const interests = { targets: ['checkout', service], neighbors: [] };
    const [asked] = lookupsFor({ kind: 'follow', question, interests }, { ...place, wholeRegions });
    expect(words(asked).filter((each) => each.includes('Register'))).toEqual(expected);
  });

  test('is of no other thing', () => {
    expect(about('sg-0a1b2c3d4e5f60718')).toHaveLength(3);
  });
});

test('an accelerator is looked up where Global Accelerator is recorded', () => {
  const arn = 'arn:aws:globalaccelerator::111122223333:accelerator/1234abcd-abcd-1234-abcd-1234abcdefab';
  const [lookups, , scans] = about(arn);
  expect(words(lookups)).toContain(`ResourceName=${arn} in eu-west-1 us-west-2`);
  expect(words(scans)[0]).toBe('ReadOnly=false in eu-west-1 us-west-2 bounded');
  const [window] = stagesOf(questionOf({ filters: { service: ['globalaccelerator'] } }));
  expect(words(window)).toContain('EventSource=globalaccelerator.amazonaws.com in eu-west-1 us-west-2');
});

test('no text that the service refuses is asked for', () => {
  for (const text of ['', 'x'.repeat(2001), 'constructor', '__proto__', 'arn:', 'arn:aws:iam::x:role/'])
    for (const { attribute } of about(text).flat()) {
      expect(attribute?.AttributeValue.length ?? 1).toBeGreaterThan(0);
      expect(attribute?.AttributeValue.length ?? 1).toBeLessThanOrEqual(2000);
    }
});

test('a scan of one region ends within a minute at two pages a second', () => {
  expect(mostScanPages / 2).toBeLessThanOrEqual(60);
});

test('a neighbor with an ARN is one neighbor, looked up under the names that its type is listed by', () => {
  const question = questionOf({ targets: [planTarget('orders')] });
  const group = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/web/73e2d6bc24d8a067';
  const interests = { targets: ['orders'], neighbors: ['73e2d6bc24d8a067', group, 'i-1', 'web/73e2d6bc24d8a067'] };
  expect(lookupsFor({ kind: 'follow', question, interests }, place).map(attributes)).toEqual([
    [`ResourceName=${group}`, 'ResourceName=i-1'],
  ]);
});
