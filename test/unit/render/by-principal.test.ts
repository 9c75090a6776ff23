/** The table by who made the calls: everyone once, every event once. */
import { describe, expect, test } from 'vitest';
import type { TimelineEvent } from '../../../src/model/event.ts';
import { groupedLines } from '../../../src/render/by-principal.ts';
import { createPalette } from '../../../src/render/palette.ts';
import { everyKind } from '../../fixtures/report.ts';
import { alice, at, bob } from '../../fixtures/report-cast.ts';
import { apiCall, metric } from '../../fixtures/report-events.ts';

const linesOf = (timeline: readonly TimelineEvent[], width = 120) => [
  ...groupedLines(timeline, { width, color: false, expand: false }, createPalette(false)),
];
const titlesOf = (timeline: readonly TimelineEvent[]) => linesOf(timeline).filter((line) => line.startsWith('■'));

const stopped = (time: string, principal = bob) =>
  apiCall(at(time), 'StopInstances', 'stopped i-1', { detail: { principal } });

describe('groups', () => {
  test('have a title that counts, most writes first, and what nobody called last', () => {
    const denied = apiCall(at('14:03:00'), 'DeleteBucket', 'tried', {
      severity: 'warning',
      detail: { principal: alice, outcome: 'denied' },
    });
    const titles = titlesOf([metric(at('13:00:00'), at('13:20:00')), stopped('14:00:00'), stopped('14:01:00'), denied]);
    expect(titles[0]).toMatch(/^■ bob .* · 2 calls, 2 writes · /);
    expect(titles[1]).toMatch(/^■ alice.* · 1 call, 1 denied · /);
    expect(titles[2]).toBe('■ by no call · 1 event');
    expect(titles).toHaveLength(3);
  });

  test('list every event, and copies of a call in one group, counted once', () => {
    const one = apiCall(at('14:00:00'), 'AssumeRole', 'first copy', {
      detail: { principal: bob, sharedEventId: 'shared' },
    });
    const other = apiCall(at('14:00:00'), 'AssumeRole', 'second copy', {
      detail: { principal: { ...bob, arn: null, human: null, name: 'account:1' }, sharedEventId: 'shared' },
    });
    const lines = linesOf([one, other]);
    expect(lines.filter((line) => line.startsWith('■'))).toHaveLength(1);
    expect(lines[0]).toContain('1 call');
    expect(lines.join('\n')).toMatch(/first copy[\s\S]*second copy/);
  });

  test('hold hostile names without obeying them, in the width that there is', () => {
    const principal = { ...bob, human: null, name: 'x\u001b[2J\u202e', session: 'y'.repeat(300) };
    for (const line of linesOf([...everyKind(), stopped('14:00:00', principal)], 60)) {
      expect(line).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
      expect(line.length).toBeLessThanOrEqual(60);
    }
  });
});
