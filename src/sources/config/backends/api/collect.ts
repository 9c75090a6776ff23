/**
 * Asks AWS Config about named resources, about what calls changed, or about everything. Loaded by the first question to AWS.
 */
import type { Reading, ReadingGap } from '../../../../model/evidence.ts';
import { type Gap, gap } from '../../../../model/gap.ts';
import type { Question, Target } from '../../../../model/question.ts';
import type { LiveContext, SourceRequest } from '../../../source.ts';
import { recordingGaps } from '../../recorder.ts';
import { homeRegionOf, isGlobal, isResource, isTyped, isUnique, mayBeIn, typesOf } from '../../wanted-ids.ts';
import { surveyed } from '../surveyed.ts';
import { type AskedRegion, type AskedRegions, askRegions } from './asked-region.ts';
import { inParallel } from './in-parallel.ts';
import { interfacesIn, readGoneInterfaces, readGuards, readThroughInterfaces, subnetsIn } from './neighbors.ts';
import { readTagged } from './tagged.ts';
import { readTarget, readTargetNaming } from './target.ts';

export function collect(request: SourceRequest, context: LiveContext): AsyncIterable<Reading> {
  if (request.kind === 'credentials' || request.question.as === 'principal') return nothing();
  if (request.kind === 'follow' && request.changed) return collectChanged(request.question, request.changed, context);
  if (request.question.targets.length > 0) return collectTargets(request, context);
  if (request.kind !== 'evidence') return nothing();
  const { survey } = request.question;
  if (survey?.tagName !== undefined) return readTagged(survey.tagName, context);
  return survey ? surveyed(request.question, survey, context) : nothingWithoutTarget(context);
}

type Asked = Exclude<SourceRequest, { kind: 'credentials' }>;

async function* nothing(): AsyncGenerator<Reading> {}

async function* nothingWithoutTarget({ session }: LiveContext): AsyncGenerator<Reading> {
  const notAsked = gap(
    'SERVICE_NOT_ASKED',
    'AWS Config has the history of a resource, not of a window: it was only asked about what calls changed',
    {
      hint: 'name a resource, or ask the delivered history with --from',
    },
  );
  yield {
    evidence: [],
    spans: [],
    skipped: [],
    gaps: [{ account: session.account, region: null, gap: notAsked }],
    bytes: 0,
  };
}

/** How Config is set up is reported for the named targets; for these, only what it has and what it would not answer. */
async function* collectChanged(
  question: Question,
  targets: readonly Target[],
  context: LiveContext,
): AsyncGenerator<Reading> {
  const regions = askRegions(context, { ...question, targets });
  const jobs = jobsOf(targets.filter(isResource), context, regions, false);
  yield* inParallel(jobs);
  const gaps = regions.failures();
  if (gaps.length > 0) yield { evidence: [], spans: [], skipped: [], gaps, bytes: 0 };
}

async function* collectTargets(request: Asked, context: LiveContext): AsyncGenerator<Reading> {
  const regions = askRegions(context, request.question);
  if (request.kind === 'follow') {
    const interfaces = interfacesIn(request.interests);
    if (interfaces.ids.length > 0) {
      const follow = (read: typeof readThroughInterfaces) =>
        inParallel(context.regions.map((region) => readAt(regions, region, (asked) => read(asked, interfaces))));
      yield* follow(readThroughInterfaces);
      yield* follow(readGoneInterfaces);
    }
    const { interests } = request;
    if (subnetsIn(interests).length > 0)
      yield* inParallel(
        context.regions.map((region) => readAt(regions, region, (asked) => readGuards(asked, interests))),
      );
  } else {
    const targets = request.question.targets.filter(isResource);
    yield* inParallel(jobsOf(targets, context, regions, true));
    yield* conclusions(targets, context, regions);
  }
  const gaps = [...regions.failures(), ...(request.kind === 'evidence' ? unlisted(request, context, regions) : [])];
  if (gaps.length > 0) yield { evidence: [], spans: [], skipped: [], gaps, bytes: 0 };
}

