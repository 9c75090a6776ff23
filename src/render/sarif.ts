/**
 * The findings of a report for code scanning, as SARIF 2.1.0: dangerous calls, broken rules, alarms and what failed the gate
 * are results; what could not be seen is a notification of the run.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 * https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning
 */
import type { Danger } from '../model/event.ts';
import type { Report } from '../model/report.ts';
import { toldGaps } from './gaps.ts';
import { gateWarnings } from './gate.ts';
import { documentLines } from './json-document.ts';
import { printable } from './printable.ts';
import type { Renderer } from './renderer.ts';
import { createResultMaker, type SarifFinding, sarifFindings, sarifLevel } from './sarif-results.ts';

/** What each condition of a gate means, for readers of a list of alerts. */
const conditionTexts: Readonly<Record<string, string>> = {
  change: 'Something was changed',
  'out-of-band': 'A change was made by the console, or by a principal that is not allowed to',
  dangerous: 'A dangerous call was made',
  noncompliant: 'A resource broke a rule',
  alarm: 'An alarm went off',
  shift: 'A metric shifted after a change',
  denied: 'A call was denied',
  gap: 'Something could not be seen',
};

const dangerOf = ({ event, rule }: SarifFinding): Danger | undefined =>
  event?.kind === 'api-call' ? event.detail.dangers?.find((danger) => danger.rule === rule) : undefined;

/** GitHub's scale: above 7 high, above 4 medium. */
const severityScores = { high: '8.0', medium: '5.0' } as const;

function ruleOf(id: string, finding: SarifFinding) {
  const { condition, rule } = finding;
  const title = conditionTexts[condition] ?? condition;
  const danger = dangerOf(finding);
  const text = printable(rule === null ? title : `${title}: ${rule}`);
  const isAddress = danger?.source.startsWith('https://') ?? false;
  return {
    id,
    name: printable(rule ?? condition),
    shortDescription: { text },
    fullDescription: { text: danger === undefined ? `${text}.` : printable(`${text}. From ${danger.source}.`) },
    ...(danger !== undefined && isAddress && { helpUri: uriOrNone(danger.source) }),
    defaultConfiguration: { level: sarifLevel[finding.level] },
    properties: {
      tags: ['security', 'aws', printable(condition)],
      ...(danger !== undefined && { 'security-severity': severityScores[danger.severity] ?? '5.0' }),
    },
  };
}

const uriOrNone = (address: string): string | undefined => (URL.canParse(address) ? new URL(address).href : undefined);

/** One for each rule that a result names, from its first finding; ordered by id. */
function rulesOf(findings: readonly SarifFinding[]) {
  const first = new Map<string, SarifFinding>();
  for (const finding of findings) {
    const id = printable(finding.ruleId);
    if (!first.has(id)) first.set(id, finding);
  }
  return [...first].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, finding]) => ruleOf(id, finding));
}

const gapTitles = { true: 'Evidence that could not be seen', false: 'Worth knowing about the evidence' } as const;

/** A gap may hide what is wrong, but is nothing wrong itself. */
function notificationsOf({ coverage }: Report) {
  return toldGaps(coverage).map(({ gap: { code, blocking, message, hint }, sources }) => ({
    descriptor: { id: printable(code) },
    level: blocking ? 'warning' : 'note',
    message: {
      text: printable(`${[...sources].join(', ')}: ${message}${hint === undefined ? '' : `; ${hint}`}`),
    },
    properties: { blocking },
  }));
}

function runOf(report: Report): object {
  const { tool, query, gate, coverage, verdict } = report;
  const findings = sarifFindings(report);
  const rules = rulesOf(findings);
  const notifications = notificationsOf(report);
  const codes = new Map(toldGaps(coverage).map(({ gap }) => [printable(gap.code), gap.blocking]));
  const resultOf = createResultMaker(report, rules);
  return {
    tool: {
      driver: {
        name: 'obs3',
        version: printable(tool.version),
        rules,
        ...(codes.size > 0 && {
          notifications: [...codes].map(([id, blocking]) => ({
            id,
            shortDescription: { text: gapTitles[`${blocking}`] },
          })),
        }),
      },
    },
    automationDetails: { id: `obs3/${printable(query.command)}/` },
    invocations: [
      {
        executionSuccessful: true,
        ...(gate !== null && { exitCode: gate.exitCode }),
        ...(notifications.length > 0 && { toolExecutionNotifications: notifications }),
        properties: {
          headline: printable(verdict.headline),
          answer: verdict.answer,
          since: query.window.since === null ? null : printable(query.window.since),
          until: query.window.until === null ? null : printable(query.window.until),
          targets: query.targets.map(printable),
        },
      },
    ],
    columnKind: 'utf16CodeUnits',
    results: findings.map(resultOf),
  };
}

function* lines(report: Report): Generator<string> {
  yield '{';
  yield '  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",';
  yield '  "version": "2.1.0",';
  yield '  "runs": [';
  yield* documentLines(runOf(report), 2);
  yield '  ]';
  yield '}';
}

export const sarif: Renderer = { name: 'sarif', render: lines, selective: true, warnings: gateWarnings };
