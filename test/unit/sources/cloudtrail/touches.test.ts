/** Which calls touch a target: the match is exact, by each name that the target has. */
import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../../../src/model/json.ts';
import { touches } from '../../../../src/sources/cloudtrail/touches.ts';
import { recordOf } from '../../../fixtures/cloudtrail.ts';
import { account, byRequest, other } from './touches-case.ts';

describe('a value that equals the target', () => {
  test.each(['requestParameters', 'responseElements', 'resources', 'serviceEventDetails', 'additionalEventData'])(
    'is found in %s',
    (section) => {
      const record = recordOf({ requestParameters: null, [section]: { a: 'sg-1' } });
      expect(touches('sg-1')(record)).toBe(true);
    },
  );

  test.each<[string, JsonValue]>([
    ['in a list', ['a', 'sg-1']],
    ['in a list of lists', [[['sg-1']]]],
    ['in an object in a list', [{ b: { c: [{ d: 'sg-1' }] } }]],
    ['under any key', { __proto__x: 'sg-1' }],
  ])('is found %s', (_, value) => {
    expect(byRequest('sg-1', value)).toBe(true);
  });

  test('is found where a section is no object', () => {
    expect(touches('sg-1')(recordOf({ requestParameters: 'sg-1' }))).toBe(true);
    expect(touches('sg-1')(recordOf({ requestParameters: ['sg-1'] }))).toBe(true);
  });

  test.each([
    'eventID',
    'userAgent',
    'sourceIPAddress',
    'awsRegion',
    'errorMessage',
    'eventName',
    'requestID',
    'vpcEndpointId',
  ])('is not looked for in %s', (field) => {
    expect(touches('sg-1')(recordOf({ requestParameters: null, [field]: 'sg-1' }))).toBe(false);
  });

  test('is not looked for in the identity: that is who did it', () => {
    expect(touches('bob')(recordOf())).toBe(false);
  });

  test('is a value, not a key', () => {
    expect(byRequest('sg-1', { 'sg-1': true })).toBe(false);
  });
});

describe('traps: the match is exact', () => {
  test.each<[string, JsonValue]>([
    ['secret-1', 'secret-10'],
    ['secret-1', 'my-secret-1'],
    ['secret-1', 'secret-1 '],
    ['secret-1', 'Secret-1'],
    ['secret-1', 'secret-1/version'],
    ['secret-1', 'secret-1,secret-2'],
    ['sg-0abc', 'sg-0ABC'],
    ['SG-0abc', 'sg-0abc'],
    ['sg-0abc', 'sg-0abcd'],
    ['backdoor-f', 'backdoor-f-func'],
    ['1', 1],
    ['true', true],
    ['null', null],
    [account, Number(account)],
    [account, `0${account}`],
    [account, `sender-${account}`],
  ])('%s is not %j', (target, value) => {
    expect(byRequest(target, value)).toBe(false);
  });
});

