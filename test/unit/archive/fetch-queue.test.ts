/** Files being fetched, with fetches that end and threads that answer when the test tells them to. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FetchQueue } from '../../../src/archive/fetch-queue.ts';
import type { ArchiveFile } from '../../../src/archive/local-paths.ts';
import { Pool } from '../../../src/archive/pool.ts';
import { aheadLimits, type Fetched, mostAhead } from '../../../src/archive/remote.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const fileOf = (n: number, size = 1000): ArchiveFile => ({ path: `s3://logs/${n}`, size, piped: false });
const filesOf = (count: number, size?: number) => Array.from({ length: count }, (_, n) => fileOf(n, size));
/** Bytes that may be held at a time. */
const granted = mostAhead(Pool.size + 1);
const settled = () => new Promise((resolve) => setImmediate(resolve));
const bytesOf = (text: string): Fetched => ({ bytes: new Uint8Array(Buffer.from(text)) });
const textOf = (source: { read(into: Uint8Array): number }): string => {
  const into = new Uint8Array(100);
  return Buffer.from(into.subarray(0, source.read(into))).toString();
};

interface Options {
  /** How many files other threads take. */
  readonly threads?: number;
  readonly mostWaiting?: number;
  readonly signal?: AbortSignal;
  readonly readAgain?: boolean;
}

/** What is read from a file is its text. */
function world(files: readonly ArchiveFile[], { threads = 0, mostWaiting = 1000, signal, readAgain }: Options = {}) {
  const fetching = new Map<string, (fetched: Fetched | Error) => void>();
  const handed: { readonly index: number; readonly fetched: Fetched }[] = [];
  const own: string[] = [];
  const read: string[] = [];
  const back: string[] = [];
  const state = { threads };
  const queue = new FetchQueue<string>(files, {
    remote: {
      fetch: ({ path }) =>
        new Promise((resolve, reject) => {
          fetching.set(path, (end) => {
            fetching.delete(path);
            if (end instanceof Error) reject(end);
            else resolve(end);
          });
        }),
      heldBytes: ({ size }) => size,
    },
    signal,
    hand(index, _, fetched) {
      if (handed.length >= state.threads) return false;
      handed.push({ index, fetched });
      return true;
    },
    read({ path }, open) {
      own.push(path);
      const source = open();
      const text = textOf(source);
      source.close();
      return text;
    },
    isFarAhead: ({ unread, waiting }) => unread + waiting >= mostWaiting,
    onRead: ({ path }, outcome) => read.push(`${path} ${outcome}`),
    isReadAgain: () => readAgain ?? false,
    onGivenBack: ({ path }) => back.push(path),
  });
  const end = (n: number, fetched: Fetched | Error) => {
    const given = fetching.get(`s3://logs/${n}`);
    if (!given) throw new Error(`${n} is not being fetched`);
    given(fetched);
  };
  return { queue, fetching, handed, own, read, back, state, end };
}

describe('other threads', () => {
  test('are handed what was fetched in the order of the files, as soon as they have room', async () => {
    const files = filesOf(6);
    const { queue, handed, state, end, own } = world(files, { threads: 1 });
    for (const n of [4, 2, 5, 0]) {
      end(n, bytesOf(`${n}`));
      await settled();
    }
    expect(handed.map(({ index }) => index)).toEqual([4]);
    state.threads = 3;
    queue.answer(4, 'four');
    expect(handed.map(({ index }) => index)).toEqual([4, 0, 2]);
    queue.answer(0, 'zero');
    expect(await queue.of(files[0] as ArchiveFile)).toEqual({ outcome: 'zero' });
    expect(own).toEqual([]);
    queue.end();
  });

  test('may give back what they were handed', async () => {
    const { queue, handed, back, read, end } = world(filesOf(2), { threads: 2 });
    end(0, bytesOf('here'));
    end(1, bytesOf('and here'));
    await settled();
    const { fetched } = handed[0] as { fetched: { bytes: Uint8Array<ArrayBuffer> } };
    queue.answer(0, 'there', fetched.bytes);
    queue.answer(1, 'and there');
    expect(back).toEqual(['s3://logs/0']);
    expect(read).toEqual(['s3://logs/0 there', 's3://logs/1 and there']);
    expect(await queue.of(fileOf(0))).toEqual({ outcome: 'there' });
    queue.end();
  });

  test('may break, which whoever waits is told', async () => {
    const { queue } = world(filesOf(2));
    const first = queue.of(fileOf(0));
    queue.fail(new Error('the thread is gone'));
    await expect(first).rejects.toThrow('the thread is gone');
    await expect(queue.of(fileOf(1))).rejects.toThrow('the thread is gone');
    queue.end();
  });

  test('are handed nothing any more after the end', async () => {
    const { queue, handed, fetching, end } = world(filesOf(aheadLimits.files + 1), { threads: 10 });
    queue.end();
    end(0, bytesOf('late'));
    await settled();
    expect([handed.length, fetching.has(`s3://logs/${aheadLimits.files}`)]).toEqual([0, false]);
  });
});

