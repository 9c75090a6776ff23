/** What was typed -> the complete question, and what is rejected before any file is opened. */
import { describe, expect, test } from 'vitest';
import { resolveQuestion } from '../../../../src/cli/options/question.ts';
import { asUsageError } from '../usage-error.ts';

const clock = Date.parse('2026-03-01T12:00:00Z');
type Flags = Parameters<typeof resolveQuestion>[2];
const resolve = (texts: readonly string[], flags: Flags) => resolveQuestion('who', texts, flags, clock);

/** The rejection of a question about files, so that nothing else is wrong with it. */
async function refusal(texts: readonly string[], flags: Flags) {
  const outcome = await resolve(texts, { from: ['logs'], ...flags }).catch(asUsageError);
  if (!(outcome instanceof Error)) throw new Error('nothing was refused');
  return outcome;
}

test('a question is plain data, with nothing left to resolve', async () => {
  const question = await resolve(['sg-0a1b2c3d4e5f60718'], {
    from: ['logs', '-'],
    as: 'target',
    since: '2h',
    writes: true,
  });
  expect(question).toEqual({
    command: 'who',
    targets: [
      {
        text: 'sg-0a1b2c3d4e5f60718',
        readings: [{ kind: 'resource', type: 'AWS::EC2::SecurityGroup' }],
        aliases: ['sg-0a1b2c3d4e5f60718'],
      },
    ],
    as: 'target',
    window: { since: Date.parse('2026-03-01T10:00:00Z'), until: clock },
    windowGiven: true,
    filters: expect.objectContaining({ reads: 'writes' }),
    regions: [],
    from: ['logs', '-'],
    now: clock,
  });
  expect(structuredClone(question)).toEqual(question);
});

test('without a target, everything in the window is asked for', async () => {
  const question = await resolve([], { from: ['logs'] });
  expect(question).toMatchObject({ targets: [], as: 'any', window: {}, windowGiven: false });
});

test('several targets keep the order in which they were typed', async () => {
  const { targets } = await resolve(['zebra', 'i-0f1e2d3c4b5a69788', 'apple'], { from: ['logs'] });
  expect(targets.map(({ text }) => text)).toEqual(['zebra', 'i-0f1e2d3c4b5a69788', 'apple']);
});

test('--type decides how a plain name is read', async () => {
  const { targets } = await resolve(['web'], { from: ['logs'], type: 'AWS::S3::Bucket' });
  expect(targets[0]?.readings).toEqual([{ kind: 'resource', type: 'AWS::S3::Bucket' }]);
});

describe('evidence', () => {
  test.each([{}, { from: [] }])('%j: AWS is asked, about the last day', async (flags) => {
    const question = await resolve(['web'], { ...flags, region: ['eu-west-1', 'all'] });
    expect(question).toMatchObject({ from: [], regions: ['eu-west-1', 'all'], windowGiven: false });
    expect(question.window).toEqual({ since: question.now - 86_400_000, until: question.now });
    // where a call was recorded does not filter what AWS was asked for
    expect(question.filters.regions).toEqual([]);
  });

  test('standard input is read once', async () => {
    expect((await refusal([], { from: ['-', 'logs', '-'] })).message).toBe('--from - can be given once only');
  });
});

describe('refusals', () => {
  test.each<[string, readonly string[], Flags, string]>([
    ['--as', ['web'], { as: 'both' }, "--as does not take 'both'"],
    ['--as without a target', [], { as: 'principal' }, '--as principal needs a target'],
    ['--type without a target', [], { type: 'AWS::S3::Bucket' }, '--type AWS::S3::Bucket needs a target'],
    ['an empty target', [''], {}, 'the target is empty'],
    ['a blank target among others', ['web', ' \t'], {}, 'the target is empty'],
    ['an address that is none', ['300.1.1.1'], {}, "'300.1.1.1' is no address"],
    ['a time in the place of a target', ['14:03:27'], {}, "'14:03:27' is no address"],
    ['a window that cannot be', ['web'], { since: 'noon' }, "--since does not take 'noon'"],
    ['filters that cannot be', ['web'], { reads: true, writes: true }, '--reads and --writes exclude each other'],
  ])('%s', async (_, texts, flags, message) => {
    const error = await refusal(texts, flags);
    expect(error.message).toBe(message);
    expect(error.hint).toMatch(/\w/);
  });

  test('a name that looks like an address is taken as one where its type is told', async () => {
    const { targets } = await resolve(['300.1.1.1'], { from: ['logs'], type: 'AWS::CloudWatch::Alarm' });
    expect(targets[0]?.readings).toEqual([{ kind: 'alarm', type: 'AWS::CloudWatch::Alarm' }]);
    for (const address of ['192.0.2.7', '2001:db8::7'])
      expect((await resolve([address], { from: ['logs'] })).targets[0]?.readings).toEqual([{ kind: 'ip' }]);
  });

  test.each([
    ['what', 'obs3 inventory --type AWS::S3::Bucket'],
    ['impact', 'obs3 inventory --type AWS::S3::Bucket'],
    ['compliance', 'ask for all of them with --type AWS::S3::Bucket'],
  ] as const)('%s of a type is led to what takes one', async (command, hint) => {
    const error = await resolveQuestion(command, ['AWS::S3::Bucket'], { from: ['logs'] }, clock).catch(asUsageError);
    if (!(error instanceof Error)) throw new Error('nothing was refused');
    expect(error.message).toBe("'AWS::S3::Bucket' is a resource type, and no resource");
    expect(error.hint).toContain(hint);
  });

  test('calls name the types of what they are on: a type can be looked for among them', async () => {
    expect((await resolve(['AWS::S3::Bucket'], { from: ['logs'] })).targets).toHaveLength(1);
  });

  test.each([
    ['bucket', 'AWS::S3::Bucket'],
    ['AWS:S3:Bucket', 'AWS::S3::Bucket'],
    ['bukcet', 'AWS::S3::Bucket'],
    ['AWS::EC2::SecurityGrou', 'AWS::EC2::SecurityGroup'],
    ['AWS::S3::Buckets', 'AWS::S3::Bucket'],
    ['AWS::S3::Bukcet', 'AWS::S3::Bucket'],
    ['AWS::Lamda::Function', 'AWS::Lambda::Function'],
  ])('an unknown type is answered with the near one: %s', async (type, near) => {
    const error = await refusal(['web'], { type });
    expect(error.message).toBe(`--type does not know '${type}'`);
    expect(error.hint).toContain(`did you mean ${near}`);
  });

  test('a type like no other may be one that AWS Config records all the same', async () => {
    const { targets } = await resolve(['team/api'], { type: 'AWS::ECR::Repository' });
    expect(targets[0]?.readings).toEqual([{ kind: 'resource', type: 'AWS::ECR::Repository' }]);
  });

  test('a type is taken in any case', async () => {
    const { targets } = await resolve(['web'], { type: 'aws::s3::bucket' });
    expect(targets[0]?.readings).toEqual([{ kind: 'resource', type: 'AWS::S3::Bucket' }]);
  });

  test.each(['Nothing.Like.This', '', '::'])(
    'a type like no other is answered with the form of types: %j',
    async (type) => {
      const error = await refusal(['web'], { type });
      expect(error.message).toBe(`--type does not know '${type}'`);
      expect(error.hint).toContain('CloudFormation');
    },
  );
});
