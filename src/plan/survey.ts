/** A question without answers: all records are read and counted, none is kept. */
import { type Filters, noFilters, type Question, type Window } from '../model/question.ts';
import type { SourceRequest } from '../sources/source.ts';

/** No record has this name, nor is any in a window of zero length. */
const nothing = 'obs3-counts-what-there-is';

/** @param now epoch milliseconds */
export function surveyQuestion(now: number): {
  readonly request: SourceRequest;
  /** Open-ended: every file is selected. */
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
