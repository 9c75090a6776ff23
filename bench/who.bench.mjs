// @ts-check
/** A whole question over a folder of delivered log files, as a person asks it: process start to the last byte of JSON. */
import { join, resolve } from 'node:path';
import { modules } from './modules.mjs';
import { asMs, bareNode, obs3, outputOf, root, timeInTurns } from './processes.mjs';

export const description =
  'obs3 who TARGET --from DATA --output json; without --data, over examples/open-ssh; and who is behind long chains';

export const options = {
  data: { type: 'string' },
  target: { type: 'string', default: 'sg-0a1b2c3d4e5f60718' },
};

const rounds = 9;
/** Longer than any chain of real roles. */
const hops = 100;
const limitMs = 50;

/** Events that the command read and that it listed, by its own report. @param {string} output */
function countsOf(output) {
  const { coverage, timeline } = JSON.parse(output);
  /** @type {readonly { records: number }[]} */
  const entries = coverage;
  return { read: entries.reduce((sum, { records }) => sum + records, 0), listed: timeline.length };
}

/** Sessions of a user, each obtained with the one before it; `isCircle`: the first was obtained with the last. @param {number} hops @param {boolean} isCircle */
function chainOf(hops, isCircle) {
  const account = '111122223333';
  const user = {
    type: 'IAMUser',
    arn: `arn:aws:iam::${account}:user/alice`,
    accountId: account,
    accessKeyId: 'AKIAEXAMPLE',
    userName: 'alice',
  };
  const session = (/** @type {number} */ hop) => ({
    type: 'AssumedRole',
    arn: `arn:aws:sts::${account}:assumed-role/role-${hop}/session`,
    accountId: account,
    accessKeyId: `ASIA${hop}`,
  });
  return Array.from({ length: hops }, (_, hop) => ({
    userIdentity: hop > 0 ? session(hop) : isCircle ? session(hops) : user,
    eventTime: new Date(Date.UTC(2026, 2, 3) + hop * 1000).toISOString(),
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    eventID: `00000000-0000-4000-8000-${String(hop).padStart(12, '0')}`,
    recipientAccountId: account,
    readOnly: true,
    requestParameters: { roleArn: `arn:aws:iam::${account}:role/role-${hop + 1}`, roleSessionName: 'session' },
    responseElements: { credentials: { accessKeyId: `ASIA${hop + 1}` } },
  }));
}

/** Milliseconds to find who is behind every session of a chain; the chain ends as it must. @param {number} hops @param {boolean} isCircle */
async function timeChain(hops, isCircle) {
  const built = (/** @type {string} */ file) => import(modules(file));
  /** @type {typeof import('../src/analysis/who/principals.ts')} */
  const { withPrincipals } = await built('analysis/who/principals.js');
  /** @type {typeof import('../src/sources/cloudtrail/normalize.ts')} */
  const { normalize } = await built('sources/cloudtrail/normalize.js');
  /** @type {typeof import('../src/sources/cloudtrail/credentials.ts')} */
  const { credentialsEvidence } = await built('sources/cloudtrail/credentials.js');
  const records = chainOf(hops, isCircle);
  const events = records.flatMap((record) => {
    const normalized = normalize(record, { backend: 'archive', locator: '' });
    return 'evidence' in normalized && normalized.evidence.type === 'event' ? [normalized.evidence.event] : [];
  });
  const credentials = records.flatMap((record) => credentialsEvidence(record) ?? []);
  const timings = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    const last = withPrincipals(events, credentials).at(-1);
    timings.push(performance.now() - start);
    const end = last?.kind === 'api-call' ? last.detail.principal.pathEnd : undefined;
    if (end !== (isCircle ? 'cycle' : 'origin')) throw new Error(`a chain of ${hops} ended at ${end}`);
  }
  return timings.sort((a, b) => a - b);
}

/** @param {Record<string, string>} options */
export async function run({ data, target = '' }) {
  // npm runs in the project's root: a path is meant from where the person stands
  const from = data === undefined ? join(root, 'examples/open-ssh') : resolve(process.env['INIT_CWD'] ?? '.', data);
  const question = { name: `obs3 who ${target}`, args: [obs3, 'who', target, '--from', from, '--output', 'json'] };
  const { read, listed } = countsOf(outputOf(question));
  const [bare, timing] = timeInTurns([bareNode, question], rounds);
  if (!bare || !timing) throw new Error('nothing was timed');
  const chains = [];
  for (const isCircle of [false, true]) {
    const timings = await timeChain(hops, isCircle);
    const name = `who is behind ${hops} sessions, ${isCircle ? 'in a circle' : 'each obtained with the one before'}`;
    chains.push([name, asMs(timings[0] ?? 0), asMs(timings[rounds >> 1] ?? 0), '', '']);
    if ((timings[rounds >> 1] ?? 0) > limitMs) throw new Error(`${name} took longer than ${limitMs} ms`);
  }
  const perSecond = (read / timing.medianMs) * 1000;
  return {
    headings: ['command', 'best ms', 'median ms', 'ratio of median', 'events/s'],
    rows: [
      [bare.name, asMs(bare.bestMs), asMs(bare.medianMs), '1.00', ''],
      [
        timing.name,
        asMs(timing.bestMs),
        asMs(timing.medianMs),
        (timing.medianMs / bare.medianMs).toFixed(2),
        perSecond.toFixed(0),
      ],
      ...chains,
    ],
    notes: [
      `${from}: ${read} events read, ${listed} listed`,
      `${rounds} runs of each, in turns, files in the system's cache; events/s counts start-up too (median)`,
    ],
  };
}
