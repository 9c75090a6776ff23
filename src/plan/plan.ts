/** What a question would ask, of whom, and what it takes: from the question and from what the backends declare. Pure. */
import { numberText } from '../model/number-text.ts';
import type { Plan, PlannedRequest, PlannedSource } from '../model/plan.ts';
import type { AnsweredWindow, Question } from '../model/question.ts';
import { durationText } from '../model/time-text.ts';
import type { LiveBackend, PlanCalls, PlannedCall, Reach } from '../sources/source.ts';
import { firstInterests } from './interests.ts';
import { sourcesToAsk, sourcesToAskLater } from './lanes.ts';

export interface PlannedBackend extends Pick<LiveBackend, 'name' | 'reach'> {
  readonly plan: PlanCalls;
}

export interface PlanInput {
  readonly question: Question;
  /** The command that asks it, if different from the question's. */
  readonly command?: string | undefined;
  /** The sources that it asks; absent: those of the question's command. Empty: all. */
  readonly sources?: readonly string[] | undefined;
  readonly window: AnsweredWindow;
  /** null: the caller's own, which is known only after signing in. */
  readonly accounts: readonly (string | null)[];
  readonly partition: string;
  readonly regions: readonly string[];
  readonly backends: readonly { readonly source: string; readonly backend: PlannedBackend }[];
  readonly notes: readonly string[];
  readonly version: string;
  readonly generatedAt: number;
}

/** Stands in ARNs for an account that is not known yet. */
const unknownAccount = '000000000000';

const lookups = 'cloudtrail:LookupEvents';
const pagesASecond = 2;
const eventsAPage = 50;
/** From here on a trail's files are faster: at two pages a second, this takes more than a minute and a half. */
const manyPages = 200;

export function planLive(input: PlanInput): Plan {
  const { question, window, accounts, partition, regions, backends } = input;
  const hasTargets = question.targets.length > 0;
  const needed = input.sources ?? sourcesToAsk(question.command, hasTargets || question.command === 'what');
  const after = input.sources ? [] : sourcesToAskLater(question.command, hasTargets);
  const asked = backends.filter(
    ({ source }) => needed.length === 0 || needed.includes(source) || after.includes(source),
  );
  const interests = firstInterests(question);
  const requests: PlannedRequest[] = [];
  let metrics = 0;
  for (const account of accounts) {
    for (const { source, backend } of asked) {
      const place = { account: account ?? unknownAccount, partition, regions, window, now: question.now };
      const isLater = after.includes(source);
      const planned = backend.plan(
        // what it will be is not known yet
        isLater ? { kind: 'follow', question, interests, changed: [] } : { kind: 'evidence', question, interests },
        place,
      );
      const calls = isLater ? planned.map((call) => ({ ...call, round: 'later' as const, least: 0 })) : planned;
      for (const { metrics: paid = 0, ...call } of calls) {
        requests.push({ source, backend: backend.name, account, ...call });
        if (call.round === 'first') metrics += paid;
      }
      requests.push(
        ...furtherCalls(calls, backend.reach, regions).map((call) => ({
          source,
          backend: backend.name,
          account,
          ...call,
        })),
      );
    }
  }
  const queries = requests.filter(({ action }) => action === 'logs:StartQuery').map(({ most }) => most);
  return {
    ...headOf(input, question, regions),
    sources: asked.map(({ source, backend }) => sourceOf(source, backend.name, backend.reach, window, question.now)),
    requests,
    seconds: { least: secondsOf(requests), perLookupPage: 1 / pagesASecond },
    cost: {
      metrics: { least: metrics, most: isOpen(requests, metricData) ? null : metrics },
      logQueries: {
        most: queries.some((most) => most === null) ? null : queries.reduce<number>((a, b) => a + (b ?? 0), 0),
      },
    },
    files: null,
    notes: [...input.notes, ...lookupNotes(requests)],
  };
}

export interface FilesPlanInput extends Pick<PlanInput, 'question' | 'command' | 'version' | 'generatedAt'> {
  readonly files: NonNullable<Plan['files']>;
  /** For files in a bucket: folders that were not looked into, and whether fetched objects are kept. */
  readonly bucket?: { readonly folders: number; readonly isKept: boolean };
  readonly sources: readonly { readonly source: string; readonly reach: Reach }[];
}

/** Nobody is asked anything: the keys of the files show which would be opened. */
export function planFiles({ question, files, bucket, sources, ...head }: FilesPlanInput): Plan {
  const { since, until } = question.window;
  const window = { since: since ?? -Infinity, until: until ?? question.now };
  return {
    ...headOf(head, question, []),
    sources: sources.map(({ source, reach }) => ({
      ...sourceOf(source, 'archive', reach, window, question.now),
      isLagging: false,
    })),
    requests: [],
    seconds: null,
    cost: null,
    files,
    notes: [
      ...(files.left === 0 && since !== undefined && (bucket?.folders ?? 0) === 0
        ? ['no file is passed over: files of other makers tell their time by their content alone']
        : []),
      ...(bucket ? bucketNotes(files, bucket) : []),
    ],
  };
}

