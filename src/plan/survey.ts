/** A question that nothing answers: all records are read and counted, none is kept. */
import { type Filters, noFilters, type Question, type Window } from '../model/question.ts';
import type { SourceRequest } from '../sources/source.ts';

/** No record bears such a name, nor lies in a window of no length. */
const nothing = 'obs3-counts-what-there-is';

/** @param now epoch milliseconds */
export function surveyQuestion(now: number): {
  readonly request: SourceRequest;
  /** Open: every file is chosen. */
  readonly window: Window;
  readonly scope: Pick<Filters, 'regions' | 'accounts'>;
} {
  const question: Question = {
    command: 'investigate',
    targets: [{ text: nothing, readings: [], aliases: [nothing] }],
    as: 'target',
    window: { since: 0, until: 0 },
    windowGiven: true,
    filters: { ...noFilters, reads: 'writes' },
    regions: [],
    from: [],
    now,
  };
  const interests = { targets: [nothing], neighbors: [] };
  return { request: { kind: 'evidence', question, interests }, window: {}, scope: { regions: [], accounts: [] } };
}
