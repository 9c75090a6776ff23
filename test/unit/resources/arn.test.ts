import { describe, expect, test } from 'vitest';
import { withoutSuffix } from '../../../src/model/secret-name.ts';
import { assumedRole, federatedUser, idsOfArn, parseArn } from '../../../src/resources/arn.ts';

const account = '111122223333';

const parsed = (text: string) => {
  const arn = parseArn(text);
  if (!arn) throw new Error(`no ARN: ${text}`);
  return arn;
};

describe('parseArn', () => {
  test.each<[string, ReturnType<typeof parseArn>]>([
    [
      `arn:aws:ec2:us-east-1:${account}:security-group/sg-1`,
      { partition: 'aws', service: 'ec2', region: 'us-east-1', account, resource: 'security-group/sg-1' },
    ],
    ['arn:aws:s3:::logs/a:b', { partition: 'aws', service: 's3', region: '', account: '', resource: 'logs/a:b' }],
    [
      `arn:aws-us-gov:lambda:us-gov-west-1:${account}:function:f:3`,
      { partition: 'aws-us-gov', service: 'lambda', region: 'us-gov-west-1', account, resource: 'function:f:3' },
    ],
    [
      'arn:aws:iam::aws:policy/ReadOnlyAccess',
      { partition: 'aws', service: 'iam', region: '', account: 'aws', resource: 'policy/ReadOnlyAccess' },
    ],
    ['arn:aws:s3:::*', { partition: 'aws', service: 's3', region: '', account: '', resource: '*' }],
  ])('%s', (text, expected) => {
    expect(parseArn(text)).toEqual(expected);
  });

  test.each([
    '',
    'arn',
    'arn:',
    'arn:aws',
    'arn:aws:s3',
    'arn:aws:s3::',
    'arn:aws:s3:::',
    'arn::s3:::x',
    'arn:aws::::x',
    'ARN:aws:s3:::x',
    ' arn:aws:s3:::x',
    'sg-1',
  ])('%j is none', (text) => {
    expect(parseArn(text)).toBeUndefined();
  });
});

describe('idsOfArn', () => {
  const of = (service: string, resource: string) => `arn:aws:${service}:us-east-1:${account}:${resource}`;

  test.each<[string, readonly string[]]>([
    ['arn:aws:s3:::logs', ['logs']],
    ['arn:aws:s3:::logs/a/b.gz', ['logs/a/b.gz']],
    [of('s3', 'accesspoint/reports'), ['reports']],
    [`arn:aws:sts::${account}:assumed-role/deploy/run`, []],
    [`arn:aws:sts::${account}:federated-user/carol`, ['carol']],
    [`arn:aws:iam::${account}:role/a/b/deploy`, ['deploy']],
    [`arn:aws:iam::${account}:root`, ['root']],
    [of('lambda', 'function:f:3'), ['f']],
    [of('secretsmanager', 'secret:prod/db-AbCdEf'), ['prod/db-AbCdEf', 'prod/db']],
    [of('secretsmanager', 'secret:prod/db'), ['prod/db']],
    [of('ssm', 'parameter/app/key'), ['/app/key', 'app/key']],
    [of('ssm', 'document/Deploy'), ['Deploy']],
    [of('kms', 'key/1234abcd-12ab-34cd-56ef-1234567890ab'), ['1234abcd-12ab-34cd-56ef-1234567890ab']],
    [of('kms', 'alias/app'), ['alias/app', 'app']],
    [of('logs', 'log-group:/aws/f:*'), ['/aws/f']],
    [of('logs', 'destination:d'), ['d']],
    [of('cloudformation', 'stack/web/0000-1111'), ['web/0000-1111', 'web', '0000-1111']],
    [of('wafv2', 'regional/webacl/front/0000-1111'), ['front', '0000-1111']],
    [of('wafv2', 'regional'), []],
    [of('ec2', 'instance/i-1'), ['i-1']],
    [of('elasticloadbalancing', 'targetgroup/web/0123'), ['web/0123', '0123']],
    [of('sns', 'topic'), ['topic']],
    ['arn:aws:apigateway:us-east-1::/restapis/abc/stages/prod', ['restapis/abc/stages/prod', 'prod']],
    // these name nothing
    [of('ec2', 'instance/'), []],
    [of('lambda', 'function:'), []],
    [of('iam', 'role/'), []],
    [of('ssm', 'parameter/'), ['/']],
  ])('%s: %j', (arn, ids) => {
    expect(idsOfArn(parsed(arn))).toEqual(ids);
  });
});

describe('a secret’s suffix', () => {
  test.each([
    ['db-AbCdEf', 'db'],
    ['db-1-a1B2c3', 'db-1'],
    ['db', 'db'],
    ['db-AbCdE', 'db-AbCdE'],
    ['db-AbCdEfG', 'db-AbCdEfG'],
    ['db-AbCd_f', 'db-AbCd_f'],
    ['-AbCdEf', ''],
  ])('of %s', (name, expected) => {
    expect(withoutSuffix(name)).toBe(expected);
  });
});

describe('sessions', () => {
  test.each<[string, ReturnType<typeof assumedRole>]>([
    [`arn:aws:sts::${account}:assumed-role/deploy/run`, { role: 'deploy', session: 'run' }],
    [`arn:aws:sts::${account}:assumed-role/deploy/a/b`, { role: 'deploy', session: 'a/b' }],
    [`arn:aws:sts::${account}:assumed-role/deploy`, { role: 'deploy', session: undefined }],
    [`arn:aws:sts::${account}:assumed-role/`, undefined],
    [`arn:aws:sts::${account}:federated-user/carol`, undefined],
    [`arn:aws:iam::${account}:assumed-role/deploy/run`, undefined],
  ])('%s', (arn, expected) => {
    expect(assumedRole(parsed(arn))).toEqual(expected);
  });

  test.each<[string, string | undefined]>([
    [`arn:aws:sts::${account}:federated-user/carol`, 'carol'],
    [`arn:aws:sts::${account}:assumed-role/deploy/run`, undefined],
    [`arn:aws:iam::${account}:federated-user/carol`, undefined],
  ])('%s is the federated user %s', (arn, expected) => {
    expect(federatedUser(parsed(arn))).toBe(expected);
  });
});
