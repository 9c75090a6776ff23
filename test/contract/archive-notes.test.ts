/**
 * Once the files were read, who is behind the calls is searched for only in files that may know: the answer is that of all
 * files.
 */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openArchive } from '../../src/archive/reader.ts';
import { archiveEvidence } from '../../src/investigate/evidence-reader.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { firstInterests } from '../../src/plan/interests.ts';
import { planTarget } from '../../src/plan/target.ts';
import { sources } from '../../src/sources/index.ts';
import type { SourceRequest } from '../../src/sources/source.ts';
import { eventId } from '../fixtures/cloudtrail.ts';
import { questionOf } from '../fixtures/question.ts';
import { assume, record, roleIdentity, sessionArn, userIdentity } from '../fixtures/sessions.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

const [userId, otherUser] = ['94482488-3041-7026', '94482488-3041-7027'];
const stack = { eventSource: 'cloudformation.amazonaws.com', readOnly: false, requestParameters: { stackName: 's' } };
const signIn = (n: number, user: string) =>
  record(n, n, {
    eventSource: 'signin.amazonaws.com',
    eventName: 'UserAuthentication',
    userIdentity: { type: 'Unknown', accountId: '111122223333', onBehalfOf: { userId: user } },
    additionalEventData: { UserName: 'erin' },
    serviceEventDetails: { UserAuthentication: 'Success' },
  });
const switched = record(20, 20, {
  eventSource: 'signin.amazonaws.com',
  eventName: 'SwitchRole',
  userIdentity: roleIdentity('Admin', 'alice', ''),
  additionalEventData: { SwitchFrom: 'arn:aws:iam::444455556666:user/alice' },
});

const packed = (records: readonly JsonObject[]) => gzipSync(JSON.stringify({ Records: records }));
const { eventVersion, eventTime, ...rest } = switched;

/** What the names say, next to files that say nothing. */
const files: Readonly<Record<string, Buffer>> = {
  ...Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`other-${n}.gz`, packed([record(n, n, {})])])),
  'starts.gz': packed([record(30, 1, {}), record(31, 2, { ...stack, eventName: 'CreateStack' })]),
  'starts-by-version.gz': packed([record(32, 2, { ...stack, eventName: 'UpdateStack20100515' })]),
  'starts-cut-off.gz': packed([
    record(33, 2, { ...stack, eventName: 'DeleteStack' }),
    ...Array.from({ length: 50 }, (_, n) => record(300 + n, 3, {})),
  ]).subarray(0, -20),
  'starts-in-pages.json': Buffer.from(
    JSON.stringify({
      Events: [
        {
          EventId: eventId(34),
          CloudTrailEvent: JSON.stringify(record(34, 2, { ...stack, eventName: 'UpdateStack' })),
        },
      ],
    }),
  ),
  'same-service.gz': packed([record(35, 2, { ...stack, eventName: 'DescribeStacks', readOnly: true })]),
  'made-by-service.gz': packed([record(36, 2, { userAgent: 'cloudformation.amazonaws.com' })]),
  'switch.gz': packed([switched]),
  'switch-in-other-order.gz': packed([
    { eventVersion: '1.08', ...rest, eventID: eventId(21), eventTime: eventTime ?? '' },
  ]),
  'shared.gz': packed([record(40, 4, { sharedEventID: eventId(90) })]),
  'shared-escaped.gz': gzipSync(
    JSON.stringify({ Records: [record(41, 4, { sharedEventID: eventId(90) })] }).replace(
      'sharedEventID',
      'sharedEvent\\u0049D',
    ),
  ),
  'shared-spaced.gz': gzipSync(
    JSON.stringify({ Records: [record(42, 4, { sharedEventID: eventId(90) })] }).replace(
      '"sharedEventID":',
      '"sharedEventID": ',
    ),
  ),
  'other-shared.gz': packed([record(43, 4, { sharedEventID: eventId(91) })]),
  'user.gz': packed([signIn(50, userId)]),
  'other-user.gz': packed([signIn(51, otherUser)]),
  'issued.gz': packed([assume(60, 6, userIdentity('alice'), 'Admin', 's', 'ASIAEXAMPLE000000001')]),
};

const all = Object.keys(files);
type Asked = Omit<Extract<SourceRequest, { kind: 'credentials' }>, 'kind' | 'accessKeyIds'> & {
  readonly accessKeyIds?: readonly string[];
};

