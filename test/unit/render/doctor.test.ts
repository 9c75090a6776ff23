/** What `doctor` concludes from files: what has no hole in it, and what is missing altogether. */
import { expect, test } from 'vitest';
import type { Doctor, DoctorSpan } from '../../../src/model/doctor.ts';
import { renderDoctor } from '../../../src/render/doctor.ts';

const spanOf = (source: string): DoctorSpan => ({
  source,
  account: '111122223333',
  region: 'us-east-1',
  firstTime: '2026-03-03T12:00:00.000Z',
  lastTime: '2026-03-03T16:00:00.000Z',
  records: 12,
});

const concluded = (...sources: readonly string[]): string => {
  const doctor: Doctor = {
    schema: 'obs3.doctor/v1',
    tool: { name: 'obs3', version: '0.0.0' },
    generatedAt: '2026-03-04T00:00:00.000Z',
    query: { regions: [], from: ['./logs'], now: '2026-03-04T00:00:00.000Z' },
    answer: 'complete',
    exitCode: 0,
    identities: [],
    permissions: [],
    spans: sources.map(spanOf),
    files: { count: 1, bytes: 1 },
    checks: [],
  };
  return [...renderDoctor(doctor, { width: 500, color: false })].at(-1) ?? '';
};

test('of files with every source nothing is missing', () => {
  expect(concluded('cloudtrail', 'config', 'cloudwatch', 'logs')).toBe(
    'Nothing is missing in what these files hold: an investigation of their time can be complete.',
  );
});

test('of files of CloudTrail alone it says what they cannot tell', () => {
  expect(concluded('cloudtrail')).toBe(
    'What these files hold has no gaps. What they do not hold cannot be known from them: what changed and whether it is compliant; metrics and alarms; traffic and log lines.',
  );
  expect(concluded('config', 'cloudwatch', 'logs')).toMatch(/cannot be known from them: who called\.$/);
});
