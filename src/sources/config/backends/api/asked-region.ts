/** The state of one question in one region: what was answered, what failed, and how Config is set up there. */
import { CallFailure, gapOfFailure } from '../../../../aws/failure.ts';
import type { AwsSession } from '../../../../aws/session.ts';
import type { Evidence, Reading, ReadingGap, Skipped } from '../../../../model/evidence.ts';
import { type Gap, gap } from '../../../../model/gap.ts';
import type { JsonObject } from '../../../../model/json.ts';
import type { Question } from '../../../../model/question.ts';
import type { LiveContext } from '../../../source.ts';
import { evidenceOfReading, type RecordReading, readRecord } from '../../normalize.ts';
import { type Recording, readRecording, recorderOff } from '../../recorder.ts';
import type { Identifier } from '../../wanted-ids.ts';
import { type ConfigCalls, openConfig } from './calls.ts';

export interface AskedRegion {
  readonly question: Question;
  readonly region: string;
  readonly context: LiveContext;
  readonly calls: ConfigCalls;
  readonly recording: Recording;
  /** Types of the resources asked about here. */
  readonly types: Set<string>;
  /** Remarks about the answer. */
  readonly notes: Map<string, Gap>;
  /** Text of a target -> the resources with that name right now, asked for once. */
  readonly named: Map<string, Promise<readonly Identifier[]>>;
  /** Rows of queries read so far. */
  rows: number;
  /** Texts of the targets that are known here. */
  readonly found: Set<string>;
  /** Whether anything that was asked of the inventory or the history was answered. */
  isAnswered: boolean;
  /**
   * Yields what a call's pages hold. If the call finally fails, it yields nothing more, and the failure is noted.
   * Returns whether it reached its end, and whether what it asks for is known.
   */
  ask<Page>(pages: AsyncIterable<Page>): AsyncGenerator<Page, Answer>;
  reading(parts: Partial<Reading> & { readonly records?: number }): Reading;
  /** The evidence in records; what could not be used is counted among the notes. */
  evidenceIn(records: readonly JsonObject[], locatorOf: (record: JsonObject) => string): readonly Evidence[];
  /** The same for one record that was read before. */
  evidenceOf(record: RecordReading, locator: string): readonly Evidence[];
}

export type Answer = 'complete' | 'not-discovered' | 'failed';

const backend = 'api';

export interface AskedRegions {
  /** Returns the same object each time for the same region. */
  at(region: string): Promise<AskedRegion>;
  readonly opened: readonly AskedRegion[];
  /** One gap for each action, covering all regions. */
  failures(): readonly ReadingGap[];
}

/** What is asked and reported once per run, however many follow-up questions there are. */
interface Run {
  /** Region -> how Config is set up there. */
  readonly recordings: Map<string, Promise<Recording>>;
  /** Failures that were reported already. */
  readonly told: Set<string>;
}

/** A session lives as long as the run. */
const runs = new WeakMap<AwsSession, Run>();

function runOf(session: AwsSession): Run {
  const run = runs.get(session) ?? { recordings: new Map(), told: new Set() };
  runs.set(session, run);
  return run;
}

export function askRegions(context: LiveContext, question: Question): AskedRegions {
  const failures: CallFailure[] = [];
  const regions = new Map<string, Promise<AskedRegion>>();
  const opened: AskedRegion[] = [];
  const open = async (region: string) => {
    const asked = await openRegion(context, question, region, failures);
    opened.push(asked);
    return asked;
  };
  return {
    at(region) {
      const known = regions.get(region) ?? open(region);
      regions.set(region, known);
      return known;
    },
    opened,
    failures: () => failureGaps(failures, context.session.account, runOf(context.session)),
  };
}

