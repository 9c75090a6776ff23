import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { createSession } from '../../../src/aws/session.ts';
import { VirtualTime } from '../../fixtures/virtual-time.ts';

const limit = { action: 'cloudtrail:LookupEvents', region: 'us-east-1', ratePerSecond: 2 };

function sessionIn(time: VirtualTime, signal = new AbortController().signal) {
  return createSession({
    account: '111122223333',
    accessKeyId: null,
    identityArn: 'arn:aws:iam::111122223333:user/auditor',
    config: {},
    timer: time,
    signal,
    random: () => 0.5,
  });
}

describe('an answer that is not wanted any more', () => {
  test('is not waited for, nor asked for again', async () => {
    const time = new VirtualTime();
    const session = sessionIn(time);
    const unwanted = new AbortController();
    let sent = 0;
    const call = session.call(
      limit,
      async ({ abortSignal }) => {
        sent++;
        await time.sleep(5_000, abortSignal);
      },
      unwanted.signal,
    );
    const stopped = time.sleep(1_000).then(() => unwanted.abort(new Error('no use')));
    await expect(time.run(call)).rejects.toThrow('no use');
    await stopped;
    expect(sent).toBe(1);
    expect(time.now()).toBe(1_000);
  });

  test('takes nothing from other calls', async () => {
    const time = new VirtualTime();
    const session = sessionIn(time);
    const unwanted = AbortSignal.abort(new Error('no use'));
    await expect(session.call(limit, async () => 'sent', unwanted)).rejects.toThrow('no use');
    expect(await time.run(session.call(limit, async () => 'sent'))).toBe('sent');
    expect(session.counts.get('cloudtrail:LookupEvents us-east-1')?.requests).toBe(1);
  });
});

test('a service that answers nothing is given up sooner than one that fails', async () => {
  const triesOf = async (error: Error) => {
    const time = new VirtualTime();
    let sent = 0;
    const call = sessionIn(time).call(limit, async () => {
      sent++;
      throw error;
    });
    await expect(time.run(call)).rejects.toThrow();
    return sent;
  };
  expect(await triesOf(Object.assign(new Error('reset'), { code: 'ECONNRESET' }))).toBe(10);
  expect(await triesOf(Object.assign(new Error('timed out'), { name: 'TimeoutError' }))).toBe(3);
});

test('a limit has requests to spare once it is full, and none while somebody waits for a turn', async () => {
  const time = new VirtualTime();
  const session = sessionIn(time);
  expect(session.lapsesIn(limit)).toBe(0);
  const calls = [1, 2, 3].map(() => session.call(limit, async () => time.now()));
  await new Promise<void>((resolve) => setImmediate(resolve));
  expect(session.lapsesIn(limit)).toBeUndefined();
  expect(session.lapsesIn({ ...limit, region: 'eu-west-1' })).toBe(0);
  expect(await time.run(Promise.all(calls))).toEqual([0, 0, 500]);
  expect(session.lapsesIn(limit)).toBe(1_000);
});

test('the run’s signal is listened to once, and ends every call in flight', async () => {
  const time = new VirtualTime();
  const run = new AbortController();
  const session = sessionIn(time, run.signal);
  const most = { ...limit, ratePerSecond: 100 };
  const calls = Array.from({ length: 30 }, () =>
    session.call(most, ({ abortSignal }) => time.sleep(5_000, abortSignal)).catch((error: unknown) => error),
  );
  const counted = time.sleep(1_000).then(() => getEventListeners(run.signal, 'abort').length);
  const ended = time.sleep(2_000).then(() => run.abort(new Error('enough')));
  const all = await time.run(Promise.all(calls));
  await ended;
  expect(await counted).toBe(1);
  expect(all).toEqual(calls.map(() => new Error('enough')));
  expect(time.now()).toBe(2_000);
  await expect(session.call(most, async () => 'sent')).rejects.toThrow('enough');
  session.destroy();
  expect(getEventListeners(run.signal, 'abort')).toEqual([]);
});
