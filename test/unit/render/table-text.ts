/** The table of a report as text and lines, for its tests. */
import type { TimelineEvent } from '../../../src/model/event.ts';
import type { Report } from '../../../src/model/report.ts';
import { table } from '../../../src/render/table.ts';
import { emptyReport } from '../../fixtures/report.ts';

export const linesOf = (report: Report, width = 100, more: { color?: boolean; expand?: boolean } = {}): string[] => [
  ...table.render(report, { width, color: false, expand: false, ...more }),
];

export const textOf = (report: Report, width = 100): string => linesOf(report, width).join('\n');

export const withEvents = (...timeline: TimelineEvent[]): Report => emptyReport({ timeline });