/** Config lists deleted resources only by type. */
function unlisted({ question }: Asked, { session }: LiveContext, { opened }: AskedRegions): readonly ReadingGap[] {
  return question.targets
    .filter((target) => isResource(target) && typesOf(target).length === 0)
    .filter(({ text }) => !opened.some(({ found }) => found.has(text)))
    .map(({ text }) => ({
      account: session.account,
      region: null,
      gap: gap(
        'SERVICE_NOT_ASKED',
        `AWS Config was asked for ${text} among what exists: what is gone it lists by type`,
        {
          hint: 'name the type with --type',
        },
      ),
    }));
}

async function* readAt(
  regions: AskedRegions,
  region: string,
  read: (asked: AskedRegion) => AsyncIterable<Reading>,
): AsyncGenerator<Reading> {
  yield* read(await regions.at(region));
}

function jobsOf(
  targets: readonly Target[],
  context: LiveContext,
  regions: AskedRegions,
  isAsked: boolean,
): readonly AsyncIterable<Reading>[] {
  const { account, partition } = context.session;
  const regional = targets.filter((target) => !isGlobal(target));
  const jobs = context.regions.map((region) => ({
    region,
    targets: regional.filter((target) => mayBeIn(target, { account, region })),
  }));
  // what has no region may have a name that does not reveal its type
  const global = targets.filter(
    (target) => mayBeIn(target, { account, region: '' }) && (isGlobal(target) || !isTyped(target)),
  );
  const home = homeRegionOf(partition);
  const order = [...new Set([...(home === undefined ? [] : [home]), ...context.regions])];
  return [
    ...jobs.filter((job) => job.targets.length > 0).map((job) => readRegion(job, regions, isAsked)),
    ...global.map((target) => readGlobal({ target, order, isAsked }, context, regions)),
  ];
}

interface Job {
  readonly region: string;
  readonly targets: readonly Target[];
}

async function* readRegion({ region, targets }: Job, regions: AskedRegions, isAsked: boolean): AsyncGenerator<Reading> {
  const asked = await regions.at(region);
  for (const target of targets) {
    const known = yield* readTarget(asked, target, 'regional');
    yield* readTargetNaming(asked, target, known, isAsked);
  }
}

interface GlobalJob {
  readonly target: Target;
  /** Regions: the first that knows it answers. */
  readonly order: readonly string[];
  readonly isAsked: boolean;
}

/** In the home region, and elsewhere only if it is not known there; but it may be named in any region. */
async function* readGlobal(
  { target, order, isAsked }: GlobalJob,
  { regions: wanted }: LiveContext,
  regions: AskedRegions,
): AsyncGenerator<Reading> {
  for (const region of order) {
    const known = yield* readTarget(await regions.at(region), target, 'global');
    if (known.heads.length === 0) continue;
    yield* inParallel(
      wanted.map((place) => readAt(regions, place, (asked) => readTargetNaming(asked, target, known, isAsked))),
    );
    return;
  }
}

/** Reports that a region was asked, and what its answer lacks. */
function* conclusions(targets: readonly Target[], context: LiveContext, regions: AskedRegions): Generator<Reading> {
  const { account } = context.session;
  const byRegion = [...regions.opened].sort((a, b) => (a.region < b.region ? -1 : 1));
  /** What is known in another region, and can be in only one, is not missing here. */
  const isElsewhere = ({ region, found }: AskedRegion) =>
    found.size === 0 &&
    targets
      .filter((target) => isGlobal(target) || mayBeIn(target, { account, region }))
      .every((target) => isUnique(target) && byRegion.some((other) => other.found.has(target.text)));
  for (const asked of byRegion) {
    const { region, recording, notes } = asked;
    const { window, now } = context;
    const gaps = new Map<string, Gap>();
    if (!isElsewhere(asked)) {
      const own = recordingGaps(recording, { region, types: [...asked.types].sort(), window, now });
      for (const found of own) gaps.set(found.code, found);
      for (const [key, note] of notes) if (note.code !== 'RECORDER_OFF' || !gaps.has(note.code)) gaps.set(key, note);
    }
    const isAnswered = asked.isAnswered || recording.isAbsent;
    if (!isAnswered && gaps.size === 0) continue;
    const reading = asked.reading({
      records: asked.rows,
      gaps: [...gaps.values()].map((found) => ({ account, region, gap: found })),
    });
    yield isAnswered ? reading : { ...reading, spans: [] };
  }
}
