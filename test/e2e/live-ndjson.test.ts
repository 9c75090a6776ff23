/** A long run with `--output ndjson`: its first rows are printed while later pages are still being fetched. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { ManualClock } from '../aws/clock.ts';
import type { RecordedRequest } from '../aws/request-log.ts';
import { type AwsServer, startAwsServer } from '../aws/server.ts';
import { createWorld } from '../aws/world.ts';
import { eventId, recordOf } from '../fixtures/cloudtrail.ts';
import { assume, roleIdentity, userIdentity } from '../fixtures/sessions.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { account, region } from '../fixtures/trail.ts';

const bin = fileURLToPath(new URL('../../bin/obs3.js', import.meta.url));
const key = 'ASIA0000000000000001';
/** Two pages, and part of the next: users and sessions alternate. */
const events = 130;

async function serve(): Promise<AwsServer> {
  const calls = Array.from({ length: events }, (_, index) =>
    recordOf({
      eventID: eventId(index + 1),
      eventTime: new Date(Date.parse('2026-03-03T14:00:00Z') + index * 1000).toISOString().replace('.000', ''),
      userIdentity: index % 2 === 0 ? userIdentity('bob') : roleIdentity('Admin', 'alice', key),
    }),
  );
  const issued = assume(999, -30, userIdentity('alice'), 'Admin', 'alice', key);
  const trailRecords = [{ ...issued, eventTime: '2026-03-03T13:30:00Z' }, ...calls];
  const world = createWorld({ [account]: { regions: { [region]: { trailRecords } } } });
  const server = await startAwsServer({
    world,
    clock: new ManualClock('2026-03-03T17:00:00Z'),
    rateFactor: Number.POSITIVE_INFINITY,
  });
  onTestFinished(() => server.stop());
  return server;
}

async function start(server: AwsServer) {
  const { PATH = '' } = process.env;
  const env = {
    PATH,
    HOME: await temporaryFolder(),
    OBS3_CACHE_DIR: join(await temporaryFolder(), 'obs3'),
    ...server.environment({ account }),
  };
  const window = ['--since', '2026-03-03T13:00:00Z', '--until', '2026-03-03T16:00:00Z'];
  const args = [bin, 'who', '--event-name', 'AuthorizeSecurityGroupIngress', ...window, '-o', 'ndjson'];
  return spawn(process.execPath, [...args, '--now', '2026-03-03T17:00:00Z'], { env });
}

const isPage = ({ action, parameters }: RecordedRequest) =>
  action === 'cloudtrail:LookupEvents' && JSON.stringify(parameters['LookupAttributes'] ?? '').includes('EventName');

test('rows are printed before the last pages are there, and each once', async () => {
  const server = await serve();
  let release = () => {};
  const seen = new Promise<void>((resolve) => {
    release = resolve;
  });
  // the first page goes through; requests with its token wait
  server.faults.add({ kind: 'slow', action: 'cloudtrail:LookupEvents', withToken: true, until: seen });
  const child = await start(server);
  let [stdout, stderr] = ['', ''];
  let isHeld = true;
  const namesOf = (text: string) =>
    text
      .split('\n')
      .slice(0, -1)
      .map(
        (line) => JSON.parse(line) as { type: string; data: { id: string; detail?: { principal: { name: string } } } },
      );
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
    const told = namesOf(stdout).flatMap(({ data }) => data.detail?.principal.name ?? []);
    // users' calls come immediately, a session's once the call that issued its key was looked up
    if (!isHeld || !told.includes('bob') || !told.includes('Admin')) return;
    isHeld = false;
    expect(server.requests.all.filter(isPage).filter(({ outcome }) => outcome === 'ok')).toHaveLength(1);
    release();
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));

  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(isHeld).toBe(false);
  const lines = namesOf(stdout);
  expect(lines[0]?.type).toBe('report');
  expect(lines.filter(({ type }) => type === 'report')).toHaveLength(1);
  const ids = lines.filter(({ type }) => type === 'event').map(({ data }) => data.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toHaveLength(events);
  expect(lines.at(-1)?.type).toBe('verdict');
});

test('a reader that goes away ends the run, and is no error', async () => {
  const server = await serve();
  let leave = () => {};
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  // the second page comes when nobody reads any more, and the third never
  const further = { kind: 'slow', action: 'cloudtrail:LookupEvents', withToken: true } as const;
  server.faults.add({ ...further, times: 1, until: left });
  server.faults.add({ ...further, delayMs: Number.POSITIVE_INFINITY });
  const child = await start(server);
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  child.stdout.once('data', () => child.stdout.destroy());
  child.stdout.once('close', () => leave());
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  expect(stderr).toBe('');
  expect(code).toBe(0);
});