/** The listing has been paid for by now; what remains is one request for each object, and its bytes. */
const bucketNotes = (
  { chosen }: NonNullable<Plan['files']>,
  { folders, isKept }: NonNullable<FilesPlanInput['bucket']>,
): readonly string[] => [
  ...(folders > 0 ? [`${folders} folders of other days are not listed: what is in them is not counted here`] : []),
  `each object is one GetObject request (${chosen} of them), and its bytes are paid for where they leave the region`,
  ...(isKept ? [] : ['what is fetched is fetched again by the next question: --keep keeps it']),
];

const iso = (time: number | undefined) =>
  time === undefined || !Number.isFinite(time) ? null : new Date(time).toISOString();

const headOf = (
  { command, version, generatedAt }: Pick<PlanInput, 'command' | 'version' | 'generatedAt'>,
  { command: asked, targets, window, from, now }: Question,
  regions: readonly string[],
): Pick<Plan, 'schema' | 'tool' | 'generatedAt' | 'query'> => ({
  schema: 'obs3.plan/v1',
  tool: { name: 'obs3', version },
  generatedAt: new Date(generatedAt).toISOString(),
  query: {
    command: command ?? asked,
    targets: targets.map(({ text }) => text),
    window: { since: iso(window.since), until: iso(window.until) },
    regions,
    from,
    now: new Date(now).toISOString(),
  },
});

const sourceOf = (
  source: string,
  backend: string,
  { lagSeconds, lookbackDays }: Reach,
  { since, until }: AnsweredWindow,
  now: number,
): PlannedSource => ({
  source,
  backend,
  lagSeconds,
  lookbackDays,
  isLagging: until > now - lagSeconds * 1000,
  isBeyondLookback: lookbackDays !== null && since < now - lookbackDays * 86_400_000,
});

/** What else the backend may ask, if the first answers lead there. */
function furtherCalls(
  calls: readonly PlannedCall[],
  { actions }: Reach,
  regions: readonly string[],
): readonly PlannedCall[] {
  const places = [...new Set([...regions, ...calls.map(({ region }) => region)])];
  return places.flatMap((region) =>
    actions
      .filter((action) => !calls.some((call) => call.region === region && call.action === action))
      .map(
        (action): PlannedCall => ({
          action,
          region,
          round: 'later',
          least: 0,
          most: null,
          ratePerSecond: usualRate,
          of: null,
          why: 'where the first answers lead there',
        }),
      ),
  );
}

const usualRate = 5;

/** Every action has its own limit in each account and region, and all run in parallel: the slowest decides. */
function secondsOf(requests: readonly PlannedRequest[]): number {
  const buckets = new Map<string, { count: number; readonly ratePerSecond: number }>();
  for (const { account, region, action, round, least, ratePerSecond } of requests) {
    if (round === 'later') continue;
    const key = JSON.stringify([account, region, action]);
    const bucket = buckets.get(key) ?? { count: 0, ratePerSecond };
    bucket.count += least;
    buckets.set(key, bucket);
  }
  // the first is sent immediately
  return Math.max(
    0,
    ...[...buckets.values()].map(({ count, ratePerSecond }) => Math.max(0, count - 1) / ratePerSecond),
  );
}

function lookupNotes(requests: readonly PlannedRequest[]): readonly string[] {
  const own = requests.filter(({ action }) => action === lookups);
  if (own.length === 0) return [];
  const first = own.filter(({ round }) => round === 'first');
  if (first.length === 0)
    return [
      'calls are looked up only where a verdict turned: the writes, and in a busy region those to what turned, not all calls',
    ];
  const pages = new Map<string, number>();
  for (const { account, region, least } of first)
    pages.set(`${account} ${region}`, (pages.get(`${account} ${region}`) ?? 0) + least);
  const most = Math.max(0, ...pages.values());
  const scans = first.filter((request) => request.most === null && isScan(request));
  const events = manyPages * eventsAPage;
  if (most > manyPages)
    return [
      `${numberText(most)} lookups in one region take ${durationText(Math.ceil(most / 120) * 60_000)}; the files of a trail answer in seconds: --from`,
    ];
  const read = scans.every(({ of }) => of === 'ReadOnly=false') ? 'writes' : 'events';
  return scans.length > 0
    ? [
        `all ${read} of the window are read: above ${manyPages} pages (${numberText(events)} events in a region) it takes minutes, and the files of a trail seconds: --from`,
      ]
    : [`above ${manyPages} pages in a region a lookup takes minutes, and the files of a trail seconds: --from`];
}

const metricData = 'cloudwatch:GetMetricData';
const isOpen = (requests: readonly PlannedRequest[], of: string) =>
  requests.some(({ action, most }) => action === of && most === null);

const isScan = ({ of }: PlannedRequest) => of === null || of.startsWith('ReadOnly=');
