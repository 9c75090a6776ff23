import { describe, expect, test } from 'vitest';
import type { Filters } from '../../../../src/model/question.ts';
import { planTarget } from '../../../../src/plan/target.ts';
import { deliveredFor } from '../../../../src/sources/cloudtrail/delivered.ts';
import { questionOf } from '../../../fixtures/question.ts';

const needlesFor = (filters: Partial<Filters>) => deliveredFor(questionOf({ filters })).needles;

describe('what stands in every record that passes the filters', () => {
  test.each<[Partial<Filters>, readonly string[] | undefined]>([
    [{}, undefined],
    [{ outcome: ['denied'], eventName: ['PutObject'] }, undefined],
    [{ sourceIp: ['203.0.113.7', '203.0.113.8'] }, ['203.0.113.7', '203.0.113.8']],
    [{ principal: ['admin', 'alice@example.com'] }, ['admin', 'alice@example.com']],
    [{ errorCode: ['AccessDenied'] }, ['AccessDenied']],
    // one filter is enough: the one that the fewest records pass
    [{ sourceIp: ['203.0.113.7'], principal: ['admin'], errorCode: ['AccessDenied'] }, ['203.0.113.7']],
    [{ principal: ['admin'], errorCode: ['AccessDenied'] }, ['admin']],
    // too short to search for
    [{ sourceIp: ['::1'], principal: ['admin'] }, ['admin']],
    [{ principal: ['bob', 'admin'] }, undefined],
    [{ principal: ['arn:aws:sts::111122223333:assumed-role/admin/alice'] }, ['admin/alice']],
    [{ principal: ['root'] }, ['root', 'Root']],
    // names that stand in for a missing one
    [{ principal: ['unknown'] }, undefined],
    [{ principal: ['unknown/alice'] }, undefined],
    [{ principal: ['root/alice'] }, undefined],
    [{ principal: ['account:111122223333'] }, ['111122223333']],
    [{ principal: ['account:odd'], errorCode: ['AccessDenied'] }, ['AccessDenied']],
  ])('%j: %j', (filters, needles) => {
    expect(needlesFor(filters)).toEqual(needles);
  });
});

describe('what stands in every record that names a target', () => {
  test.each<[string, readonly string[]]>([
    ['sg-0a1b2c3d4e5f60718', ['sg-0a1b2c3d4e5f60718']],
    // records may have its ARN, or only its name
    ['https://sqs.eu-west-1.amazonaws.com/111122223333/jobs', ['jobs']],
    ['s3://example-logs', ['example-logs']],
    ['https://example.com/jobs', ['https://example.com/jobs']],
    ['/hostedzone/Z0123456789ABCDEFGHIJ', ['Z0123456789ABCDEFGHIJ']],
    ['targetgroup/web/73e2d6bc24d8a067', ['web/73e2d6bc24d8a067']],
    ['shop.example.com.', ['shop.example.com']],
  ])('%s: %j', (text, needles) => {
    expect(deliveredFor(questionOf({ targets: [planTarget(text)] })).needles).toEqual(needles);
  });
});
