/** What each format promises to the programs that read it, whatever the report holds. */
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { loadRenderer, type RendererName } from '../../src/render/index.ts';
import { contexts, reports } from './hostile-reports.ts';
import { xmlProblems } from './xml-problems.ts';

async function linesOf(name: RendererName, report: Report, expand = false): Promise<readonly string[]> {
  const [context] = contexts;
  if (context === undefined) throw new Error('no context');
  return [...(await loadRenderer(name)).render(report, { ...context, expand })];
}

/** https://www.rfc-editor.org/rfc/rfc4180#section-2, for one line */
function cellsOf(line: string): readonly string[] {
  const cells = [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^",]*))(?=,|$)/g)];
  expect(cells.map(([whole]) => whole).join('')).toBe(`,${line}`);
  return cells.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
}

describe('csv', () => {
  test.each(reports)(
    '%s: a header, and a row of as many cells for every event; none is a formula',
    async (_, report) => {
      const [header = '', ...rows] = (await linesOf('csv', report)).map(cellsOf);
      expect(header[0]).toBe('time');
      expect(rows.map((row) => row.length)).toEqual(report.timeline.map(() => header.length));
      expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    },
  );
});

describe('markdown', () => {
  /** Code is literal: nothing in it mentions anyone or links. */
  const withoutCode = (text: string) =>
    text
      .replace(/^(`{3,})diff$[\s\S]*?^\1$/gm, '')
      .replace(/`[^`\n]*`/g, '')
      .replace(/<!-- obs3.report\/v1 -->/, '');

  test.each(reports)('%s: fits a comment, and nothing in it is markup, a mention or a link', async (_, report) => {
    for (const expand of [false, true]) {
      const text = (await linesOf('markdown', report, expand)).join('\n');
      expect(text.length).toBeLessThanOrEqual(65_536);
      const prose = withoutCode(text);
      expect(prose).not.toMatch(/@[\p{L}\p{N}]|(?<!&)#\d|\bGH-\d|https?:\/\/|www\.|\]\(/u);
      expect(prose.match(/<(?!\/?(?:details|summary|sub|br)>)/g)).toBeNull();
    }
  });

  test.each(reports)('%s: every row of a table has as many cells as its header', async (_, report) => {
    const text = (await linesOf('markdown', report)).join('\n');
    for (const [table] of text.matchAll(/(?:^\|.*\n)+/gm)) {
      const cells = table
        .trimEnd()
        .split('\n')
        .map((row) => row.split('|').length);
      expect(new Set(cells).size).toBe(1);
    }
  });

  test.each(reports)('%s: what is opened is closed', async (_, report) => {
    const text = (await linesOf('markdown', report)).join('\n');
    expect(text.match(/^<details>/gm)?.length).toBe(text.match(/^<\/details>/gm)?.length);
    for (const [whole, fence = ''] of text.matchAll(/^(`{3,})diff\n/gm)) {
      const behind = text.slice(text.indexOf(whole) + whole.length);
      expect(behind).toContain(`\n${fence}\n`);
    }
  });
});

describe('junit', () => {
  test.each(reports)('%s: is well-formed XML 1.0, and its counts are right', async (_, report) => {
    const text = (await linesOf('junit', report)).join('\n');
    expect(xmlProblems(text)).toEqual([]);
    const count = (element: string) => text.match(new RegExp(`<${element}[ >]`, 'g'))?.length ?? 0;
    const [, tests, failures, errors] =
      /<testsuites name="obs3" tests="(\d+)" failures="(\d+)" errors="(\d+)"/.exec(text) ?? [];
    expect([tests, failures, errors].map(Number)).toEqual([count('testcase'), count('failure'), count('error')]);
    expect(Number(tests)).toBeGreaterThan(0);
  });
});

describe('sarif', () => {
  test.each(reports)('%s: has what SARIF 2.1.0 and code scanning require', async (_, report) => {
    const document = JSON.parse((await linesOf('sarif', report)).join('\n'));
    expect(document).toMatchObject({ version: '2.1.0', runs: [{ tool: { driver: { name: 'obs3' } } }] });
    const [{ tool, results, invocations, columnKind }] = document.runs;
    expect(columnKind).toBe('utf16CodeUnits');
    expect(invocations[0].executionSuccessful).toBe(true);
    const ids = tool.driver.rules.map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const rule of tool.driver.rules) expect(rule.shortDescription.text).toEqual(expect.any(String));
    for (const result of results) {
      expect(ids[result.ruleIndex]).toBe(result.ruleId);
      expect(['error', 'warning', 'note']).toContain(result.level);
      expect(result.message.text).toEqual(expect.any(String));
      const { artifactLocation, region } = result.locations[0].physicalLocation;
      // a URI reference, not text that only looks like one
      expect(artifactLocation.uri).toMatch(/^(?:[\w.!~*'();/?:@&=+$,-]|%[0-9A-F]{2})*$/);
      expect(region).toEqual({ startLine: 1 });
      expect(Object.values(result.partialFingerprints)).toEqual([expect.any(String), expect.any(String)]);
    }
    const codes = (tool.driver.notifications ?? []).map(({ id }: { id: string }) => id);
    for (const { descriptor, level } of invocations[0].toolExecutionNotifications ?? []) {
      expect(codes).toContain(descriptor.id);
      expect(['warning', 'note']).toContain(level);
    }
  });
});

describe('github', () => {
  test.each(reports)('%s: every line is one command, of one title and one message', async (_, report) => {
    for (const line of await linesOf('github', report)) {
      const [whole, title = '', message = ''] =
        /^::(?:error|warning|notice) title=([^:,\r\n]*)::([^\r\n]*)$/.exec(line) ?? [];
      expect(whole).toBe(line);
      for (const text of [title, message]) expect(text.replace(/%(?:25|0A|0D|3A|2C)/g, '')).not.toContain('%');
    }
  });
});
