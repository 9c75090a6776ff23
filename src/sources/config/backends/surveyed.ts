/** A question about an account as a whole, asked in every region, or only in the one that has the aggregator. */
import type { Reading } from '../../../model/evidence.ts';
import { gap } from '../../../model/gap.ts';
import type { Question, Survey } from '../../../model/question.ts';
import type { LiveContext } from '../../source.ts';
import { recordingGaps } from '../recorder.ts';
import { type AskedRegion, type AskedRegions, askRegions } from './api/asked-region.ts';
import { inParallel } from './api/in-parallel.ts';
import { surveyCompliance, surveyInventory } from './api/survey.ts';
import { surveyAggregate } from './api/survey-aggregate.ts';

export async function* surveyed(question: Question, survey: Survey, context: LiveContext): AsyncGenerator<Reading> {
  const regions = askRegions(context, question);
  const isFound =
    survey.aggregator === undefined
      ? yield* readRegions(regions, survey, context)
      : yield* readAggregate(regions, survey, survey.aggregator, context);
  const gaps = regions.failures();
  if (gaps.length > 0) yield { evidence: [], spans: [], skipped: [], gaps, bytes: 0 };
  else if (!isFound) yield noAggregator(context, survey.aggregator ?? '');
}

async function* readRegions(
  regions: AskedRegions,
  survey: Survey,
  context: LiveContext,
): AsyncGenerator<Reading, boolean> {
  yield* inParallel(context.regions.map((region) => readRegion(regions, region, survey)));
  return true;
}

async function* readRegion(regions: AskedRegions, region: string, survey: Survey): AsyncGenerator<Reading> {
  const asked = await regions.at(region);
  asked.context.onProgress({ source: 'config', region, state: `asking for the ${survey.of}` });
  yield* survey.of === 'inventory' ? surveyInventory(asked, survey) : surveyCompliance(asked, survey);
  yield* conclusion(asked, survey);
}

/** Reports that the region was asked, and what its answer lacks because of how Config is set up there. */
function* conclusion(asked: AskedRegion, survey: Survey): Generator<Reading> {
  const { region, recording, notes, context } = asked;
  const { window, now, session } = context;
  // the present state does not depend on how long items are kept
  const own = recordingGaps(recording, { region, types: survey.types, window, now }).filter(
    ({ code }) => survey.of === 'compliance' || code !== 'RETENTION_EXCEEDED',
  );
  const gaps = [...own, ...[...notes.values()].filter(({ code }) => code !== 'RECORDER_OFF' || own.length === 0)];
  const isAnswered = asked.isAnswered || recording.isAbsent;
  if (!isAnswered && gaps.length === 0) return;
  const reading = asked.reading({ gaps: gaps.map((found) => ({ account: session.account, region, gap: found })) });
  yield isAnswered ? reading : { ...reading, spans: [] };
}

/** Returns whether one of the regions has the aggregator. */
async function* readAggregate(
  regions: AskedRegions,
  survey: Survey,
  aggregator: string,
  { session, regions: names }: LiveContext,
): AsyncGenerator<Reading, boolean> {
  let isFound = false;
  for (const region of names) {
    const asked = await regions.at(region);
    if (!(yield* surveyAggregate(asked, survey, aggregator))) continue;
    isFound = true;
    const gaps = [...asked.notes.values()].map((found) => ({ account: session.account, region, gap: found }));
    if (gaps.length > 0) yield asked.reading({ gaps });
  }
  return isFound;
}

function noAggregator({ session, regions }: LiveContext, aggregator: string): Reading {
  const missing = gap('NOT_INDEXED', `there is no aggregator ${aggregator} in ${regions.join(', ')}`, {
    hint: 'name the region that it is in with --region',
  });
  const gaps = [{ account: session.account, region: null, gap: missing }];
  return { evidence: [], spans: [], skipped: [], gaps, bytes: 0 };
}
