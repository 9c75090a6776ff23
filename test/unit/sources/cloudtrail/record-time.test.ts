/** Shortcuts that every record takes, compared with the long way. */
import { expect, test } from 'vitest';
import type { JsonValue } from '../../../../src/model/json.ts';
import { mayHoldSecrets, redact } from '../../../../src/resources/secrets.ts';
import { isoTime } from '../../../../src/sources/cloudtrail/record.ts';
import { seededRandom } from '../../../fixtures/question.ts';

test('a time is written as ISO 8601 writes it, whatever was written before', () => {
  const random = seededRandom(7);
  for (let count = 0; count < 2000; count++) {
    const time = Math.floor((random() - 0.25) * 4e12);
    for (const near of [time, time, time + 1, time + 999]) expect(isoTime(near)).toBe(new Date(near).toISOString());
  }
});

test.each<JsonValue>([
  { masterUserPassword: 'hunter2' },
  { a: [{ b: { secretAccessKey: 'hunter2' } }] },
  { userData: 'hunter2' },
  { environment: { variables: { KEY: 'hunter2' } } },
])('what is redacted is told to may hold a secret: %j', (value) => {
  expect(JSON.stringify(redact(value))).not.toContain('hunter2');
  expect(mayHoldSecrets(value, '')).toBe(true);
});
