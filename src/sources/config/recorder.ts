/**
 * How AWS Config is set up in a region: whether it recorded, which types, how often, and how long it keeps them. It cannot know
 * what it did not record.
 * https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationRecorder.html
 */
import { day } from '../../model/duration.ts';
import { type Gap, gap } from '../../model/gap.ts';
import { isJsonObject, type JsonObject, type JsonValue, objectAt, stringAt } from '../../model/json.ts';
import type { AnsweredWindow } from '../../model/question.ts';
import { momentText } from '../../model/time-text.ts';
import { complianceType } from './evaluation.ts';
import { parseTime } from './time.ts';

/** The API's answers, in its own spelling; undefined if the call failed. */
export interface RecorderAnswers {
  /** DescribeConfigurationRecorders */
  readonly recorders: readonly JsonObject[] | undefined;
  /** DescribeConfigurationRecorderStatus */
  readonly statuses: readonly JsonObject[] | undefined;
  /** DescribeRetentionConfigurations */
  readonly retentions: readonly JsonObject[] | undefined;
}

/** What is not known counts as recorded: the history then decides. */
export interface Recording {
  /** No recorder was ever set up: there is nothing to ask for. */
  readonly isAbsent: boolean;
  /** Whether changes are being recorded now. */
  readonly isRunning: boolean;
  /** When nothing was recorded, as far as is known: half-open, epoch milliseconds. */
  readonly pauses: readonly { readonly since: number; readonly until: number }[];
  readonly retentionDays: number;
  records(type: string): boolean;
  /** Whether its state is recorded once a day. */
  isDaily(type: string): boolean;
}

/** https://docs.aws.amazon.com/config/latest/APIReference/API_RetentionConfiguration.html */
const usualRetentionDays = 2557;

export function readRecording({ recorders, statuses, retentions }: RecorderAnswers): Recording {
  const days = retentions?.map((retention) => retention['RetentionPeriodInDays']).find(isDays);
  return {
    isAbsent: recorders?.length === 0,
    isRunning: recorders?.length !== 0 && !statuses?.some(({ recording }) => recording === false),
    pauses: (statuses ?? []).flatMap((status) => pauseOf(status) ?? []),
    retentionDays: days ?? usualRetentionDays,
    records: (type) => !recorders?.length || recorders.some((recorder) => recordsType(recorder, type)),
    isDaily: (type) => recorders?.length === 1 && isDailyIn(recorders[0] ?? {}, type),
  };
}

const isDays = (value: unknown): value is number => typeof value === 'number' && value > 0;

/** A status holds only the latest stop and start. */
function pauseOf(status: JsonObject): { since: number; until: number } | undefined {
  const started = parseTime(status['lastStartTime']);
  const stopped = parseTime(status['lastStopTime']) ?? -Infinity;
  if (status['recording'] === false) return { since: stopped, until: Infinity };
  return started === undefined || started <= stopped ? undefined : { since: stopped, until: started };
}

/** https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingGroup.html */
function recordsType(recorder: JsonObject, type: string): boolean {
  const group = objectAt(recorder, 'recordingGroup');
  const named = textsIn(group['resourceTypes']);
  const excluded = textsIn(objectAt(group, 'exclusionByResourceTypes')['resourceTypes']);
  switch (stringAt(objectAt(group, 'recordingStrategy'), 'useOnly')) {
    case 'EXCLUSION_BY_RESOURCE_TYPES':
      return !excluded.includes(type);
    case 'INCLUSION_BY_RESOURCE_TYPES':
      return named.includes(type);
    default:
      if (group['allSupported'] === false) return named.includes(type);
      return !globalTypes.has(type) || group['includeGlobalResourceTypes'] !== false;
  }
}

/** The types that `includeGlobalResourceTypes` covers. */
const globalTypes = new Set(['AWS::IAM::User', 'AWS::IAM::Group', 'AWS::IAM::Role', 'AWS::IAM::Policy']);

/** https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingMode.html */
function isDailyIn(recorder: JsonObject, type: string): boolean {
  // never recorded daily
  if (type === complianceType) return false;
  const mode = objectAt(recorder, 'recordingMode');
  const overrides = Array.isArray(mode['recordingModeOverrides']) ? mode['recordingModeOverrides'] : [];
  const override = overrides.filter(isJsonObject).find(({ resourceTypes }) => textsIn(resourceTypes).includes(type));
  return stringAt(override ?? mode, 'recordingFrequency') === 'DAILY';
}

const textsIn = (value: JsonValue | undefined): readonly string[] =>
  (Array.isArray(value) ? value : []).filter((text) => typeof text === 'string');

export interface AskedOfRecorder {
  readonly region: string;
  /** Types of the resources asked about. */
  readonly types: readonly string[];
  readonly window: AnsweredWindow;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** What the answer of a region lacks because of how Config is set up there. */
export function recordingGaps(recording: Recording, { region, types, window, now }: AskedOfRecorder): readonly Gap[] {
  if (recording.isAbsent) return [recorderOff(region, 'has no recorder', 'set up a recorder')];
  const gaps: Gap[] = [];
  const pause = recording.pauses.find(
    ({ since, until }) => since < Math.min(window.until, now) && until > window.since,
  );
  if (pause) {
    const from = Number.isFinite(pause.since) ? ` from ${momentText(pause.since)}` : '';
    const to = Number.isFinite(pause.until) ? ` until ${momentText(pause.until)}` : '';
    gaps.push(recorderOff(region, `did not record${from}${to}`, 'keep the recorder running'));
  }
  const missing = types.filter((type) => !recording.records(type));
  if (missing.length > 0)
    gaps.push(
      gap('TYPE_NOT_RECORDED', `the recorder of AWS Config in ${region} leaves out ${missing.join(', ')}`, {
        hint: 'add the type to what the recorder records, for the next time',
      }),
    );
  const daily = types.filter((type) => recording.records(type) && recording.isDaily(type));
  if (daily.length > 0)
    gaps.push(
      gap('DAILY_RECORDING', `AWS Config in ${region} records ${daily.join(', ')} once a day, not every change`, {
        hint: 'record the type continuously, for the next time',
      }),
    );
  const kept = now - recording.retentionDays * day;
  if (window.since < kept)
    gaps.push(
      gap(
        'RETENTION_EXCEEDED',
        `AWS Config in ${region} keeps ${recording.retentionDays} days: since ${momentText(kept)}`,
        {
          hint: 'older items may have been delivered to S3: ask them with --from',
        },
      ),
    );
  return gaps;
}

export const recorderOff = (region: string, what: string, hint: string): Gap =>
  gap('RECORDER_OFF', `AWS Config ${what} in ${region}`, {
    hint: `${hint}, for the next time; CloudTrail shows the calls anyway`,
  });
