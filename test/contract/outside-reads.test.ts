/** What strangers read from a bucket that was opened to them is listed and joined, without asking for all reads. */
import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { type Caller, trail } from '../fixtures/scenarios/delivery.ts';
import { policyFor } from '../fixtures/scenarios/resources.ts';
import { type Scenario, Story } from '../fixtures/scenarios/scenario.ts';
import { expectChains, fromArchive, told } from './scenario-reports.ts';

const [account, outsider] = ['111122223333', '444455556666'];
const name = 'amzn-s3-demo-reports';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-understanding-s3-entries.html */
const anonymous = (address: string): Caller => ({
  identity: { type: 'AWSAccount', principalId: '', accountId: 'anonymous' },
  address,
  agent: '[curl/8.5.0]',
  tls: true,
});
const stranger: Caller = {
  identity: { type: 'AWSAccount', principalId: trail.uniqueIdOf('AROA', outsider), accountId: outsider },
  address: '203.0.113.99',
  agent: '[aws-cli/2.31.0]',
  tls: true,
};

function openedBucket({ reads = 2, target = name }: { reads?: number; target?: string } = {}): Scenario {
  const story = new Story({ name: `opened-bucket-${reads}-${target}` });
  const { alice, bob, dana } = story.cast;
  const put = (policy: ReturnType<typeof policyFor>) =>
    trail.onBucket(name, account, { bucketPolicy: policy, policy: '' });
  const object = (key: string) => trail.onObject(name, account, key, { bytesOut: 1000 });
  story.call('before', '12:50:00', stranger, 's3 GetObject', object('early.csv'));
  story.call('publish', '13:00:00', alice, 's3 PutBucketPolicy', put(policyFor(name, '*')));
  for (let index = 0; index < reads; index++)
    story.call(
      `read ${index}`,
      `13:${String(10 + Math.floor(index / 60)).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}`,
      anonymous('198.51.100.7'),
      's3 GetObject',
      object(`${index}.csv`),
    );
  story.call('own', '13:15:00', dana, 's3 GetObject', object('own.csv'));
  story.call('copied', '13:20:00', stranger, 's3 GetObject', object('all.csv'));
  story.call('elsewhere', '13:21:00', stranger, 's3 GetObject', trail.onObject('amzn-s3-demo-open', account, 'a'));
  story.call(
    'close',
    '14:00:00',
    bob,
    's3 PutBucketPolicy',
    put(policyFor(name, { AWS: `arn:aws:iam::${account}:root` })),
  );
  return story.done(target === '' ? [] : [target], {
    answer: 'seen',
    chains: [
      {
        root: 'publish',
        links: [
          'publish changed inferred publish',
          'publish enabled copied',
          'publish enabled read 0',
          'publish enabled read 1',
        ],
        exposure: null,
      },
      { root: 'close', links: ['close changed inferred close'], exposure: null },
    ],
    unlinked: [],
  });
}

test('by name', async () => {
  const scenario = openedBucket();
  expectChains(await fromArchive(scenario), scenario);
});

test('of a window', async () => {
  const scenario = openedBucket({ target: '' });
  expectChains(await fromArchive(scenario), scenario);
});

test('the first of many, and that there are more', async () => {
  const scenario = openedBucket({ reads: 300 });
  const report = await fromArchive(scenario);
  const listed = told(report, scenario).chains[0]?.links.filter((link) => link.includes('enabled read')) ?? [];
  expect(listed).toHaveLength(50);
  expect(new Set(listed)).toEqual(new Set(Array.from({ length: 50 }, (_, index) => `publish enabled read ${index}`)));
  expect(report.coverage.flatMap(({ gaps }) => gaps)).toContainEqual(
    expect.objectContaining({
      message: `callers from outside read ${name} more often than is listed: these are the first 50 reads`,
      hint: '--reads lists all',
    }),
  );
});

test('none of files that would be fetched once more for it, and that they were not looked for', async () => {
  const scenario = openedBucket();
  const report = await fromArchive(scenario, { fetchesAgain: true });
  expect(told(report, scenario).chains[0]?.links).toEqual(['publish changed inferred publish']);
  const gaps = report.coverage.flatMap((entry) => entry.gaps);
  expect(gaps.filter(({ code }) => code === 'SERVICE_NOT_ASKED')).toEqual([
    {
      code: 'SERVICE_NOT_ASKED',
      blocking: false,
      message: `who read ${name} from outside since it was opened was not looked for: the files would be fetched again`,
      hint: '--keep keeps them, and looks',
    },
  ]);
});

test('a bucket that one person opened in three ways at a stretch is one incident, told by what somebody used', async () => {
  const story = new Story({ name: 'opened-three-ways' });
  const { alice, dana } = story.cast;
  const on = (request: JsonObject) => trail.onBucket(name, account, request);
  story.call('block', '13:00:00', alice, 's3 DeleteBucketPublicAccessBlock', on({ publicAccessBlock: '' }));
  story.call('acl', '13:01:00', alice, 's3 PutBucketAcl', on({ acl: '', 'x-amz-acl': 'public-read' }));
  const open = on({ policy: '', bucketPolicy: policyFor(name, '*') });
  story.call('policy', '13:02:00', alice, 's3 PutBucketPolicy', open);
  story.call('read', '13:30:00', anonymous('198.51.100.7'), 's3 GetObject', trail.onObject(name, account, 'a.csv'));
  const tags = { TagSet: { Tag: { Key: 'team', Value: 'reports' } } };
  story.call('tag', '15:00:00', dana, 's3 PutBucketTagging', on({ tagging: '', Tagging: tags }));
  const scenario = story.done([name], { answer: 'seen', chains: [], unlinked: [] });
  expect((await fromArchive(scenario)).verdict.headline).toBe(
    'From 13:00:00 to 13:02:00 alice@example.com made 3 writes (AWS Console), 3 of them grave, the worst at 13:01:00 ' +
      `granted anyone READ on bucket ${name} through PowerUser (console); then somebody unknown read s3://${name}/a.csv; ` +
      '1 other change besides.',
  );
});
