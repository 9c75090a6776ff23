/** Which names of types are accepted: all that AWS Config records, and no misspellings of them. */
import { ResourceType } from '@aws-sdk/client-config-service';
import { expect, test } from 'vitest';
import { readType } from '../../../../src/cli/options/resource-type.ts';

const recorded = Object.values(ResourceType);

test('every type that AWS Config records is taken as it is spelled', async () => {
  const refused: string[] = [];
  for (const type of recorded) if ((await readType(type).catch(() => undefined)) !== type) refused.push(type);
  expect(refused).toEqual([]);
  expect(recorded.length).toBeGreaterThan(400);
});

// https://docs.aws.amazon.com/config/latest/developerguide/customresources.html
test('a type that somebody else registered is taken', async () => {
  expect(await readType('Company::Testing::WebServer')).toBe('Company::Testing::WebServer');
});

test('what is one version of a service is no slip for the other', async () => {
  expect(await readType('AWS::WAF::WebACL')).toBe('AWS::WAF::WebACL');
});
