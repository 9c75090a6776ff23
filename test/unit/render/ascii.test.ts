/** What replaces the table's symbols on a terminal that cannot show them. */
import { describe, expect, test } from 'vitest';
import { inAscii } from '../../../src/render/ascii.ts';
import { displayWidth } from '../../../src/render/width.ts';

const signs = '…·→↳↑↓✓✗×−‼■▲⋮│─├└┌┤’µ\u{FFFD}\u{25CC}';

describe('inAscii', () => {
  test.each([...signs])('%s is one sign, as wide', (sign) => {
    expect(inAscii(sign)).toMatch(/^[ -~]$/);
    expect(displayWidth(inAscii(sign))).toBe(displayWidth(sign));
  });

  test('what is critical, what failed and what was refused are told apart', () => {
    expect(new Set([...'‼▲✗!✓↑↓→·~?'].map(inAscii)).size).toBe(11);
  });

  test('letters stay: they are names', () => {
    expect(inAscii('田中 müller Ärger')).toBe('田中 müller Ärger');
  });
});
