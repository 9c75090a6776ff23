/** Targets that are named inside texts: JSON in a string, the message of a denied call. */
import { describe, expect, test } from 'vitest';
import { touches } from '../../../../src/sources/cloudtrail/touches.ts';
import { recordOf } from '../../../fixtures/cloudtrail.ts';
import { account, byRequest, other } from './touches-case.ts';

/** Whether a call that was denied with this message, and contains nothing else, touches the target. */
const byMessage = (target: string, errorMessage: string, errorCode = 'AccessDenied'): boolean =>
  touches(target)(recordOf({ errorCode, errorMessage, requestParameters: null }));

const urlEncoded = (value: unknown) => encodeURIComponent(JSON.stringify(value, null, 1)).replaceAll('%20', '+');

describe('JSON inside a string', () => {
  const policy = { Statement: [{ Principal: { AWS: `arn:aws:iam::${other}:root` }, Resource: 'arn:aws:s3:::logs/*' }] };

  test.each<[string, string]>([
    ['as text', JSON.stringify(policy)],
    ['pretty-printed, behind blanks', `\n ${JSON.stringify(policy, null, 2)}`],
    ['URL-encoded', urlEncoded(policy)],
    ['URL-encoded in lower case', urlEncoded(policy).replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())],
    ['in JSON in a string', JSON.stringify({ inner: JSON.stringify(policy) })],
    ['URL-encoded in JSON', JSON.stringify([{ inner: urlEncoded(policy) }])],
  ])('is opened: %s', (_, value) => {
    expect(byRequest(other, value)).toBe(true);
    expect(byRequest('logs/*', value)).toBe(true);
    expect(byRequest('logs', value)).toBe(false);
    expect(byRequest('Statement', value)).toBe(false);
  });

  test('is also itself', () => {
    expect(byRequest('{"a":1}', '{"a":1}')).toBe(true);
  });

  test.each(['{"a":"sg-1"', '[sg-1]', '%7B"a":"sg-1"%', '%7Bsg-1', '{sg-1}'])('%s only looks like it', (value) => {
    expect(byRequest('sg-1', value)).toBe(false);
  });

  test('a plus sign in URL-encoded text is a blank, an encoded one is a plus sign', () => {
    expect(byRequest('a b', '%7B%22x%22%3A%22a+b%22%7D')).toBe(true);
    expect(byRequest('a+b', '%7B%22x%22%3A%22a%2Bb%22%7D')).toBe(true);
  });

  test('of any depth ends somewhere', () => {
    expect(byRequest('sg-1', `${'['.repeat(100_000)}"sg-1"${']'.repeat(100_000)}`)).toBe(false);
    expect(byRequest('sg-1', `${'['.repeat(50)}"sg-1"${']'.repeat(50)}`)).toBe(true);
  });
});

describe('the message of a denied call', () => {
  const denied =
    `User: arn:aws:sts::${account}:assumed-role/reader/i-0f1e2d3c4b5a69788 is not authorized to perform: ` +
    `sts:AssumeRole on resource: arn:aws:iam::${other}:role/path/admin because no identity-based policy allows it.`;

  test.each<[string, boolean]>([
    [`arn:aws:iam::${other}:role/path/admin`, true],
    ['admin', true],
    [`arn:aws:sts::${account}:assumed-role/reader/i-0f1e2d3c4b5a69788`, true],
    [account, true],
    [other, true],
    // an assumed-role ARN means its role, and only the one in its own account
    ['reader', true],
    [`arn:aws:iam::${account}:role/reader`, true],
    [`arn:aws:iam::${account}:role/any/path/reader`, true],
    [`arn:aws:iam::${other}:role/reader`, false],
    [`arn:aws:iam::${account}:user/reader`, false],
    [`arn:aws:ec2:us-east-1:${account}:instance/reader`, false],
    // but not for its session
    ['i-0f1e2d3c4b5a69788', false],
    ['read', false],
    ['adm', false],
    ['path/admin', false],
    ['sts:AssumeRole', true],
    ['AssumeRole', false],
  ])('names %s: %s', (target, expected) => {
    expect(byMessage(target, denied)).toBe(expected);
  });

  test.each<[string, boolean]>([
    ["role 'secret-1' is closed", true],
    ['role "secret-1"', true],
    ['(secret-1)', true],
    ['[secret-1, secret-2]', true],
    ['of secret-1; no.', true],
    ['of secret-1.', true],
    ['of secret-1:', true],
    ['secret-1?!', true],
    ['`secret-1`', true],
    ['<secret-1>', true],
    ['{secret-1}', true],
    ['tab\tsecret-1\nline', true],
    ['secret-10', false],
    ['my-secret-1', false],
    ['secret-1/x', false],
    ['secret-1-AbCdEf', false],
    ['Secret-1', false],
    ['arn:aws:secretsmanager:us-east-1:111122223333:secret:secret-1-AbCdEf', true],
    ['', false],
  ])('%j: %s', (message, expected) => {
    expect(byMessage('secret-1', message)).toBe(expected);
  });

  test('counts for denied calls alone', () => {
    expect(byMessage('secret-1', 'no secret-1', 'Client.UnauthorizedOperation')).toBe(true);
    expect(byMessage('secret-1', 'no secret-1', 'ResourceNotFoundException')).toBe(false);
    expect(byMessage('secret-1', 'no secret-1', '')).toBe(false);
  });

  test('counts beside the parameters', () => {
    const record = recordOf({
      errorCode: 'AccessDenied',
      errorMessage: 'no secret-1',
      requestParameters: { a: 'sg-1' },
    });
    expect(touches('secret-1')(record)).toBe(true);
    expect(touches('sg-1')(record)).toBe(true);
  });
});
