import { describe, expect, test } from 'vitest';
import type { Report } from '../../../src/model/report.ts';
import { ndjson } from '../../../src/render/ndjson.ts';
import { emptyReport, openSshReport } from '../../fixtures/report.ts';

const parsed = (report: Report): { type: string; data: Record<string, unknown> }[] =>
  [...ndjson.render(report, { width: 80, color: true, expand: false })].map((line) => JSON.parse(line));

const typesOf = (report: Report) => [...new Set(parsed(report).map((line) => line.type))];

describe('ndjson', () => {
  test('begins with the report, and holds every part of it', () => {
    const gate = { passed: true, exitCode: 0, failures: [] };
    expect(typesOf(openSshReport({ gate }))).toEqual([
      'report',
      'subject',
      'event',
      'chain',
      'coverage',
      'verdict',
      'gate',
    ]);
    expect(Object.keys(parsed(openSshReport())[0]?.data ?? {})).toEqual(['schema', 'tool', 'generatedAt', 'query']);
  });

  test('says nothing of what there is not', () => {
    expect(typesOf(emptyReport())).toEqual(['report', 'subject', 'coverage', 'verdict']);
  });

  test('tells events whole, but for their chain', () => {
    const report = openSshReport();
    const events = parsed(report).filter((line) => line.type === 'event');
    expect(events.map((line) => line.data)).toEqual(
      JSON.parse(JSON.stringify(report.timeline.map(({ chain: _, ...event }) => event))),
    );
  });

  test('tells each of several subjects once', () => {
    const { subject } = emptyReport();
    const subjects = [subject, { ...subject, id: 'sg-0123456789abcdef0' }];
    const told = parsed(emptyReport({ subjects })).filter((line) => line.type === 'subject');
    expect(told.map((line) => line.data['id'])).toEqual(subjects.map((each) => each.id));
  });

  test('leaves out what was printed as it was found, and the head with it', () => {
    const report = openSshReport();
    const [first, ...others] = report.timeline.map(({ id }) => id);
    const lines = [
      ...ndjson.render(report, { width: 80, color: false, expand: false, printed: new Set([first as string]) }),
    ].map((line) => JSON.parse(line) as { type: string; data: { id: string } });
    expect(lines.map(({ type }) => type)).not.toContain('report');
    expect(lines.filter(({ type }) => type === 'event').map(({ data }) => data.id)).toEqual(others);
  });
});