async function openRegion(
  context: LiveContext,
  question: Question,
  region: string,
  failures: CallFailure[],
): Promise<AskedRegion> {
  const { session, window, now, signal } = context;
  const calls = await openConfig(context, region);
  const noteFailure = (error: unknown) => {
    signal.throwIfAborted();
    if (!(error instanceof CallFailure)) throw error;
    failures.push(error);
  };
  const { recordings } = runOf(session);
  const recording = recordings.get(region) ?? askRecording(calls, noteFailure);
  recordings.set(region, recording);
  const asked: AskedRegion = {
    question,
    region,
    context,
    calls,
    recording: await recording,
    types: new Set(),
    notes: new Map(),
    named: new Map(),
    rows: 0,
    found: new Set(),
    isAnswered: false,
    async *ask(pages) {
      try {
        for await (const page of pages) {
          signal.throwIfAborted();
          asked.isAnswered = true;
          yield page;
        }
        return 'complete';
      } catch (error) {
        if (error instanceof CallFailure && unknown.has(error.errorName)) {
          asked.isAnswered = true;
          return 'not-discovered';
        }
        if (error instanceof CallFailure && error.errorName === 'NoAvailableConfigurationRecorderException') {
          asked.isAnswered = true;
          asked.notes.set('RECORDER_OFF', recorderOff(region, 'has no recorder', 'set up a recorder'));
          return 'failed';
        }
        noteFailure(error);
        return 'failed';
      }
    },
    reading: ({ records = 0, ...parts }) => ({
      evidence: [],
      spans: [
        {
          source: 'config',
          account: session.account,
          region,
          first: window.since,
          last: Math.max(Math.min(window.until - 1, now), window.since),
          records,
        },
      ],
      skipped: [],
      gaps: [],
      bytes: 0,
      ...parts,
    }),
    evidenceIn: (records, locatorOf) =>
      records.flatMap((record) => asked.evidenceOf(readRecord(record), locatorOf(record))),
    evidenceOf: (record, locator) => {
      const read = evidenceOfReading(record, { backend, locator });
      if ('evidence' in read) return read.evidence;
      asked.notes.set(
        locator,
        gap('DAMAGED_FILE', `AWS Config in ${region} told ${read.reason}`, {
          hint: 'the rest of its answer was used',
          locator,
        }),
      );
      return [];
    },
  };
  return asked;
}

async function askRecording(calls: ConfigCalls, noteFailure: (error: unknown) => void): Promise<Recording> {
  const orNoted = (answer: Promise<readonly JsonObject[]>) =>
    answer.catch((error: unknown) => {
      noteFailure(error);
      return undefined;
    });
  const [recorders, statuses, retentions] = await Promise.all([
    orNoted(calls.recorders()),
    orNoted(calls.recorderStatuses()),
    orNoted(calls.retentions()),
  ]);
  return readRecording({ recorders, statuses, retentions });
}

/** Errors meaning that what was asked for does not exist: an answer. */
const unknown = new Set([
  'ResourceNotDiscoveredException',
  'NoSuchConfigRuleException',
  'NoSuchConfigurationAggregatorException',
]);

/** The same failure in several regions is one gap, reported once. */
function failureGaps(failures: readonly CallFailure[], account: string, { told }: Run): readonly ReadingGap[] {
  const byAction = new Map<string, CallFailure[]>();
  for (const failure of failures) {
    const key = `${failure.action} ${failure.kind}`;
    byAction.set(key, [...(byAction.get(key) ?? []), failure]);
  }
  return [...byAction].sort(byKey).flatMap(([key, same]) => {
    if (told.has(key)) return [];
    told.add(key);
    const inOrder = same.toSorted((a, b) => (a.region < b.region ? -1 : a.region > b.region ? 1 : 0));
    const { action, kind, cause } = inOrder[0] as CallFailure;
    const regions = [...new Set(inOrder.map(({ region }) => region))];
    const failed = gapOfFailure(new CallFailure(action, regions.join(', '), kind, cause));
    return [{ account, region: regions.length === 1 ? (regions[0] ?? null) : null, gap: failed }];
  });
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);

/** What was read and reported before. */
export const skippedIn = (asked: AskedRegion, kind: string, count: number): readonly Skipped[] =>
  count === 0 ? [] : [{ source: 'config', account: asked.context.session.account, region: asked.region, kind, count }];
