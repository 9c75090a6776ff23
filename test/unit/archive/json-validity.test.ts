/** What is said about bytes without parsing them agrees with `JSON.parse`. */
import { describe, expect, test } from 'vitest';
import { isValidJson } from '../../../src/archive/json-validity.ts';

const parses = (bytes: Buffer) => {
  try {
    JSON.parse(bytes.toString('utf8'));
    return true;
  } catch {
    return false;
  }
};

/** Between other bytes, which must not be looked at. */
const isValid = (bytes: Buffer) =>
  isValidJson(Buffer.concat([Buffer.from('[1'), bytes, Buffer.from('1]}"0')]), 2, 2 + bytes.length);

const valid = [
  ...['{}', '[]', '""', '0', '-0', '1.5e+7', '1E9', '-12.25e-3', 'true', 'false', 'null', ' \t\r\n{ } \n'],
  ...[
    '{"a":1,"a":[{},[],"b"]}',
    '{"\\u00e9\\n\\"\\\\\\/\\b\\f\\r\\t":null}',
    '"\\ud800"',
    '"é€😀"',
    '[1 , 2]',
    '"\u2028\u007f"',
  ],
];
const broken = [
  ...[
    '',
    ' ',
    '{x}',
    '{',
    '}',
    '[',
    ']',
    '[1,]',
    '[,1]',
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    '{"a" 1}',
    "{'a':1}",
    '{"a":1]',
    '[1}',
  ],
  ...['01', '-', '1.', '.5', '1e', '1e+', '+1', '0x1', 'NaN', 'tru', 'truex', 'nulll', '[1 2]', '1 2', '{}{}'],
  ...[
    '"',
    '"\\x"',
    '"\\u12"',
    '"\\u12g4"',
    '"\n"',
    '"\u0000"',
    '"a',
    '"\\',
    '"\\u',
    '\ufeff{}',
    '\u00a0{}',
    '[1,\u20282]',
  ],
];

describe('bytes are JSON', () => {
  test.each([...valid, ...broken])('as JSON.parse has it: %j', (text) => {
    expect(isValid(Buffer.from(text))).toBe(parses(Buffer.from(text)));
  });

  test('of all kinds both ways', () => {
    expect(valid.map((text) => parses(Buffer.from(text)))).not.toContain(false);
    expect(broken.map((text) => parses(Buffer.from(text)))).not.toContain(true);
  });

  test('as JSON.parse has it, whatever byte of a value is lost, doubled or another', () => {
    const whole = Buffer.from(
      valid
        .map((text) => `[${text}]`)
        .join(',')
        .replace(/^/, '[')
        .concat(']'),
    );
    const others = Buffer.from('{}[]",:\\ue0-.1t \n\u0001é');
    const differing: string[] = [];
    const check = (bytes: Buffer) => {
      if (isValid(bytes) !== parses(bytes)) differing.push(bytes.toString('latin1'));
    };
    for (let at = 0; at < whole.length; at++) {
      const [before, behind] = [whole.subarray(0, at), whole.subarray(at + 1)];
      check(Buffer.concat([before, behind]));
      check(before);
      for (const other of others) {
        check(Buffer.concat([before, Buffer.of(other), behind]));
        check(Buffer.concat([before, Buffer.of(other), whole.subarray(at)]));
      }
    }
    expect(differing).toEqual([]);
  });
});
