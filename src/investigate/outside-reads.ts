/**
 * Reads of data are routine and not listed. But if a change opened something to others, the next question is who came in, from
 * where and when. The reads are looked up once it is known what was opened, and only for that.
 */
import type { Evidence, Reading, ReadingGap } from '../model/evidence.ts';
import { gap } from '../model/gap.ts';
import type { Question } from '../model/question.ts';
import { firstInterests } from '../plan/interests.ts';
import { type Opened, openedIn } from '../plan/opened.ts';
import { FirstEvents } from './first-events.ts';
import { ofType } from './of-type.ts';
import { foundAgain, type InvestigateContext, nothingRead, readAll, scopeOf } from './reading-rounds.ts';

/** A public bucket may be read without end: the first reads show who came. */
const mostListed = 50;
/** How many resources' reads are looked for: those opened first. */
const mostOpened = 20;

/**
 * The successful reads by callers from outside, of what was opened in the window. In files only: AWS's event history has none.
 */
export async function readsFromOutside(
  question: Question,
  evidence: readonly Evidence[],
  readings: readonly Reading[],
  context: InvestigateContext,
): Promise<readonly Reading[]> {
  const opened = listsThem(question) ? openedIn(evidence).slice(0, mostOpened) : [];
  const [first] = opened;
  if (!first) return [];
  // an archive that would be fetched once more is not read again: that it was not is told
  if (context.reader.fetchesAgain) return [{ ...nothingRead, gaps: [notLookedFor(opened, first)] }];
  const window = { ...question.window, since: Math.max(first.time, question.window.since ?? -Infinity) };
  const outside = opened.map(({ target }) => target);
  const interests = firstInterests(question);
  const sources = ['cloudtrail'];
  const request = { kind: 'follow', question: { ...question, window }, interests, outside, sources } as const;
  const reads = new FirstEvents(mostListed);
  const found = await readAll(context, request, window, { ...scopeOf(question), sources }, (reading) => {
    reads.add(ofType(reading.evidence, 'event'));
    return { ...reading, evidence: [] };
  });
  const { evidence: listed, isCut } = reads.end();
  return [
    ...foundAgain(readings, found),
    { ...nothingRead, evidence: listed, gaps: isCut ? [notAllListed(opened, first)] : [] },
  ];
}

const namesOf = (opened: readonly Opened[]): string => opened.map(({ id }) => id).join(', ');

function notLookedFor(opened: readonly Opened[], { account, region }: Opened): ReadingGap {
  const message = `who read ${namesOf(opened)} from outside since it was opened was not looked for: the files would be fetched again`;
  const notRead = gap('SERVICE_NOT_ASKED', message, { hint: '--keep keeps them, and looks' });
  return { account, region, source: 'cloudtrail', gap: notRead };
}

function notAllListed(opened: readonly Opened[], { account, region }: Opened): ReadingGap {
  const notAll = gap(
    'SERVICE_NOT_ASKED',
    `callers from outside read ${namesOf(opened)} more often than is listed: these are the first ${mostListed} reads`,
    { hint: '--reads lists all' },
  );
  return { account, region, source: 'cloudtrail', gap: notAll };
}

/** If other reads are listed, these are among them; if calls are filtered, the result is what was asked for. */
const listsThem = ({ command, filters }: Question): boolean =>
  command !== 'impact' &&
  command !== 'compliance' &&
  filters.reads === 'routine' &&
  [filters.outcome, filters.eventName, filters.errorCode].every((list) => list.length === 0);
