import { describe, expect, test } from 'vitest';
import {
  counted,
  inBrackets,
  named,
  settingInWords,
  settings,
  severalNamed,
  shortName,
} from '../../../src/resources/words.ts';

describe('named', () => {
  test.each([
    ['role', 'deploy', 'role deploy'],
    ['role', undefined, 'a role'],
    ['access key', undefined, 'an access key'],
    ['user', undefined, 'a user'],
    ['MFA device', undefined, 'an MFA device'],
    ['Auto Scaling group', undefined, 'an Auto Scaling group'],
    ['SAML identity provider', undefined, 'a SAML identity provider'],
  ])('%s %s', (title, name, words) => {
    expect(named(title, name)).toBe(words);
  });
});

test('severalNamed counts from the title', () => {
  expect(severalNamed('alarm', [])).toBe('an alarm');
  expect(severalNamed('alarm', ['a'])).toBe('alarm a');
  expect(severalNamed('alarm', ['a', 'b'])).toBe('alarms a and b');
});

describe('shortName', () => {
  test.each([
    ['arn:aws:iam::111122223333:role/service/deploy', 'deploy'],
    ['arn:aws:iam::444455556666:root', 'account 444455556666'],
    ['arn:aws:iam::444455556666:user/root', 'root'],
    ['arn:aws:lambda:us-east-1:111122223333:function:orders:3', 'orders'],
    ['arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/orders-a1B2c3', 'prod/orders'],
    ['arn:aws:ssm:us-east-1:111122223333:parameter/prod/db', '/prod/db'],
    [
      'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      '1234abcd-12ab-34cd-56ef-1234567890ab',
    ],
    ['arn:aws:cloudformation:us-east-1:111122223333:stack/web/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9', 'web'],
    ['arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/web/50dc6c495c0c9188', 'web'],
    ['arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/classic', 'classic'],
    ['arn:aws:wafv2:us-east-1:111122223333:global/webacl/front/5a6b7c8d-0000-4000-8000-0a1b2c3d4e5f', 'front'],
    ['arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/web-tg/73e2d6bc24d8a067', 'web-tg'],
    ['app/front/50dc6c495c0c9188', 'front'],
    ['targetgroup/web/73e2d6bc24d8a067', 'web'],
    ['app/front/index.html', 'app/front/index.html'],
    ['arn:aws:ecs:us-east-1:111122223333:task-definition/web:7', 'web:7'],
    ['arn:aws:rds:us-east-1:111122223333:snapshot:rds:orders-2026-01-02', 'rds:orders-2026-01-02'],
    ['arn:aws:sns:us-east-1:111122223333:alerts', 'alerts'],
    ['arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/orders:*', '/aws/lambda/orders'],
    ['https://sqs.us-east-1.amazonaws.com/111122223333/orders', 'orders'],
    ['orders', 'orders'],
    ['arn:aws', 'arn:aws'],
  ])('%s -> %s', (text, name) => {
    expect(shortName(text)).toBe(name);
  });
});

test('inBrackets shows what is known, and counts beyond five', () => {
  expect(inBrackets()).toBe('');
  expect(inBrackets(undefined, false, '')).toBe('');
  expect(inBrackets('a', undefined, 'b')).toBe(' (a, b)');
  expect(inBrackets('a', 'b', 'c', 'd', 'e', 'f', 'g')).toBe(' (a, b, c, d, 3 more)');
});

test('settings names what a request sets, with values that are short and no secret', () => {
  const request = {
    functionName: 'f',
    timeout: 3,
    environment: { SECRET: 'x' },
    handler: null,
    masterUserPassword: 'hunter2',
  };
  expect(settings(request, 'functionName')).toBe(' (timeout 3, environment, masterUserPassword)');
});

describe('a setting shows its value', () => {
  test.each([
    ['multiAZ', false, 'multiAZ false'],
    ['engineVersion', '15.4', 'engineVersion 15.4'],
    ['throttling/rateLimit', '10', 'throttling/rateLimit 10'],
  ])('%s', (name, value, words) => {
    expect(settingInWords(name, value)).toBe(words);
  });

  test.each([
    ['description', 'two words'],
    ['comment', 'x'.repeat(41)],
    ['authToken', 'hunter2'],
    ['variables/password', 'hunter2'],
    ['userData', 'c2VjcmV0'],
    ['parameter', 'HIDDEN_DUE_TO_SECURITY_REASONS'],
    ['subnets', ['subnet-1']],
    ['nothing', null],
    ['escape', '\u001b[2J'],
  ])('but not where it is long, of several words or parts, or secret: %s', (name, value) => {
    expect(settingInWords(name, value)).toBe(name);
  });
});

test('counted', () => {
  expect([0, 1, 2].map((count) => counted(count, 'day'))).toEqual(['0 days', '1 day', '2 days']);
});
