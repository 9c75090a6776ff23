/**
 * Where a delivery has a gap: judged by the keys of its files, and by the digests, which are delivered every hour even if
 * nothing happened.
 */
import type { DoctorCheck } from '../model/doctor.ts';
import { minute } from '../model/duration.ts';
import { groupedBy } from '../model/grouped-by.ts';
import { plural } from '../model/number-text.ts';
import type { ArchiveSurvey, DeliveredFile, DigestSurvey } from '../model/survey.ts';
import { durationText, spanText } from '../model/time-text.ts';
import { check, compare } from './doctor-checks.ts';
import { few } from './words.ts';

/**
 * If anything happens, files are delivered about every five minutes. Milliseconds.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
const longestPause = 60 * minute;
/** Consecutive digests of a chain are adjacent, up to the seconds in which they are written. Milliseconds. */
const digestSlack = minute;
/** How many are listed individually for each place; the rest is counted. */
const mostHoles = 5;

interface Hole {
  readonly since: number;
  readonly until: number;
}

export function deliveryChecks({ delivered, digests, names }: ArchiveSurvey): readonly DoctorCheck[] {
  const digestChains = byPlace(digests, ({ account, region, trail }) => [account, region, trail]);
  const chains = digestChains.map((chain) => chain.toSorted((a, b) => a.since - b.since || a.until - b.until));
  const trailFiles = delivered.filter(({ source }) => source === 'cloudtrail');
  return [
    ...chains.flatMap((chain) => digestChecks(chain)),
    ...missingChecks(digests, names),
    ...byPlace(trailFiles, ({ account, region }) => [account, region]).flatMap((files) => trailChecks(files, chains)),
    ...byPlace(
      delivered.filter(({ source }) => source === 'logs'),
      ({ account, region }) => [account, region],
    ).flatMap((files) => flowChecks(files)),
  ];
}

/** While a trail is logging, its digests follow one another without a gap. */
function digestChecks(chain: readonly DigestSurvey[]): readonly DoctorCheck[] {
  const [first] = chain;
  if (!first) return [];
  const { account, region } = first;
  const holes = holesIn(chain, digestSlack);
  if (holes.length === 0) {
    const last = chain.reduce((latest, { until }) => Math.max(latest, until), first.until);
    return [
      check({
        level: 'ok',
        group: 'cloudtrail',
        name: 'digest-chain',
        account,
        regions: [region],
        message: `${plural(chain.length, 'digest')} without a hole from ${spanText(first.since, last)}`,
      }),
    ];
  }
  return told(holes, (words) =>
    check({
      level: 'critical',
      group: 'cloudtrail',
      name: 'digest-hole',
      blocking: true,
      account,
      regions: [region],
      message: `no digest was delivered ${words}: the trail was stopped, or its files were lost or not copied`,
      hint: 'copy the digests of that time; look for StopLogging and DeleteTrail before it',
    }),
  );
}

/**
 * Files that a digest lists and the archive lacks. If the archive has none of a place at all, they were not meant to be copied.
 */
function missingChecks(digests: readonly DigestSurvey[], names: ReadonlySet<string>): readonly DoctorCheck[] {
  return byPlace(digests, ({ account, region }) => [account, region]).flatMap((own) => {
    const listed = new Set(own.flatMap(({ files }) => files));
    const missing = [...listed].filter((name) => !names.has(name)).sort();
    const [first] = own;
    if (!first || missing.length === 0 || missing.length === listed.size) return [];
    return [
      check({
        level: 'critical',
        group: 'cloudtrail',
        name: 'trail-file-missing',
        blocking: true,
        account: first.account,
        regions: [first.region],
        message: `${plural(missing.length, 'log file')} that digests list ${missing.length === 1 ? 'is' : 'are'} not here: ${few(missing, 3)}`,
        hint: 'copy them; if the bucket has them no more, they were deleted after their delivery',
      }),
    ];
  });
}

/** A pause in a trail's files means little by itself: a quiet hour has no files. Digests that cover it show that it was quiet. */
function trailChecks(
  files: readonly DeliveredFile[],
  chains: readonly (readonly DigestSurvey[])[],
): readonly DoctorCheck[] {
  const [first] = files;
  if (!first) return [];
  const { account, region } = first;
  const own = chains.filter(([digest]) => digest?.account === account && digest.region === region);
  const isTold = (hole: Hole) => own.some((chain) => covers(chain, hole));
  return told(
    holesIn(files.toSorted(inTime), longestPause).filter((hole) => !isTold(hole)),
    (words) =>
      check({
        level: 'warning',
        group: 'cloudtrail',
        name: 'trail-hole',
        account,
        regions: [region],
        message: `no file was delivered ${words}`,
        hint: 'nothing happened, or files were not copied: with the digests beside them it can be told',
      }),
  );
}

function flowChecks(files: readonly DeliveredFile[]): readonly DoctorCheck[] {
  const [first] = files;
  if (!first) return [];
  return told(holesIn(files.toSorted(inTime), longestPause), (words) =>
    check({
      level: 'warning',
      group: 'logs',
      name: 'flow-log-hole',
      account: first.account,
      regions: [first.region],
      message: `no flow log was delivered ${words}`,
      hint: 'nothing passed, or files were not copied',
    }),
  );
}

function told(holes: readonly Hole[], tell: (words: string) => DoctorCheck): readonly DoctorCheck[] {
  const longest = holes.toSorted((a, b) => b.until - b.since - (a.until - a.since) || a.since - b.since);
  const shown = longest.slice(0, mostHoles).map((hole) => tell(wordsOf(hole)));
  const left = holes.length - shown.length;
  return left === 0 ? shown : [...shown, tell(`in ${plural(left, 'shorter pause')} besides`)];
}

const wordsOf = ({ since, until }: Hole) => `from ${spanText(since, until)} (${durationText(until - since)})`;

/** Gaps longer than the pause, between pieces in order of time. */
function holesIn(pieces: readonly Hole[], pause: number): readonly Hole[] {
  const holes: Hole[] = [];
  let end: number | undefined;
  for (const { since, until } of pieces) {
    if (end !== undefined && since - end > pause) holes.push({ since: end, until: since });
    end = Math.max(end ?? until, until);
  }
  return holes;
}

/** Whether a chain covers the whole time; a digest may be written up to an hour after the last file. */
function covers(chain: readonly DigestSurvey[], hole: Hole): boolean {
  const holes = holesIn(chain, digestSlack);
  const since = chain[0]?.since ?? Infinity;
  const until = chain.reduce((latest, digest) => Math.max(latest, digest.until), -Infinity);
  return (
    since <= hole.since + longestPause &&
    until >= hole.until - longestPause &&
    !holes.some((own) => own.since < hole.until && own.until > hole.since)
  );
}

const inTime = (a: DeliveredFile, b: DeliveredFile) => a.since - b.since || a.until - b.until;

/** Grouped by place, in order of the places. */
function byPlace<Item>(
  items: readonly Item[],
  placeOf: (item: Item) => readonly string[],
): readonly (readonly Item[])[] {
  const places = groupedBy(items, (item) => JSON.stringify(placeOf(item)));
  return [...places].sort(([a], [b]) => compare(a, b)).map(([, list]) => list);
}