describe('this thread', () => {
  test('reads what it is asked for, where no other has it', async () => {
    const { queue, own, end } = world(filesOf(40));
    const third = queue.of(fileOf(3));
    end(3, bytesOf('three'));
    expect(await third).toEqual({ outcome: 'three' });
    expect(own).toEqual(['s3://logs/3']);
    queue.end();
  });

  test('fetches while much is under way, and reads what waits where little is', async () => {
    const { queue, own, end } = world(filesOf(aheadLimits.files));
    const first = queue.of(fileOf(0));
    const half = aheadLimits.files / 2;
    for (let n = 1; n <= half; n++) end(n, bytesOf(`${n}`));
    await settled();
    expect(own).toEqual([]);
    end(half + 1, bytesOf('one more'));
    await settled();
    expect(own[0]).toBe('s3://logs/1');
    end(0, bytesOf('zero'));
    expect(await first).toEqual({ outcome: 'zero' });
    queue.end();
  });

  test('may read a file again, and holds it until then', async () => {
    const files = [fileOf(0, granted), fileOf(1, 1000), fileOf(2, granted - 1000)];
    const { queue, back, fetching, end } = world(files, { readAgain: true });
    const asked = queue.of(fileOf(0));
    end(0, bytesOf('twice'));
    const taken = await asked;
    if (!taken?.source) throw new Error('its bytes are gone');
    expect([taken.outcome, textOf(taken.source), back]).toEqual(['twice', 'twice', []]);
    // what is needed next is being fetched, whatever is held
    expect([...fetching.keys()]).toEqual(['s3://logs/1']);
    taken.source.close();
    expect(back).toEqual(['s3://logs/0']);
    expect([...fetching.keys()]).toEqual(['s3://logs/1', 's3://logs/2']);
    queue.end();
  });

  test('reads a file of this machine from there', async () => {
    const folder = await temporaryFolder({ kept: 'from disk' });
    const { queue, back, end } = world(filesOf(1));
    const asked = queue.of(fileOf(0));
    end(0, { file: join(folder, 'kept') });
    expect(await asked).toEqual({ outcome: 'from disk' });
    expect(back).toEqual([]);
    queue.end();
  });
});

describe('fetching', () => {
  test('stops where it is told that it ran far ahead, and goes on with what is taken', async () => {
    const files = filesOf(10);
    const { queue, fetching, end } = world(files, { mostWaiting: 3 });
    for (const n of [0, 1, 2]) end(n, bytesOf(`${n}`));
    await settled();
    expect(fetching.size).toBe(0);
    expect(await queue.of(fileOf(0))).toEqual({ outcome: '0' });
    expect([...fetching.keys()]).toEqual(['s3://logs/3']);
    queue.end();
  });

  test('may fail, which is told of that file alone, and counts as what was read', async () => {
    const { queue, fetching, read, end } = world(filesOf(5), { mostWaiting: 2 });
    end(0, new Error('it is gone'));
    end(1, bytesOf('one'));
    await settled();
    expect(fetching.size).toBe(0);
    await expect(queue.of(fileOf(0))).rejects.toThrow('it is gone');
    expect(await queue.of(fileOf(1))).toEqual({ outcome: 'one' });
    expect(read).toEqual(['s3://logs/1 one']);
    expect(fetching.size).toBe(2);
    queue.end();
  });

  test('holds no more than is granted; what lies on this machine is not held', async () => {
    const { queue, fetching, end } = world([fileOf(0, granted), fileOf(1, granted - 1000), fileOf(2), fileOf(3)]);
    expect([...fetching.keys()]).toEqual(['s3://logs/0']);
    end(0, { file: '/nowhere' });
    await settled();
    expect([...fetching.keys()]).toEqual(['s3://logs/1', 's3://logs/2']);
    queue.end();
  });

  test('begins at once with what is asked for before its turn', () => {
    const { queue, fetching } = world(filesOf(100));
    expect(fetching.size).toBe(aheadLimits.files);
    void queue.of(fileOf(99));
    expect(fetching.has('s3://logs/99')).toBe(true);
    queue.end();
  });
});

test('what is aborted ends for whoever waits', async () => {
  const aborting = new AbortController();
  const { queue } = world(filesOf(3), { signal: aborting.signal });
  const first = queue.of(fileOf(0));
  aborting.abort(new Error('it took too long'));
  await expect(first).rejects.toThrow('it took too long');
  queue.end();
});

test('no file is known that it was not given', async () => {
  const { queue, fetching } = world(filesOf(1));
  expect(await queue.of(fileOf(1))).toBeUndefined();
  expect(fetching.size).toBe(1);
  queue.end();
});
