/** What people did in a window, as lines: who, when, what, and what followed. */
import { describe, expect, test } from 'vitest';
import type { TimelineEvent } from '../../../src/model/event.ts';
import type { ChangeSet } from '../../../src/model/report.ts';
import { changeSetLines } from '../../../src/render/change-sets.ts';
import { createPalette } from '../../../src/render/palette.ts';
import { emptyReport } from '../../fixtures/report.ts';
import { at, group } from '../../fixtures/report-cast.ts';
import { apiCall, compliance } from '../../fixtures/report-events.ts';

const set = (more: Partial<ChangeSet> = {}): ChangeSet => ({
  id: 's1',
  human: null,
  principal: 'deploy/run',
  tool: 'Terraform',
  since: at('14:00:00'),
  until: at('14:05:00'),
  writes: 2,
  chains: [],
  events: [],
  touched: [group],
  broke: [],
  repaired: [],
  tripped: [],
  dangers: [],
  ...more,
});

const linesOf = (changeSets: readonly ChangeSet[], timeline: readonly TimelineEvent[] = []) => [
  ...changeSetLines(emptyReport({ changeSets, timeline }), 120, createPalette(false)),
];

test('many writes are counted, and one is told', () => {
  const call = apiCall(at('14:00:00'), 'StopInstances', 'stopped i-1', { id: 'stop' });
  const one = set({ writes: 1, events: ['stop'], until: at('14:00:00') });
  expect(linesOf([set(), one], [call])).toEqual([
    '2 change sets, worst first',
    `· 14:00:00 → 14:05:00 deploy/run (Terraform): 2 writes on ${group.id}`,
    '· 14:00:00 deploy/run (Terraform): stopped i-1',
    '',
  ]);
});

test('a service that is its own tool is named once', () => {
  const [, line] = linesOf([set({ principal: 'events.amazonaws.com', tool: 'events.amazonaws.com' })]);
  expect(line).toContain('events.amazonaws.com: 2 writes');
});

test('what was put right is the rule, not its flip to the opposite', () => {
  const flip = {
    ...compliance(at('14:03:00'), 'COMPLIANT', 'NON_COMPLIANT', 'sg: COMPLIANT → NON_COMPLIANT'),
    id: 'f',
  };
  const lines = linesOf([set({ repaired: ['f'] }), set({ broke: ['f'] })], [flip]);
  expect(lines).toContain(`    put right ${flip.detail.rule}`);
  expect(lines).toContain('    broke sg: COMPLIANT → NON_COMPLIANT');
  const named = { ...flip, summary: `${flip.detail.resource.id}: a rule: COMPLIANT → NON_COMPLIANT` };
  expect(linesOf([set({ repaired: ['f'] })], [named])).toContain(
    `    put right ${flip.detail.resource.id}: ${flip.detail.rule}`,
  );
});

test('the day is told where what is told lies on several', () => {
  const other = set({ since: at('09:00:00', '2026-03-05'), until: at('09:00:00', '2026-03-05') });
  const [, first, second] = linesOf([set(), other]);
  expect(first).toContain('2026-03-03 14:00:00 → 14:05:00');
  expect(second).toContain('2026-03-05 09:00:00 deploy/run');
  const earlier = apiCall(at('10:00:00', '2026-03-01'), 'StopInstances', 'stopped i-1');
  expect(linesOf([set()], [earlier])[1]).toContain('2026-03-03 14:00:00 → 14:05:00');
});

test('the worst twenty of many are told, and all where all are asked for', () => {
  const report = emptyReport({ changeSets: Array.from({ length: 1061 }, () => set()) });
  const lines = [...changeSetLines(report, 120, createPalette(false))];
  expect(lines).toHaveLength(1 + 20 + 2);
  expect(lines[0]).toBe('1,061 change sets, worst first');
  expect(lines.at(-2)).toBe('  and 1,041 more change sets not listed; --expand lists all');
  expect([...changeSetLines(report, 120, createPalette(false), true)]).toHaveLength(1 + 1061 + 1);
});

describe('of many dangers', () => {
  const rules = Array.from({ length: 40 }, (_, index) => `a-danger-of-the-kind-${index}`);
  const call = apiCall(at('14:00:00'), 'StopInstances', 'stopped i-1', { id: 'stop' });
  const calls = rules.map(
    (rule, index): TimelineEvent => ({
      ...call,
      id: rule,
      detail: {
        ...call.detail,
        dangers: [{ rule, severity: index === 30 ? 'high' : 'medium', reason: 'it is', source: 'a test' }],
      },
    }),
  );
  const many = { ...set({ dangers: rules, events: rules }) };
  const told = (expand: boolean) =>
    [...changeSetLines(emptyReport({ changeSets: [many], timeline: calls }), 120, createPalette(false), expand)]
      .map((line) => line.trim())
      .join(' ');

  test('the gravest come first, and the others are counted', () => {
    expect(told(false)).toMatch(/dangerous: a-danger-of-the-kind-30, a-danger-of-the-kind-0, .*-kind-8 and 30 more $/);
  });

  test('all are told where all was asked for', () => {
    for (const rule of rules) expect(told(true)).toMatch(new RegExp(`${rule}\\b`));
    expect(told(true)).not.toContain('more');
  });
});
