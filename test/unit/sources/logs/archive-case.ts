/** The questions of the tests of delivered logs. */
import { questionOf } from '../../../fixtures/question.ts';

export const hour = { since: '2026-03-03T14:00:00Z', until: '2026-03-03T15:00:00Z' };
export const interests = (...targets: string[]) => ({ targets, neighbors: [] });
export const question = questionOf(hour);
