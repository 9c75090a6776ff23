import { describe, expect, test } from 'vitest';
import { CallFailures } from '../../../src/aws/call-failures.ts';
import { CallFailure } from '../../../src/aws/failure.ts';
import { sideBySide } from '../../../src/model/streams.ts';

async function* streamOf(...items: readonly string[]) {
  yield* items;
}

async function all<Item>(stream: AsyncIterable<Item>): Promise<readonly Item[]> {
  const found: Item[] = [];
  for await (const item of stream) found.push(item);
  return found;
}

describe('sideBySide', () => {
  test('gives all of every stream, and does not wait for a slow one', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    async function* slow() {
      await gate;
      yield 'slow';
    }
    const found: string[] = [];
    for await (const item of sideBySide([slow(), streamOf('a', 'b')])) {
      found.push(item);
      if (found.length === 2) release();
    }
    expect(found).toEqual(['a', 'b', 'slow']);
    expect(await all(sideBySide([]))).toEqual([]);
  });

  test('ends with the first error, and lets the others end what they began', async () => {
    let isEnded = false;
    async function* begun() {
      try {
        yield 'begun';
        yield 'more';
      } finally {
        isEnded = true;
      }
    }
    async function* broken() {
      yield* streamOf();
      throw new Error('broken');
    }
    await expect(all(sideBySide([begun(), broken()]))).rejects.toThrow('broken');
    expect(isEnded).toBe(true);
  });
});

describe('CallFailures', () => {
  const account = '111122223333';
  const failure = (region: string, kind: 'denied' | 'throttled' = 'denied', action = 'logs:StartQuery') =>
    new CallFailure(action, region, kind, Object.assign(new Error('no'), { name: 'Refused' }));

  test('one gap for each action, which names its regions once', () => {
    const failures = new CallFailures();
    for (const region of ['us-east-1', 'eu-west-1', 'us-east-1']) failures.add(failure(region));
    failures.add(failure('us-east-1', 'throttled', 'ec2:DescribeFlowLogs'));
    const gaps = failures.gaps(account);
    expect(gaps.map(({ region, gap }) => [region, gap.code])).toEqual([
      [null, 'ACCESS_DENIED'],
      ['us-east-1', 'THROTTLED'],
    ]);
    expect(gaps[0]?.gap.message).toBe('logs:StartQuery is not allowed in eu-west-1, us-east-1 (Refused: no)');
  });

  test('throws on what is no call that was given up', async () => {
    const failures = new CallFailures();
    async function* broken() {
      yield 'first';
      throw new TypeError('a bug');
    }
    await expect(all(failures.during(broken()))).rejects.toThrow('a bug');
    async function* refused() {
      yield 'first';
      throw failure('us-east-1');
    }
    expect(await all(failures.during(refused()))).toEqual(['first']);
    expect(failures.gaps(account)).toHaveLength(1);
  });
});
