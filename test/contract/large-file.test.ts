/**
 * A single file larger than the longest string that V8 can hold, read in a process of its own so that its memory can be
 * measured.
 */

import { constants } from 'node:buffer';
import { execFile } from 'node:child_process';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { buildInto } from '../fixtures/built.ts';
import { eventId, recordOf } from '../fixtures/cloudtrail.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

const run = promisify(execFile);
const megabyte = 1024 * 1024;
const size = 600 * megabyte;
const wanted = 'sg-0fedcba9876543210';

/** `{"Records":[…]}` in plain text, the wanted event among the last. Returns its size. */
async function writeLargeFile(path: string): Promise<number> {
  const several = Array.from({ length: 500 }, (_, n) =>
    JSON.stringify(
      recordOf({
        eventID: eventId(n),
        requestParameters: { groupId: `sg-${String(n).padStart(17, '0')}` },
        responseElements: { list: Array.from({ length: n % 20 }, (__, m) => ({ m, text: 'x"{[' })) },
      }),
    ),
  ).join(',');
  // the same block is written repeatedly
  const block = Buffer.from(`${several},`.repeat(10));
  const last = JSON.stringify(recordOf({ eventID: eventId(999), requestParameters: { groupId: wanted } }));
  const file = await open(path, 'w');
  let length = 0;
  const write = async (piece: Buffer) => {
    length += (await file.write(piece)).bytesWritten;
  };
  try {
    await write(Buffer.from('{"Records":['));
    while (length < size) await write(block);
    await write(Buffer.from(`${last},${several}]}`));
  } finally {
    await file.close();
  }
  return length;
}

/**
 * Asks as the command does, and prints what it found, how long it took, and the most memory it held. On Linux `maxRSS` includes
 * the memory of the process that started this one, which ran all tests before; VmHWM is this process's alone (getrusage(2),
 * proc_pid_status(5)).
 */
const child = (built: string) => `
  import { readFileSync } from 'node:fs';
  const [{ openArchive }, { archiveEvidence }, { investigate }, { sources }, { planTarget }] = await Promise.all(
    ['archive/reader.js', 'investigate/evidence-reader.js', 'investigate/investigate.js', 'sources/index.js', 'plan/target.js'].map((path) => import(${JSON.stringify(`${built}/`)} + path)),
  );
  const [file, target] = process.argv.slice(-2);
  const filters = { reads: 'routine', outcome: [], eventName: [], errorCode: [], service: [], principal: [], sourceIp: [], regions: [], accounts: [] };
  const question = { command: 'who', targets: [planTarget(target)], as: 'any', window: {}, windowGiven: false, filters, regions: [], from: [file], now: Date.parse('2026-04-01T00:00:00Z') };
  const mostBytes = () => {
    const own = process.platform === 'linux' && /^VmHWM:\\s*(\\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    return 1024 * (own ? Number(own[1]) : process.resourceUsage().maxRSS);
  };
  const started = performance.now();
  const report = await investigate(question, { sources, reader: archiveEvidence(sources, openArchive([file], {})), clock: () => question.now, version: '0' });
  console.log(JSON.stringify({
    found: report.timeline.map(({ id }) => id),
    records: report.coverage.reduce((sum, { records }) => sum + records, 0),
    gaps: report.coverage.flatMap(({ gaps }) => gaps),
    seconds: (performance.now() - started) / 1000,
    mostBytes: mostBytes(),
  }));
`;

test('an event near the end of a file of 600 MB is found, in memory that does not grow with the file', {
  timeout: 300_000,
}, async () => {
  expect(size).toBeGreaterThan(constants.MAX_STRING_LENGTH);
  const folder = await temporaryFolder();
  const [built, file] = [await buildInto(folder), join(folder, 'large.json')];
  const bytes = await writeLargeFile(file);
  await writeFile(join(folder, 'child.js'), child(built));
  const { stdout } = await run(execPath, [join(folder, 'child.js'), file, wanted], { timeout: 280_000 });
  const { found, records, gaps, seconds, mostBytes } = JSON.parse(stdout) as Record<string, unknown>;
  expect({ found, gaps }).toEqual({ found: [`cloudtrail:${eventId(999)}`], gaps: [] });
  expect(records).toBeGreaterThan(400_000);
  expect(bytes).toBeGreaterThan(size);
  expect(mostBytes).toBeLessThan(150 * megabyte);
  expect(seconds).toBeLessThan(240);
});
