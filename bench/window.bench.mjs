// @ts-check
/** Questions without an id: everything in the window has to be parsed, or to be told that it need not be. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureInTurns, ratioOf } from './measure.mjs';
import { median, obs3, outputOf } from './processes.mjs';
import { made } from './trail.mjs';

export const description = 'windows and sessions in delivered trail files, beside plain Node';

export const options = {
  size: { type: 'string', default: '1g' },
  rounds: { type: 'string', default: '5' },
};

const since = '2026-03-01T00:00Z';
const until = '2026-03-01T01:00Z';
/** Files are delivered after what is in them. Hours. */
const slack = 1;

/** Inflates and parses; `wants` and `opens` are expressions over a record and the name of a file. @param {string} wants @param {string} opens */
const naive = (wants, opens = 'true') => `
  const { readdirSync, readFileSync } = require('fs');
  const { gunzipSync } = require('zlib');
  const [since, until] = [${Date.parse(since)}, ${Date.parse(until)}];
  const [folder] = process.argv.slice(1);
  for (const path of readdirSync(folder, { recursive: true })) {
    if (!path.endsWith('.gz') || !(${opens})) continue;
    const { Records } = JSON.parse(gunzipSync(readFileSync(folder + '/' + path)));
    for (const record of Records) if (${wants}) console.log(JSON.stringify(record));
  }
`;

/** The time in a file's name. */
const stampOfPath =
  "Date.parse(path.replace(/^.*_(\\d{4})(\\d\\d)(\\d\\d)T(\\d\\d)(\\d\\d)Z_.*$/, '$1-$2-$3T$4:$5:00Z'))";

const lines = (/** @type {string} */ output) => output.split('\n').filter(Boolean);
const listed = (/** @type {string} */ output) =>
  JSON.parse(output)
    .timeline.filter((/** @type {{ kind: string }} */ { kind }) => kind === 'api-call')
    .map((/** @type {{ origin: { ref: string } }} */ { origin }) => origin.ref);

const idOf = (/** @type {string} */ line) => JSON.parse(line).eventID;
/** The events that plain Node prints. @param {string} output */
const printed = (output) => lines(output).map(idOf);

/** A session that wrote: the same one in every trail that is made here. @param {string} folder */
function sessionIn(folder) {
  const inFirstHour = `${stampOfPath} < since + 3_600_000`;
  const script = naive("!record.readOnly && record.userIdentity.arn.includes('/session-')", inFirstHour);
  const [first = ''] = lines(outputOf({ name: 'plain Node', args: ['-e', script, folder] }));
  return String(JSON.parse(first).userIdentity.arn);
}

/** @param {Record<string, string>} given */
export async function run({ size = '', rounds = '' }) {
  const { folder, bytes, files } = await made('trail', size);
  const session = sessionIn(folder);
  const questions = [
    {
      goal: 'window-name',
      name: 'calls of one name that were denied',
      args: ['--event-name', 'PutObject', '--outcome', 'denied'],
      script: naive("record.eventName === 'PutObject' && record.errorCode === 'Client.UnauthorizedOperation'"),
    },
    {
      goal: 'window-hour',
      name: 'all writes of an hour',
      args: ['--writes', '--since', since, '--until', until],
      script: naive(
        '!record.readOnly && Date.parse(record.eventTime) >= since && Date.parse(record.eventTime) < until',
        `${stampOfPath} >= since && ${stampOfPath} <= until + ${slack * 3_600_000}`,
      ),
    },
    {
      goal: 'window-session',
      name: 'the writes of one session',
      args: [session, '--writes'],
      script: naive(`!record.readOnly && record.userIdentity.arn === ${JSON.stringify(session)}`),
    },
  ];
  const cache = mkdtempSync(join(tmpdir(), 'obs3-bench-'));
  try {
    const commands = questions.flatMap(({ name, args, script }) => {
      const expected = printed(outputOf({ name: 'plain Node', args: ['-e', script, folder] }));
      return [
        {
          name: `obs3 who: ${name}`,
          command: [process.execPath, obs3, 'who', ...args, '--from', folder, '--output', 'json'],
          env: { OBS3_CACHE_DIR: cache },
          answer: listed,
          expected,
        },
        {
          name: `plain Node: ${name}`,
          command: [process.execPath, '-e', script, folder],
          answer: printed,
          expected,
        },
      ];
    });
    const figures = measureInTurns(commands, Number(rounds));
    /** @type {Record<string, number>} */
    const measured = {};
    const rows = questions.flatMap(({ goal }, index) => {
      const [own, plain] = [figures[2 * index], figures[2 * index + 1]];
      if (!own || !plain) throw new Error('nothing was measured');
      measured[goal] = ratioOf(plain.cpu, own.cpu);
      return [own, plain].map((of) => [
        of.name,
        median(of.wall).toFixed(2),
        median(of.cpu).toFixed(2),
        ratioOf(of.wall, own.wall).toFixed(2),
        ratioOf(of.cpu, own.cpu).toFixed(2),
        String(of.found),
      ]);
    });
    return {
      headings: ['command', 'wall s', 'CPU s', 'wall / obs3', 'CPU / obs3', 'found'],
      rows,
      measured,
      notes: [
        `the trail made for it: ${files} files, ${(bytes / 1e6).toFixed(0)} MB of JSON; the hour: ${since} to ${until}; the session: ${session}`,
        `${rounds} turns, medians, ratios of each turn; plain Node inflates, parses and prints the records in one process, of the hour only the files whose names allow it`,
        'the ids of the events that were found are compared in every turn',
      ],
    };
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}
