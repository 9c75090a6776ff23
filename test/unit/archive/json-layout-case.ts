/** A text walked by its layout, for the tests of what is found in it. */
import { type Damage, type Slice, walkLayout } from '../../../src/archive/json-layout.ts';
import type { JsonValue } from '../../../src/model/json.ts';

export const options = { listKeys: ['Records', 'Events'], openings: ['eventVersion', 'EventId'] };

interface Walked {
  /** What `value` was called with, and the elements of lists, in the order of the calls. Text if it does not parse. */
  readonly values: JsonValue[];
  readonly shells: JsonValue[];
  readonly damages: Damage[];
}

export function walk(content: string | Buffer, openings = options.openings): Walked {
  const bytes = Buffer.from(content as string);
  const walked: Walked = { values: [], shells: [], damages: [] };
  const parse = (slices: readonly Slice[]): JsonValue => {
    const text = slices.map(({ start, end }) => bytes.toString('utf8', start, end)).join('');
    try {
      return JSON.parse(text) as JsonValue;
    } catch {
      return text;
    }
  };
  walkLayout(
    bytes,
    { ...options, openings },
    {
      value: (slice) => walked.values.push(parse([slice])),
      list: (elements, shell) => {
        walked.values.push(...elements.map((element) => parse([element])));
        walked.shells.push(parse(shell ?? []));
      },
      damage: (damage) => walked.damages.push(damage),
    },
  );
  return walked;
}

const record = (n: number) => ({ eventVersion: '1.10', n });
export const [one, two, three] = [record(1), record(2), record(3)];
export const text = (value: unknown) => JSON.stringify(value);
