/** Charts: the shape, the band of usual values, the marks; at any width, and in plain ASCII. */
import { describe, expect, test } from 'vitest';
import type { MetricEvent } from '../../../src/model/event.ts';
import type { Report } from '../../../src/model/report.ts';
import { chartLines } from '../../../src/render/charts.ts';
import { createPalette } from '../../../src/render/palette.ts';
import { displayWidth } from '../../../src/render/width.ts';
import { emptyReport } from '../../fixtures/report.ts';
import { alice, at } from '../../fixtures/report-cast.ts';
import { apiCall, metric } from '../../fixtures/report-events.ts';

const start = Date.parse(at('13:00:00'));
const shift: MetricEvent = (() => {
  const event = metric(at('14:20:00'), at('14:45:00'));
  const series = Array.from({ length: 36 }, (_, index) => {
    const time = start + index * 300_000;
    const isHigh = time >= Date.parse(at('14:20:00')) && time < Date.parse(at('14:45:00'));
    return [time / 1000, isHigh ? 41e6 : 1.2e6] as const;
  });
  return { ...event, detail: { ...event.detail, periodSeconds: 300, series } };
})();
const opened = apiCall(at('14:03:27'), 'AuthorizeSecurityGroupIngress', 'opened tcp/22', { severity: 'critical' });
const routine = apiCall(at('14:10:00'), 'CreateTags', 'tagged it', { detail: { principal: alice } });
const report = (...timeline: Report['timeline']): Report => emptyReport({ timeline });
const lines = (of: Report, width = 100, ascii = false) => [...chartLines(of, width, ascii, createPalette(false))];

describe('charts', () => {
  test('draw a shift with its band, its change and its onset', () => {
    expect(lines(report(opened, routine, shift), 60)).toMatchInlineSnapshot(`
      [
        "NetworkIn of i-0f1e2d3c4b5a69788 rose from 1.2 MB to 41 MB a",
        "minute (×34)",
        "  41 MB ┤            │   ⡏⠉⠉⠉⠉⡇              ",
        "        ┤            │   ⡇    ⡇              ",
        "        ┤            │   ⡇    ⡇              ",
        "20.5 MB ┤            │   ⡇    ⡇              ",
        "        ┤            │   ⡇    ⡇              ",
        "        ┤            │   ⡇    ⡇              ",
        "        ┤            │   ⡇    ⡇              ",
        "    0 B ┤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠇░░░░⠧⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤",
        "         ────────────│───▲───────────────────",
        "         13:00          14:30           16:00",
        "         ░ usual: 1 MB to 1.6 MB │ change: 14:03:27 ▲ onset:",
        "         14:20:00",
        "",
      ]
    `);
  });

  test('in ASCII are ASCII', () => {
    const drawn = lines(report(opened, shift), 100, true).slice(1);
    expect(drawn.join('')).toMatch(/^[\x20-\x7e]*$/);
    expect(drawn.join('\n')).toContain('*');
  });

  test.each([60, 80, 200])('fit %i columns', (width) => {
    for (const line of lines(report(opened, shift), width)) expect(displayWidth(line)).toBeLessThanOrEqual(width);
  });

  test('are one for a metric that shifted twice', () => {
    const again = { ...shift, id: 'metric:again', detail: { ...shift.detail, onset: at('15:30:00') } };
    const drawn = lines(report(shift, again));
    expect(drawn.filter((line) => line.includes('usual:'))).toHaveLength(1);
    expect(drawn.join('\n')).toContain('onset: 14:20:00, 15:30:00');
  });

  test('are none where nothing shifted, or no series is told', () => {
    const { series: _, ...bare } = shift.detail;
    expect(lines(report(opened))).toEqual([]);
    expect(lines(report({ ...shift, detail: bare }))).toEqual([]);
  });

  test('make what is hostile printable', () => {
    expect(lines(report({ ...shift, summary: 'a\u001b[31mb\u202e' })).join('')).toMatch(/^\P{C}*$/u);
  });
});
