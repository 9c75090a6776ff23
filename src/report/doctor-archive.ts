/** What files were found to contain -> what can be seen in them, worst first. Pure. */
import type { CheckGroup, Doctor, DoctorCheck, DoctorSpan } from '../model/doctor.ts';
import type { Reading, Span } from '../model/evidence.ts';
import type { Gap } from '../model/gap.ts';
import { numberText, plural, sizeText } from '../model/number-text.ts';
import { PlacedSpans } from '../model/span.ts';
import type { ArchiveSurvey } from '../model/survey.ts';
import { spanText } from '../model/time-text.ts';
import { check, compare, conclusion, inOrder } from './doctor-checks.ts';
import { deliveryChecks } from './doctor-holes.ts';

export interface ArchiveDoctorInput {
  readonly from: readonly string[];
  readonly survey: ArchiveSurvey;
  /** Spans count all records, whether or not they answer anything. */
  readonly readings: readonly Pick<Reading, 'spans' | 'skipped' | 'gaps'>[];
  /** Epoch milliseconds. */
  readonly now: number;
  readonly version: string;
  readonly generatedAt: number;
}

/** How many are listed individually; the rest is counted. */
const mostTold = 20;

export function archiveDoctorOf(input: ArchiveDoctorInput): Doctor {
  const { readings, survey, from, now } = input;
  const spans = joined(readings.flatMap((reading) => reading.spans.filter(({ records }) => records > 0)));
  const gaps = new Map(readings.flatMap((reading) => reading.gaps.map(({ gap }) => [gap.message, gap] as const)));
  const checks = [
    ...damageChecks([...gaps.values()]),
    ...unknownChecks(readings),
    ...sourceChecks(spans),
    ...deliveryChecks(survey),
    countCheck(survey),
  ];
  // an unrelated folder must not pass as one with nothing missing
  const holdsAnything = spans.length > 0 || survey.digests.length > 0 || checks.some(({ blocking }) => blocking);
  return {
    schema: 'obs3.doctor/v1',
    tool: { name: 'obs3', version: input.version },
    generatedAt: new Date(input.generatedAt).toISOString(),
    query: { regions: [], from, now: new Date(now).toISOString() },
    ...conclusion(checks, holdsAnything),
    identities: [],
    permissions: [],
    spans: spans.map(asSpan),
    files: { count: survey.count, bytes: survey.bytes },
    checks: checks.sort(inOrder),
  };
}

const asSpan = ({ source, account, region, first, last, records }: Span): DoctorSpan => ({
  source,
  account,
  region,
  firstTime: new Date(first).toISOString(),
  lastTime: new Date(last).toISOString(),
  records,
});

/** One for each source, account and region, ordered by these. */
function joined(spans: readonly Span[]): readonly Span[] {
  const placed = new PlacedSpans();
  for (const span of spans) placed.add(span);
  return placed.all.sort(
    (a, b) =>
      compare(a.source, b.source) ||
      compare(a.account ?? '', b.account ?? '') ||
      compare(a.region ?? '', b.region ?? ''),
  );
}

function damageChecks(gaps: readonly Gap[]): readonly DoctorCheck[] {
  const bad = gaps.filter(({ blocking }) => blocking).sort((a, b) => compare(a.message, b.message));
  const told = bad.slice(0, mostTold).map((found) =>
    check({
      level: 'critical',
      group: 'files',
      name: found.code === 'DAMAGED_FILE' ? 'file-damaged' : 'file-unreadable',
      blocking: true,
      message: found.message,
      hint: found.hint ?? null,
    }),
  );
  const left = bad.length - told.length;
  if (left === 0) return told;
  return [
    ...told,
    check({
      level: 'critical',
      group: 'files',
      name: 'file-damaged',
      blocking: true,
      message: `${plural(left, 'more file')} cannot be read to the end`,
      hint: 'fetch the files again',
    }),
  ];
}

function unknownChecks(readings: ArchiveDoctorInput['readings']): readonly DoctorCheck[] {
  const counts = new Map<string, number>();
  for (const { skipped } of readings)
    for (const { source, kind, count } of skipped)
      if (source === null) counts.set(kind, (counts.get(kind) ?? 0) + count);
  const kinds = [...counts].sort(([a], [b]) => compare(a, b));
  if (kinds.length === 0) return [];
  return [
    check({
      level: 'warning',
      group: 'files',
      name: 'file-unrecognized',
      message: `not recognized: ${kinds.map(([kind, count]) => `${numberText(count)} × ${kind}`).join(', ')}`,
      hint: 'nothing of it is used; it may be no log at all',
    }),
  ];
}

/** Source -> what an archive without it cannot show. */
const without: Readonly<Record<string, readonly [group: CheckGroup, what: string, hint: string]>> = {
  cloudtrail: [
    'cloudtrail',
    'no CloudTrail records: nobody knows who did it',
    'copy the files of a trail: AWSLogs/ACCOUNT/CloudTrail/',
  ],
  config: [
    'config',
    'no AWS Config items: states before and after a change, and compliance, are not known',
    'copy what AWS Config delivers: AWSLogs/ACCOUNT/Config/',
  ],
  cloudwatch: [
    'cloudwatch',
    'no metrics and no alarms: what it did to the system is not known',
    'add a metric stream, or the output of aws cloudwatch get-metric-data and describe-alarm-history',
  ],
  logs: [
    'logs',
    'no flow logs and no log lines: traffic and log messages are not known',
    'copy flow logs: AWSLogs/ACCOUNT/vpcflowlogs/, or exports of log groups',
  ],
};

function sourceChecks(spans: readonly Span[]): readonly DoctorCheck[] {
  const found = new Set(spans.map(({ source }) => source));
  const missing = Object.entries(without)
    .filter(([source]) => !found.has(source))
    .map(([source, [group, message, hint]]) =>
      check({ level: 'warning', group, name: `${source}-missing`, message, hint }),
    );
  const present = [...found].flatMap((source) => {
    const own = spans.filter((span) => span.source === source);
    const accounts = new Set(own.flatMap(({ account }) => account ?? []));
    return [...(accounts.size > 0 ? accounts : [null])].map((account) => {
      const of = own.filter((span) => span.account === account || account === null);
      const records = of.reduce((sum, span) => sum + span.records, 0);
      const first = Math.min(...of.map((span) => span.first));
      const last = Math.max(...of.map((span) => span.last));
      return check({
        level: 'ok',
        group: without[source]?.[0] ?? 'findings',
        name: `${source}-found`,
        account,
        regions: [...new Set(of.flatMap(({ region }) => region ?? []))].sort(),
        message: `${plural(records, 'record')} from ${spanText(first, last)}`,
      });
    });
  });
  return [...missing, ...present];
}

const countCheck = ({ count, bytes, digests }: ArchiveSurvey): DoctorCheck =>
  check({
    level: 'ok',
    group: 'files',
    name: 'files',
    message: `${plural(count, 'file')}, ${sizeText(bytes)}${digests.length === 0 ? '' : `, ${plural(digests.length, 'digest')} among them`}`,
  });
