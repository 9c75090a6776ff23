/** A run whose clients give answers that a test makes up: those that the test server never gives. */
import type { AwsSession } from '../../../src/aws/session.ts';
import type { Reading } from '../../../src/model/evidence.ts';
import type { LiveContext } from '../../../src/sources/source.ts';
import { VirtualTime } from '../../fixtures/virtual-time.ts';

/** By the command's name (`DescribeAlarmsCommand`) and its input. */
export type Answer = (command: string, input: Readonly<Record<string, unknown>>) => object;

/** `asked`: the commands, in order. */
export function answering(answer: Answer): { readonly context: LiveContext; readonly asked: string[] } {
  const asked: string[] = [];
  const client = {
    send: async (command: { readonly constructor: { readonly name: string }; readonly input: object }) => {
      const { name } = command.constructor;
      asked.push(name);
      if (asked.length > 50) throw new Error(`${name} is asked without end`);
      return answer(name, { ...command.input });
    },
  };
  const { signal } = new AbortController();
  const session: AwsSession = {
    account: '111122223333',
    accessKeyId: null,
    identityArn: 'arn:aws:iam::111122223333:user/auditor',
    endpoint: '',
    partition: 'aws',
    timer: new VirtualTime(),
    client: (Class) => client as unknown as InstanceType<typeof Class>,
    call: (_limit, send) => send({ abortSignal: signal }),
    lapsesIn: () => undefined,
    counts: new Map(),
    destroy: () => {},
  };
  const [since, until, now] = ['2026-03-03T10:00:00Z', '2026-03-03T12:00:00Z', '2026-03-03T13:00:00Z'].map(Date.parse);
  const context: LiveContext = {
    session,
    regions: ['us-east-1'],
    window: { since: since as number, until: until as number },
    now: now as number,
    signal,
    onProgress: () => {},
  };
  return { context, asked };
}

export async function all<Value>(values: AsyncIterable<Value>): Promise<readonly Value[]> {
  const found: Value[] = [];
  for await (const value of values) found.push(value);
  return found;
}

export const gapsOf = (readings: readonly Reading[]) => readings.flatMap(({ gaps }) => gaps.map(({ gap }) => gap));
