/** What was typed -> what is searched for: always the text itself, and every other spelling that follows from it. */
import { expect, test } from 'vitest';
import { planTarget } from '../../../src/plan/target.ts';

test.each<[string, readonly string[]]>([
  ['my-bucket', ['my-bucket']],
  ['arn:aws:s3:::my-bucket', ['arn:aws:s3:::my-bucket', 'my-bucket', 's3://my-bucket']],
  ['arn:aws:iam::111122223333:role/team/Admin', ['arn:aws:iam::111122223333:role/team/Admin', 'Admin']],
  [
    'https://sqs.us-east-1.amazonaws.com/111122223333/orders',
    [
      'https://sqs.us-east-1.amazonaws.com/111122223333/orders',
      'orders',
      'arn:aws:sqs:us-east-1:111122223333:orders',
      'https://us-east-1.queue.amazonaws.com/111122223333/orders',
    ],
  ],
])('%s is looked for as %j', (text, aliases) => {
  const target = planTarget(text);
  expect(target.text).toBe(text);
  expect(target.aliases).toEqual(aliases);
});

test('a call is asked about as reports name it', () => {
  const id = '00000000-0000-4000-8000-000000000001';
  expect(planTarget(`cloudtrail:${id}`)).toEqual(planTarget(id));
  expect(planTarget('cloudtrail:main').text).toBe('cloudtrail:main');
});

test('an alias is there once, the typed text first', () => {
  for (const text of [
    'arn:aws:s3:::b',
    'arn:',
    'arn:aws:s3:::',
    'arn:aws:sts::111122223333:assumed-role/Admin/alice',
    'a b',
    '*',
  ]) {
    const { aliases } = planTarget(text);
    expect(aliases[0]).toBe(text);
    expect(new Set(aliases).size).toBe(aliases.length);
    expect(aliases).not.toContain('');
  }
});

test('a type that is declared is the only reading', () => {
  expect(planTarget('web', 'AWS::S3::Bucket').readings).toEqual([{ kind: 'resource', type: 'AWS::S3::Bucket' }]);
  expect(planTarget('web').readings.map(({ kind }) => kind)).toEqual(['resource', 'principal']);
});