describe('an ARN whose resource id is the target', () => {
  const arn = (service: string, resource: string) => `arn:aws:${service}:us-east-1:${account}:${resource}`;

  test.each<[string, string, boolean]>([
    // S3: everything after `:::`
    ['logs', 'arn:aws:s3:::logs', true],
    ['logs/2026/a.gz', 'arn:aws:s3:::logs/2026/a.gz', true],
    ['logs', 'arn:aws:s3:::logs/2026/a.gz', false],
    ['a.gz', 'arn:aws:s3:::logs/2026/a.gz', false],
    // IAM: the last segment, without the path
    ['admin', `arn:aws:iam::${account}:role/admin`, true],
    ['admin', `arn:aws:iam::${account}:role/team/x/admin`, true],
    ['team/x/admin', `arn:aws:iam::${account}:role/team/x/admin`, false],
    ['role/admin', `arn:aws:iam::${account}:role/admin`, false],
    ['admin', `arn:aws:iam::${account}:role/administrator`, false],
    ['admin', `arn:aws:iam::${account}:role/admin/x`, false],
    ['admin', 'arn:aws:iam::aws:policy/service-role/admin', true],
    // Lambda: the function's name, without the version
    ['handler', arn('lambda', 'function:handler'), true],
    ['handler', arn('lambda', 'function:handler:3'), true],
    ['handler', arn('lambda', 'function:handler:$LATEST'), true],
    ['3', arn('lambda', 'function:handler:3'), false],
    ['handler', arn('lambda', 'function:handler-2'), false],
    // Secrets Manager: the name with and without its random suffix
    ['db', arn('secretsmanager', 'secret:db-AbCdEf'), true],
    ['db-AbCdEf', arn('secretsmanager', 'secret:db-AbCdEf'), true],
    ['prod/db', arn('secretsmanager', 'secret:prod/db-AbCdEf'), true],
    ['db', arn('secretsmanager', 'secret:prod/db-AbCdEf'), false],
    ['secret-1', arn('secretsmanager', 'secret:secret-1-AbCdEf'), true],
    ['secret-1', arn('secretsmanager', 'secret:secret-10-AbCdEf'), false],
    ['secret-1', arn('secretsmanager', 'secret:secret-11-mekIRl'), false],
    // Systems Manager: the name with and without the leading slash
    ['/app/key', arn('ssm', 'parameter/app/key'), true],
    ['app/key', arn('ssm', 'parameter/app/key'), true],
    ['key', arn('ssm', 'parameter/key'), true],
    ['key', arn('ssm', 'parameter/app/key'), false],
    // KMS: the key id
    ['1234abcd-12ab-34cd-56ef-1234567890ab', arn('kms', 'key/1234abcd-12ab-34cd-56ef-1234567890ab'), true],
    ['alias/app', arn('kms', 'alias/app'), true],
    // Logs: the group's name
    ['/aws/lambda/f', arn('logs', 'log-group:/aws/lambda/f'), true],
    ['/aws/lambda/f', arn('logs', 'log-group:/aws/lambda/f:*'), true],
    ['/aws/lambda/f', arn('logs', 'log-group:/aws/lambda/f:log-stream:s'), true],
    ['s', arn('logs', 'log-group:/aws/lambda/f:log-stream:s'), false],
    ['f', arn('logs', 'log-group:/aws/lambda/f'), false],
    // otherwise what follows the first `:` or `/` of the resource, and its last segment
    ['i-0f1e2d3c4b5a69788', arn('ec2', 'instance/i-0f1e2d3c4b5a69788'), true],
    ['app/web/0123456789abcdef', arn('elasticloadbalancing', 'loadbalancer/app/web/0123456789abcdef'), true],
    ['0123456789abcdef', arn('elasticloadbalancing', 'loadbalancer/app/web/0123456789abcdef'), true],
    ['web', arn('elasticloadbalancing', 'loadbalancer/app/web/0123456789abcdef'), false],
    // as CloudWatch and Route 53 write it
    ['targetgroup/web/73e2d6bc24d8a067', arn('elasticloadbalancing', 'targetgroup/web/73e2d6bc24d8a067'), true],
    ['targetgroup/web/73e2d6bc24d8a067', arn('elasticloadbalancing', 'targetgroup/web/73e2d6bc24d8a068'), false],
    ['targetgroup/web/73e2d6bc24d8a067', arn('elasticloadbalancing', 'loadbalancer/web/73e2d6bc24d8a067'), false],
    ['/hostedzone/Z0123456789ABCDEFGHIJ', 'arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ', true],
    ['/hostedzone/Z0123456789ABCDEFGHIJ', 'Z0123456789ABCDEFGHIJ', true],
    [`${account}:function:orders`, arn('lambda', 'function:orders'), true],
    [`${account}:function:orders`, arn('dynamodb', 'table/orders'), false],
    // the root's dot does not make it a different name
    ['shop.example.com', 'shop.example.com.', true],
    ['shop.example.com.', 'shop.example.com', true],
    ['shop.example.com', 'www.shop.example.com.', false],
    ['example', 'example.', false],
    ['db-1', arn('rds', 'db:db-1'), true],
    ['db-1', arn('rds', 'db:db-10'), false],
    ['topic', arn('sns', 'topic'), true],
    ['queue', arn('sqs', 'queue'), true],
    // an assumed-role ARN means only itself
    ['deploy', `arn:aws:sts::${account}:assumed-role/deploy/run`, false],
    ['run', `arn:aws:sts::${account}:assumed-role/deploy/run`, false],
    ['deploy/run', `arn:aws:sts::${account}:assumed-role/deploy/run`, false],
    [`arn:aws:sts::${account}:assumed-role/deploy/run`, `arn:aws:sts::${account}:assumed-role/deploy/run`, true],
    [`arn:aws:sts::${account}:assumed-role/deploy/run`, `arn:aws:sts::${account}:assumed-role/deploy/runner`, false],
    // not an ARN at all
    ['x', 'arn:aws:x', false],
    ['x', 'arn:::::x', false],
    ['x', 'not:arn:aws:ec2:us-east-1:x', false],
  ])('%s in %s: %s', (target, value, expected) => {
    expect(byRequest(target, value)).toBe(expected);
  });
});

describe('a resource that goes by its URL', () => {
  const url = `https://sqs.us-east-1.amazonaws.com/${account}/jobs`;
  const older = `https://us-east-1.queue.amazonaws.com/${account}/jobs`;
  const queue = `arn:aws:sqs:us-east-1:${account}:jobs`;

  test.each<[string, string, boolean]>([
    ['jobs', url, true],
    ['jobs', older, true],
    ['job', url, false],
    ['jobs', `${url}-2`, false],
    ['jobs', 'https://example.com/jobs', false],
    [queue, url, true],
    [queue, older, true],
    [queue, `https://sqs.us-east-1.amazonaws.com/${other}/jobs`, false],
    [queue, `https://sqs.eu-west-1.amazonaws.com/${account}/jobs`, false],
    [url, queue, true],
    [url, 'jobs', true],
    [url, older, true],
    [url, `arn:aws:sqs:us-east-1:${other}:jobs`, false],
    ['s3://logs', 'logs', true],
    ['s3://logs', 'arn:aws:s3:::logs', true],
    ['s3://logs', 'logs-2', false],
    ['s3://logs/a.gz', 'arn:aws:s3:::logs/a.gz', true],
    ['s3://logs/a.gz', 'arn:aws:s3:::logs', false],
    ['https://example.com/x', 'x', false],
  ])('%s and %s: %s', (target, value, expected) => {
    expect(byRequest(target, value)).toBe(expected);
  });
});

