/** Under which spellings a target is searched for next, and what belongs to it. */
import { describe, expect, test } from 'vitest';
import type { ConfigurationItem, Relationship } from '../../../src/model/configuration-item.ts';
import type { Evidence } from '../../../src/model/evidence.ts';
import { firstInterests, furtherInterests, joinInterests, spellingsOf } from '../../../src/plan/interests.ts';
import { planTarget } from '../../../src/plan/target.ts';
import { questionOf, shuffled } from '../../fixtures/question.ts';
import { account, region } from '../../fixtures/report-cast.ts';

const origin = { source: 'config', backend: 'archive', account, region, ref: null, locator: 'config.json#1' };

function item(resourceType: string, resourceId: string, parts: Partial<ConfigurationItem> = {}): Evidence {
  const bare: ConfigurationItem = {
    resourceType,
    resourceId,
    resourceName: null,
    arn: null,
    account,
    region,
    captureTime: '2026-03-03T14:00:00.000Z',
    status: 'OK',
    stateId: '1',
    configuration: {},
    supplementaryConfiguration: {},
    tags: {},
    relationships: [],
    relatedEvents: [],
  };
  return { type: 'configuration-item', item: { ...bare, ...parts }, origin, digest: resourceId };
}

const relation = (
  resourceType: string,
  resourceId: string | null,
  resourceName: string | null = null,
): Relationship => ({
  resourceType,
  resourceId,
  resourceName,
  name: 'Is associated with',
});

const roleArn = `arn:aws:iam::${account}:role/team/deploy`;
const role = item('AWS::IAM::Role', 'AROAEXAMPLE0000000001', { resourceName: 'deploy', arn: roleArn });
const asked = (...targets: string[]) => ({ targets, neighbors: [] });

test('what was typed comes first, with the ids inside ARNs', () => {
  const targets = ['web', 'arn:aws:s3:::logs', 'web'].map((text) => planTarget(text));
  expect(firstInterests(questionOf({ targets }))).toEqual({
    targets: ['arn:aws:s3:::logs', 'logs', 's3://logs', 'web'],
    neighbors: [],
  });
  expect(firstInterests(questionOf())).toEqual({ targets: [], neighbors: [] });
});

describe('spellings', () => {
  test('of a resource that goes by its name: id, ARN and name', () => {
    expect(
      new Set(
        spellingsOf({
          resourceType: 'AWS::IAM::Role',
          resourceId: 'AROAEXAMPLE0000000001',
          resourceName: 'deploy',
          arn: roleArn,
        }),
      ),
    ).toEqual(new Set(['AROAEXAMPLE0000000001', roleArn, 'deploy']));
  });

  test('of a resource that goes by its id: not its name, which others bear too', () => {
    expect(
      spellingsOf({ resourceType: 'AWS::EC2::SecurityGroup', resourceId: 'sg-1', resourceName: 'web', arn: null }),
    ).toEqual(['sg-1']);
  });

  test('of nothing are none', () => {
    expect(spellingsOf({ resourceType: '', resourceId: null, resourceName: null, arn: null })).toEqual([]);
  });
});

