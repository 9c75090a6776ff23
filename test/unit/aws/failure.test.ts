/** How an answer that is not AWS's is understood and reported. */
import { describe, expect, test } from 'vitest';
import {
  CallFailure,
  failureText,
  gapOfFailure,
  isUnreached,
  kindOfFailure,
  messageOfFailure,
} from '../../../src/aws/failure.ts';

/** As the SDK throws them. */
const errors = {
  page: new SyntaxError(`Unexpected token '<', "<html><bod"... is not valid JSON`),
  cutOff: new SyntaxError('Unexpected end of JSON input'),
  proxy: Object.assign(new Error('Unknown'), { name: 'Unknown', $metadata: { httpStatusCode: 403 } }),
  down: Object.assign(new Error('UnknownError'), { name: 'Error', $metadata: { httpStatusCode: 503 } }),
  silent: Object.assign(
    new Error(
      '@smithy/node-http-handler - the request socket timed out after 30000 ms of inactivity (configured by client requestHandler).',
    ),
    { name: 'TimeoutError' },
  ),
  refused: Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' }),
  denied: Object.assign(new Error('User: x is not\n authorized.'), {
    name: 'AccessDeniedException',
    $metadata: { httpStatusCode: 400 },
  }),
  clock: Object.assign(new Error('Signature expired.'), {
    name: 'InvalidSignatureException',
    $metadata: { httpStatusCode: 403, clockSkewCorrected: true },
  }),
  signed: Object.assign(
    new Error(
      "The signature does not match.\n\nThe Canonical String for this request should have been\n'POST\n/\n\nx-amz-security-token:a-secret\n'",
    ),
    { name: 'InvalidSignatureException', $metadata: { httpStatusCode: 403 } },
  ),
};

describe('a failure', () => {
  test.each<[keyof typeof errors, string, boolean, string]>([
    ['page', 'other', true, 'the answer is a web page: a proxy or a sign-in page may stand in between'],
    ['cutOff', 'transient', true, 'Unexpected end of JSON input'],
    ['proxy', 'other', true, 'HTTP status 403 without a reason: a proxy may have answered in place of AWS'],
    ['down', 'transient', true, 'HTTP status 503 without a reason: a proxy may have answered in place of AWS'],
    ['silent', 'transient', true, 'no answer within 30 s'],
    ['refused', 'transient', true, 'connect ECONNREFUSED 127.0.0.1:1'],
    ['denied', 'denied', false, 'User: x is not authorized'],
    ['clock', 'transient', false, 'Signature expired'],
    ['signed', 'credentials', false, 'The signature does not match'],
  ])('%s is %s', (name, kind, unreached, message) => {
    const error = errors[name];
    expect([kindOfFailure(error), isUnreached(error), messageOfFailure(error)]).toEqual([kind, unreached, message]);
  });

  test.each([undefined, null, 7, 'text', {}, { message: 7 }])('may be %j', (error) => {
    expect(typeof messageOfFailure(error)).toBe('string');
    expect(kindOfFailure(error)).toBe('other');
  });

  test('is told with its name where that tells something', () => {
    const told = (error: unknown) =>
      gapOfFailure(new CallFailure('config:ListX', 'us-east-1', kindOfFailure(error), error)).message;
    expect(told(errors.denied)).toBe(
      'config:ListX is not allowed in us-east-1 (AccessDeniedException: User: x is not authorized)',
    );
    expect(told(errors.silent)).toBe('config:ListX could not be asked in us-east-1 (no answer within 30 s)');
  });

  test('is told whole as far as a refusal goes, and of a longer text the words that fit', () => {
    const told = (message: string) =>
      failureText(
        new CallFailure('config:ListX', 'us-east-1', 'denied', Object.assign(new Error(message), { name: 'Denied' })),
      );
    const refusal = `User: arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_PowerUserAccess_0123456789abcdef/alice@example.com is not authorized to perform: config:ListX on resource: arn:aws:config:us-east-1:111122223333:config-rule/* with an explicit deny in a service control policy`;
    expect(told(refusal)).toBe(`Denied: ${refusal}`);
    expect(told('every word is whole '.repeat(40))).toMatch(
      /^Denied: (every word is whole )+(every |every word |every word is )?…$/,
    );
    expect(told('x'.repeat(2_000))).toBe(`Denied: ${'x'.repeat(500)} …`);
  });
});