/** What each question finds, and how many files it opens, asked one after another. */
async function ask(folder: string, requests: readonly SourceRequest[]) {
  let opened = 0;
  const archive = openArchive([folder], {
    standardInput: () => Promise.reject(new Error('standard input was read')),
    onProgress: ({ filesRead }) => {
      opened = filesRead;
    },
  });
  const reader = archiveEvidence(sources, archive);
  const answers: { opened: number; found: readonly Evidence[] }[] = [];
  for (const request of requests) {
    opened = 0;
    const found: Evidence[] = [];
    for await (const { evidence } of reader.read(request, {}, { regions: [], accounts: [] })) found.push(...evidence);
    answers.push({ opened, found });
  }
  return answers;
}

const question = questionOf({ targets: [planTarget('sg-0a1b2c3d4e5f60718')] });
const first: SourceRequest = { kind: 'evidence', question, interests: firstInterests(question) };
const credentials = ({ accessKeyIds = [], ...asked }: Asked): SourceRequest => ({
  kind: 'credentials',
  accessKeyIds,
  ...asked,
});

const starting = ['starts', 'starts-by-version', 'starts-cut-off', 'starts-in-pages'];
const switches = ['switch', 'switch-in-other-order'];
const shared = ['shared', 'shared-escaped', 'shared-spaced'];

describe('after files were read once, who is behind calls is looked for', () => {
  test.each<[string, Asked, readonly string[]]>([
    ['by services', { services: ['cloudformation.amazonaws.com'] }, starting],
    ['by services that nobody had act', { services: ['ecs.amazonaws.com'] }, ['starts-by-version']],
    ['by sessions of the console', { sessions: [sessionArn('Admin', 'alice')] }, [...switches, 'starts-by-version']],
    ['by access keys', { accessKeyIds: ['ASIAEXAMPLE000000001'] }, ['issued']],
    [
      'by keys and sessions',
      { accessKeyIds: ['ASIAEXAMPLE000000001'], sessions: [sessionArn('Admin', 'alice')] },
      ['issued', ...switches, 'starts-by-version'],
    ],
    // nothing was noted about these yet
    ['by copies', { sharedEventIds: [eventId(90)] }, all],
    ['by users', { userIds: [userId] }, all],
    ['by a service that is not noted', { services: ['glue.amazonaws.com'] }, all],
  ])('%s', async (_, asked, expected) => {
    const folder = await temporaryFolder(files);
    const [alone] = await ask(folder, [credentials(asked)]);
    const [, later] = await ask(folder, [first, credentials(asked)]);
    expect(later?.found).toEqual(alone?.found);
    // a file that hides a text with escapes is always read
    expect(later?.opened).toBe(expected === all ? all.length : new Set([...expected, 'shared-escaped']).size);
  });

  test('by copies and users, once some were looked for', async () => {
    const folder = await temporaryFolder(files);
    const requests = [
      first,
      credentials({ sharedEventIds: [eventId(80)] }),
      credentials({ sharedEventIds: [eventId(90)] }),
      credentials({ userIds: [userId] }),
      credentials({ userIds: [otherUser], services: ['cloudformation.amazonaws.com'] }),
    ];
    const answers = await ask(folder, requests);
    for (const [n, request] of requests.entries())
      expect(answers[n]?.found, `${n}`).toEqual((await ask(folder, [request]))[0]?.found);
    // in addition to what is always read: written in unusual ways
    const always = ['shared-escaped', 'shared-spaced', 'starts-by-version'];
    const openedFor = (names: readonly string[]) => new Set([...always, ...names]).size;
    expect(answers.slice(2).map(({ opened }) => opened)).toEqual([
      openedFor(shared),
      openedFor(['user']),
      openedFor(['other-user', ...starting]),
    ]);
    expect(answers[2]?.found).toHaveLength(3);
    expect(answers[3]?.found).toHaveLength(1);
  });
});

test('what other sources deliver is not opened for who is behind calls, though it was never read', async () => {
  const day = 'AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/03/03';
  const flows = `${day}/111122223333_vpcflowlogs_eu-west-1_fl-0123456789abcdef0_20260303T1400Z_0a1b2c3d.log.gz`;
  const folder = await temporaryFolder({
    'issued.gz': files['issued.gz'] as Buffer,
    [flows]: gzipSync('version account-id\n2 111122223333\n'),
  });
  const asked = credentials({ accessKeyIds: ['ASIAEXAMPLE000000001'] });
  const [alone, whole] = await ask(folder, [asked, first]);
  expect(alone?.opened).toBe(1);
  expect(alone?.found).toContainEqual(expect.objectContaining({ accessKeyId: 'ASIAEXAMPLE000000001' }));
  expect(whole?.opened).toBe(2);
});