describe('a target typed as an ARN', () => {
  const bucket = 'arn:aws:s3:::logs';
  const role = `arn:aws:iam::${account}:role/team/deploy`;
  const secret = `arn:aws:secretsmanager:us-east-1:${account}:secret:db-AbCdEf`;
  const fn = `arn:aws:lambda:us-east-1:${account}:function:handler`;
  const layer = `arn:aws:lambda:us-east-1:${account}:layer:handler`;
  const group = `arn:aws:logs:us-east-1:${account}:log-group:/app`;

  test.each<[string, string, boolean]>([
    [bucket, bucket, true],
    [bucket, 'logs', true],
    [bucket, 'logs-2', false],
    [bucket, `${bucket}-2`, false],
    [role, 'deploy', true],
    [role, 'team/deploy', false],
    [role, `arn:aws:iam::${account}:role/deploy`, false],
    [role, `arn:aws:iam::${other}:role/team/deploy`, false],
    [role, `arn:aws:iam::${account}:user/deploy`, false],
    [secret, 'db', true],
    [secret, 'db-AbCdEf', true],
    [secret, `arn:aws:secretsmanager:us-east-1:${account}:secret:db`, true],
    [`arn:aws:secretsmanager:us-east-1:${account}:secret:db`, secret, true],
    // a later secret with the same name, and one with a longer name
    [secret, `arn:aws:secretsmanager:us-east-1:${account}:secret:db-GhIjKl`, false],
    [secret, `arn:aws:secretsmanager:us-east-1:${account}:secret:db-backup-AbCdEf`, false],
    [secret, `arn:aws:secretsmanager:us-east-1:${other}:secret:db-AbCdEf`, false],
    [secret, `arn:aws:secretsmanager:eu-west-1:${account}:secret:db-AbCdEf`, false],
    [fn, `${fn}:3`, true],
    [`${fn}:3`, fn, true],
    [`${fn}:3`, `${fn}:4`, false],
    [`${fn}:3`, 'handler', true],
    [fn, `${fn}-2`, false],
    [fn, `${fn}-2:3`, false],
    [fn, layer, false],
    [fn, `${layer}:3`, false],
    [layer, `${layer}:3`, false],
    [group, `${group}:*`, true],
    [`${group}:*`, group, true],
    [group, `${group}-2:*`, false],
    [group, `arn:aws:logs:us-east-1:${account}:destination:/app`, false],
  ])('%s and %s: %s', (target, value, expected) => {
    expect(byRequest(target, value)).toBe(expected);
  });

  test('that names nothing does not match what is empty', () => {
    expect(byRequest(`arn:aws:ec2:us-east-1:${account}:instance/`, '')).toBe(false);
    expect(byRequest(`arn:aws:lambda:us-east-1:${account}:function:`, ['', {}])).toBe(false);
  });
});

describe('an account id', () => {
  test.each<[string, boolean]>([
    [account, true],
    [`arn:aws:iam::${account}:role/x`, true],
    [`arn:aws:sts::${account}:assumed-role/x/y`, true],
    [`arn:aws:s3:::${account}`, true],
    [`arn:aws:iam::${other}:role/${account}`, true],
    [`arn:aws:iam::${other}:role/x`, false],
    [`arn:aws:s3:::logs-${account}`, false],
    [`${account}0`, false],
  ])('%s: %s', (value, expected) => {
    expect(byRequest(account, value)).toBe(expected);
  });

  test('is not sought in the account field by anything else', () => {
    expect(byRequest('aws', 'arn:aws:iam::aws:policy/ReadOnlyAccess')).toBe(false);
  });

  test('is not touched by being called in: its own fields are not what the call was about', () => {
    expect(touches(account)(recordOf({ requestParameters: null }))).toBe(false);
  });
});

describe('a record of any shape', () => {
  test.each<[JsonObject]>([
    [{}],
    [{ requestParameters: null, responseElements: 7, resources: 'x', additionalEventData: [null] }],
    [{ errorCode: 'AccessDenied' }],
    [{ errorCode: 'AccessDenied', errorMessage: {} }],
    [{ errorCode: ['AccessDenied'], errorMessage: ['sg-1'] }],
  ])('%j is not touched, and nothing throws', (record) => {
    expect(touches('sg-1')(record)).toBe(false);
  });
});
