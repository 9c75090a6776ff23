/** Finds the calls that issued access keys in the event history. */
import type { Evidence, Reading } from '../../../model/evidence.ts';
import type { Gap } from '../../../model/gap.ts';
import { stringAt } from '../../../model/json.ts';
import type { AnsweredWindow } from '../../../model/question.ts';
import { distinct, homeRegion, regionsOfSource } from '../../../resources/recording-regions.ts';
import type { SourceRequest } from '../../source.ts';
import { createBehindTest, evidenceBehind } from '../behind.ts';
import { lookupEvent } from '../carriers.ts';
import { type Lookup, lookup } from '../lookup.ts';
import { type HistoryIo, historyOrigin } from './history-evidence.ts';
import { lookbackMs } from './history-gaps.ts';
import { type Cut, createHistoryRun, type Page } from './history-run.ts';

/** Of GetSessionToken: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html */
const longestSession = 36 * 3_600_000;

/** Pages of the issuing calls to read when a key is not indexed under its call; the key is then looked for in their content. */
const mostPages = 10;
/** Looking up this many keys one by one takes as long as reading the calls that issue keys. */
const manyKeys = 20;
const issuing = [
  'AssumeRole',
  'AssumeRoleWithSAML',
  'AssumeRoleWithWebIdentity',
  'GetSessionToken',
  'GetFederationToken',
];
/** Steps of an Identity Center sign-in: the only events that give the user's name beside the id. */
const namingUsers = ['UserAuthentication', 'CredentialVerification'];

export async function readCredentials(
  request: Extract<SourceRequest, { kind: 'credentials' }>,
  { context, push, ...io }: HistoryIo,
): Promise<void> {
  const { accessKeyIds, services = [], userIds = [], sessions = [], isEarly = false } = request;
  const isBehind = createBehindTest(request);
  const seen = new Set<string>();
  const { session, now, window } = context;
  const regions = distinct([...context.regions, homeRegion(session.partition)]);
  const wanted = new Set(accessKeyIds);
  const missing = new Set(accessKeyIds);

  const onPage = ({ events, region }: Page): void => {
    const evidence: Evidence[] = [];
    for (const { CloudTrailEvent = null } of events) {
      const record = lookupEvent({ CloudTrailEvent });
      if (record === undefined || record === 'unparsable' || !isBehind(record)) continue;
      const id = stringAt(record, 'eventID') ?? CloudTrailEvent ?? '';
      if (seen.has(id)) continue;
      seen.add(id);
      const found = evidenceBehind(record, historyOrigin(record, region));
      for (const each of found) if (each.type === 'credentials') missing.delete(each.accessKeyId);
      evidence.push(...found);
    }
    if (evidence.length > 0) push({ ...nothing, evidence });
  };
  const run = createHistoryRun({
    ...io,
    context,
    onPage,
    remembers: true,
    found: () => `${wanted.size - missing.size} of ${wanted.size} access keys`,
  });

  // a user's key may be of any age, a session's may not
  const temporary = accessKeyIds.filter((key) => key.startsWith('ASIA'));
  const longTerm = accessKeyIds.filter((key) => !key.startsWith('ASIA'));
  const kept = now - lookbackMs;
  const recent: AnsweredWindow = { since: Math.max(window.since - longestSession, kept), until: window.until };
  const keyLookups = (keys: readonly string[]) =>
    keys.flatMap((key) => lookup('ResourceName', key, regions, `the call that issued ${key}`));
  const isMissing = ({ attribute }: Lookup) => missing.has(attribute?.AttributeValue ?? '');
  const isAnyMissing = () => temporary.some((key) => missing.has(key));
  const askForKeys = async () => {
    await Promise.all([
      run.ask(keyLookups(temporary), recent, isMissing),
      run.ask(keyLookups(longTerm), { since: kept, until: window.until }, isMissing),
    ]);
    return [];
  };
  const readIssuing = (): Promise<readonly Cut[]> =>
    run.ask(
      issuing.flatMap((name) =>
        lookup('EventName', name, regions, 'calls that issue credentials').map((each) => ({ ...each, mostPages })),
      ),
      recent,
      isAnyMissing,
    );
  if (isEarly) {
    await askForKeys();
    const failures = run.failures();
    if (failures.length > 0) push({ ...nothing, gaps: failures });
    return;
  }
  // a page of calls may hold fifty of the keys, so with many keys it pays to read the calls first
  const ways = temporary.length > manyKeys ? [readIssuing, askForKeys] : [askForKeys, readIssuing];
  const cuts: Cut[] = [];
  await run.ask(
    services.flatMap((service) => lookup('EventSource', service, context.regions, `operations run by ${service}`)),
    { since: Math.max(window.since, kept), until: window.until },
  );
  const signIns = regionsOfSource('signin.amazonaws.com', { regions: context.regions, partition: session.partition });
  await run.ask(
    [...(userIds.length > 0 ? namingUsers : []), ...(sessions.length > 0 ? ['SwitchRole'] : [])].flatMap((name) =>
      lookup('EventName', name, signIns, 'sign-ins that name a user').map((each) => ({ ...each, mostPages })),
    ),
    recent,
  );
  for (const ask of ways) if (missing.size > 0) cuts.push(...(await ask()));
  const gaps = [
    ...run.failures(),
    ...(cuts.length > 0 && isAnyMissing()
      ? [
          {
            account: session.account,
            region: null,
            gap: notFound(
              temporary.filter((key) => missing.has(key)),
              cuts,
            ),
          },
        ]
      : []),
  ];
  if (gaps.length > 0) push({ ...nothing, gaps });
}

/** This hides no event: only who is behind some of them is not known. */
function notFound(keys: readonly string[], cuts: readonly Cut[]): Gap {
  const regions = distinct(cuts.map(({ region }) => region)).toSorted();
  const what =
    keys.length === 1 ? `the call that issued ${keys[0]}` : `the calls that issued ${keys.length} access keys`;
  return {
    code: 'NOT_INDEXED',
    blocking: false,
    message: `${what} may be among the events that were not read in ${regions.join(', ')}`,
    hint: 'ask for a shorter window (--since, --until), or the files of a trail with --from',
    locator: 'cloudtrail:LookupEvents',
  };
}

const nothing: Reading = { evidence: [], spans: [], skipped: [], gaps: [], bytes: 0 };
