/** Ctrl-C while AWS is being asked: what was read so far is printed, and says that it is incomplete. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { ManualClock } from '../aws/clock.ts';
import type { RecordedRequest } from '../aws/request-log.ts';
import { startAwsServer } from '../aws/server.ts';
import { createWorld } from '../aws/world.ts';
import { eventId, recordOf } from '../fixtures/cloudtrail.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

const account = '111122223333';
const bin = fileURLToPath(new URL('../../bin/obs3.js', import.meta.url));
/** A page, and part of the next. */
const events = 80;

test('prints what was read, marked as interrupted, and ends with 130', async () => {
  const trailRecords = Array.from({ length: events }, (_, index) =>
    recordOf({
      eventID: eventId(index + 1),
      eventTime: new Date(Date.parse('2026-03-03T14:00:00Z') + index * 1000).toISOString().replace('.000', ''),
    }),
  );
  const world = createWorld({ [account]: { regions: { 'us-east-1': { trailRecords } } } });
  const clock = new ManualClock('2026-03-03T17:00:00Z');
  const server = await startAwsServer({ world, clock, rateFactor: Number.POSITIVE_INFINITY });
  onTestFinished(() => server.stop());
  const window = [
    '--since',
    '2026-03-03T13:00:00Z',
    '--until',
    '2026-03-03T16:00:00Z',
    '--now',
    '2026-03-03T17:00:00Z',
  ];
  const { PATH = '' } = process.env;
  const env = {
    PATH,
    HOME: await temporaryFolder(),
    OBS3_CACHE_DIR: join(await temporaryFolder(), 'obs3'),
    ...server.environment({ account }),
  };
  const args = [bin, 'who', '--event-name', 'AuthorizeSecurityGroupIngress', ...window, '-o', 'json'];
  const child = spawn(process.execPath, args, { env });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    written.stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    written.stderr += String(chunk);
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const isPage = ({ action, parameters }: RecordedRequest) =>
    action === 'cloudtrail:LookupEvents' && parameters['LookupAttributes'] !== undefined;
  // one page, and then none that arrives before the server stops
  await server.requests.until((all) => all.some(isPage));
  server.faults.add({ kind: 'slow', delayMs: Number.POSITIVE_INFINITY });
  // the second is requested once the first was processed
  await server.requests.until((all) => all.some((request) => isPage(request) && request.outcome === 'slow'));
  child.kill('SIGINT');

  expect(await ended).toBe(130);
  const report = JSON.parse(written.stdout) as Report;
  expect(report.timeline.length).toBeGreaterThan(0);
  expect(report.coverage.flatMap(({ gaps }) => gaps).map(({ code }) => code)).toContain('INTERRUPTED');
  expect(written.stderr).toBe('');
});
