import { describe, expect, test } from 'vitest';
import { planTarget } from '../../../../src/plan/target.ts';
import { isGlobal, isResource, isUnique, mayBeIn, wantedIn } from '../../../../src/sources/config/wanted-ids.ts';

const here = { account: '111122223333', region: 'us-east-1' };

describe('Config’s id of a target', () => {
  test.each([
    ['sg-0a1b2c3d4e5f60718', 'AWS::EC2::SecurityGroup', 'sg-0a1b2c3d4e5f60718'],
    ['arn:aws:ec2:us-east-1:111122223333:security-group/sg-1', 'AWS::EC2::SecurityGroup', 'sg-1'],
    ['AROAEXAMPLE000000000A', 'AWS::IAM::Role', 'AROAEXAMPLE000000000A'],
    ['arn:aws:iam::111122223333:role/ops/Admin', 'AWS::IAM::Role', undefined],
    ['orders', 'AWS::RDS::DBInstance', undefined],
    ['jobs', 'AWS::SQS::Queue', 'https://sqs.us-east-1.amazonaws.com/111122223333/jobs'],
    ['alerts', 'AWS::SNS::Topic', 'arn:aws:sns:us-east-1:111122223333:alerts'],
    ['thing', 'AWS::New::Thing', 'thing'],
  ])('%s as %s', (text, type, id) => {
    expect(wantedIn(planTarget(text, type), type, here).resourceId).toBe(id);
  });

  test('may be wrong where it is no id by its looks: then names are tried', () => {
    const names = (text: string, type: string) => wantedIn(planTarget(text, type), type, here).resourceNames;
    expect(names('sg-1', 'AWS::EC2::SecurityGroup')).toEqual([]);
    expect(names('AROAEXAMPLE000000000A', 'AWS::IAM::Role')).toEqual([]);
    expect(names('arn:aws:iam::111122223333:role/ops/Admin', 'AWS::IAM::Role')).toEqual(['Admin']);
    expect(names('https://sqs.us-east-1.amazonaws.com/111122223333/jobs', 'AWS::SQS::Queue')).toEqual(['jobs']);
  });

  test('does not exist for types that Config does not record', () => {
    expect(wantedIn(planTarget('sgr-1'), 'AWS::EC2::SecurityGroupRule', here)).toMatchObject({
      isUnsupported: true,
      resourceNames: [],
    });
  });
});

test.each([
  ['sg-1', true, true, false],
  ['arn:aws:ec2:us-east-1:111122223333:security-group/sg-1', true, true, false],
  ['AROAEXAMPLE000000000A', true, true, true],
  ['web', true, false, false],
  ['192.0.2.24', false, false, false],
  ['AKIAEXAMPLEEXAMPLE00', false, false, false],
  ['111122223333', false, false, false],
])('%s: a resource %s, one of its kind %s, without a region %s', (text, resource, unique, global) => {
  const target = planTarget(text);
  expect([isResource(target), isUnique(target), isGlobal(target)]).toEqual([resource, unique, global]);
});

test.each([
  ['sg-1', true],
  ['arn:aws:s3:::orders', true],
  ['arn:aws:iam::111122223333:role/Admin', true],
  ['arn:aws:ec2:us-east-1:111122223333:security-group/sg-1', true],
  ['arn:aws:ec2:eu-west-1:111122223333:security-group/sg-1', false],
  ['arn:aws:iam::444455556666:role/Admin', false],
])('%s may be here: %s', (text, may) => {
  expect(mayBeIn(planTarget(text), here)).toBe(may);
});
