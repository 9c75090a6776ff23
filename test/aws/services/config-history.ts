/** GetResourceConfigHistory: https://docs.aws.amazon.com/config/latest/APIReference/API_GetResourceConfigHistory.html */
import { isJsonObject, type JsonObject, stringAt } from '../../../src/model/json.ts';
import { AwsError } from '../aws-error.ts';
import { type Call, limitAt, numberAt, resumed, timeAt } from '../call.ts';
import { captureTimeOf, historyOf } from '../configuration-items.ts';

const day = 86_400_000;
/** One call covers at most this much time; the rest takes further pages. */
const span = 7 * day;
const defaultRetentionDays = 2557;

export function needRecorder({ here }: Call): void {
  if (here.configurationRecorders.length > 0) return;
  const message = 'There are no configuration recorders. You must create one before you can perform this operation.';
  throw new AwsError('NoAvailableConfigurationRecorderException', message);
}

const retentionDays = ({ here }: Call): number =>
  numberAt(here.retentionConfigurations[0] ?? {}, 'RetentionPeriodInDays') ?? defaultRetentionDays;

/** Where a page begins: an edge of a span, and how many of the span's items were returned before. */
interface Cursor {
  readonly edge: number;
  readonly skip: number;
}

/**
 * Newest first, unless Forward is asked for. A page may be empty and still have a token: a history proceeds to its other end in
 * steps of seven days, and without an earlierTime that is the end of the retention period.
 */
export function getResourceConfigHistory(call: Call): JsonObject {
  needRecorder(call);
  const { parameters, now } = call;
  const size = limitAt(parameters, 'limit', { most: 100, usual: 10, code: 'InvalidLimitException' });
  const later = Math.min(timeAt(parameters, 'laterTime') ?? now, now);
  const earlier = Math.max(timeAt(parameters, 'earlierTime') ?? 0, now - retentionDays(call) * day);
  if ((timeAt(parameters, 'earlierTime') ?? 0) > (timeAt(parameters, 'laterTime') ?? now))
    throw new AwsError('InvalidTimeRangeException', 'The earlier time is after the later time.');
  const type = stringAt(parameters, 'resourceType') ?? '';
  const id = stringAt(parameters, 'resourceId') ?? '';
  const history = historyOf(call.here, type, id, now);
  const state = resumed(call, { tokenKey: 'nextToken', invalidToken: 'InvalidNextTokenException' });
  if (history.length === 0)
    throw new AwsError(
      'ResourceNotDiscoveredException',
      `Resource ${id} of resourceType ${type} is unknown or has not been discovered`,
    );
  const isForward = parameters['chronologicalOrder'] === 'Forward';
  const cursor: Cursor = isJsonObject(state)
    ? { edge: Number(state['edge']), skip: Number(state['skip']) }
    : { edge: isForward ? earlier : later, skip: 0 };
  const far = isForward ? Math.min(cursor.edge + span, later) : Math.max(cursor.edge - span, earlier);
  const isLast = far === (isForward ? later : earlier);
  const inSpan = history.filter((item) => {
    const time = captureTimeOf(item);
    // the far edge belongs to the next span, unless there is none
    if (isForward) return time >= cursor.edge && (time < far || (isLast && time === far));
    return time <= cursor.edge && (time > far || (isLast && time === far));
  });
  const ordered = isForward ? inSpan : inSpan.reverse();
  const taken = cursor.skip + size;
  const next: Cursor | undefined =
    taken < ordered.length ? { edge: cursor.edge, skip: taken } : isLast ? undefined : { edge: far, skip: 0 };
  return {
    configurationItems: ordered.slice(cursor.skip, taken),
    ...(next && { nextToken: call.tokens.issue(call, { ...next }) }),
  };
}