describe('what an item adds', () => {
  test('are the other spellings of the target, by whichever of them it was found', () => {
    for (const text of ['deploy', 'AROAEXAMPLE0000000001', roleArn]) {
      const all = ['AROAEXAMPLE0000000001', roleArn, 'deploy'];
      expect(furtherInterests(asked(text), [role])?.targets).toEqual(
        all.filter((spelling) => spelling !== text).sort(),
      );
    }
  });

  test('is nothing where it is another resource', () => {
    expect(furtherInterests(asked('deployer'), [role])).toBeUndefined();
    expect(furtherInterests(asked('deploy'), [])).toBeUndefined();
  });

  test('is nothing where all of it is known', () => {
    expect(furtherInterests(asked('AROAEXAMPLE0000000001', roleArn, 'deploy'), [role])).toBeUndefined();
  });

  test('are the resources that it names, as neighbors', () => {
    const group = item('AWS::EC2::SecurityGroup', 'sg-1', {
      relationships: [
        relation('AWS::EC2::NetworkInterface', 'eni-1'),
        relation('AWS::EC2::VPC', 'vpc-1', 'main'),
        relation('AWS::S3::Bucket', null, 'logs'),
      ],
    });
    expect(furtherInterests(asked('sg-1'), [group])).toEqual({
      targets: [],
      neighbors: ['eni-1', 'logs', 'vpc-1'],
      // the others reveal their type
      resources: [{ type: 'AWS::S3::Bucket', id: 'logs' }],
    });
  });

  test('are told by the name that metrics use where Config has an id of its own', () => {
    const group = item('AWS::EC2::SecurityGroup', 'sg-1', {
      relationships: [relation('AWS::RDS::DBInstance', 'db-ABCDEFGHIJKLMNOPQRSTUVWXY2', 'orders-db')],
    });
    const known = furtherInterests(asked('sg-1'), [group]);
    expect(known?.resources).toEqual([{ type: 'AWS::RDS::DBInstance', id: 'orders-db' }]);
    expect(furtherInterests({ targets: ['sg-1'], neighbors: known?.neighbors ?? [] }, [group])).toBeUndefined();
  });

  test('is no neighbor that is the target itself, or known', () => {
    const group = item('AWS::EC2::SecurityGroup', 'sg-1', {
      relationships: [relation('AWS::EC2::SecurityGroup', 'sg-1'), relation('AWS::EC2::VPC', 'vpc-1')],
    });
    expect(furtherInterests({ targets: ['sg-1'], neighbors: ['vpc-1'] }, [group])).toBeUndefined();
    const named = item('AWS::IAM::Role', 'AROAEXAMPLE0000000001', {
      resourceName: 'deploy',
      relationships: [relation('AWS::IAM::Role', null, 'deploy')],
    });
    expect(furtherInterests(asked('AROAEXAMPLE0000000001'), [named])).toEqual({ targets: ['deploy'], neighbors: [] });
  });
});

test('a relationship adds its other end as a neighbor', () => {
  const evidence: Evidence = {
    type: 'relationship',
    of: { resourceType: 'AWS::EC2::SecurityGroup', resourceId: 'sg-1' },
    neighbor: {
      type: 'AWS::EC2::NetworkInterface',
      id: 'eni-1',
      arn: `arn:aws:ec2:${region}:${account}:network-interface/eni-1`,
    },
    relation: 'Is associated with SecurityGroup',
  };
  expect(furtherInterests(asked('sg-1'), [evidence])?.neighbors).toContain('eni-1');
  expect(furtherInterests(asked('sg-1'), [evidence])?.targets).toEqual([]);
});

test('other evidence adds nothing', () => {
  const call: Evidence = {
    type: 'credentials',
    accessKeyId: 'ASIA1',
    issuerAccessKeyId: null,
    hop: { time: '2026-03-03T14:00:00.000Z', event: 'cloudtrail:a', from: 'a', to: 'deploy' },
  };
  expect(furtherInterests(asked('deploy'), [call])).toBeUndefined();
});

test('the order of the evidence decides nothing', () => {
  const items = ['a', 'b', 'c'].map((name) =>
    item('AWS::IAM::Role', `AROA${name}`, {
      resourceName: 'deploy',
      relationships: [relation('AWS::IAM::Policy', `ANPA${name}`, name)],
    }),
  );
  const expected = furtherInterests(asked('deploy'), items);
  for (let seed = 0; seed < 6; seed++)
    expect(furtherInterests(asked('deploy'), shuffled(items, seed))).toEqual(expected);
});

test('interests are joined without loss', () => {
  expect(joinInterests({ targets: ['a'], neighbors: ['b'] }, { targets: ['c'], neighbors: ['d'] })).toEqual({
    targets: ['a', 'c'],
    neighbors: ['b', 'd'],
  });
});
