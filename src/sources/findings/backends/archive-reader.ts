/** Turns the findings in files into evidence. */
import type { RecordReader } from '../../../archive/late-scanner.ts';
import { type Interests, type MatchSpellings, matchInterests } from '../../../model/interests.ts';
import type { Question } from '../../../model/question.ts';
import type { SourceRequest } from '../../source.ts';
import { type Finding, readFinding } from '../finding.ts';
import { findingEvidence } from '../normalize.ts';

export function createReader(request: Exclude<SourceRequest, { kind: 'credentials' }>): RecordReader {
  const { question, interests } = request;
  const now = matchInterests(interests);
  if (request.kind === 'evidence') return readerOf(question, now);
  const typed: Interests = { targets: question.targets.flatMap(({ aliases }) => aliases), neighbors: [] };
  const before = matchInterests(typed);
  // returned by the first answers
  return readerOf(question, (spellings) => (before(spellings).length > 0 ? [] : now(spellings)));
}

function readerOf({ window, filters }: Question, match: MatchSpellings): RecordReader {
  const { since = -Infinity, until = Infinity } = window;
  const isWanted = (list: readonly string[], value: string | null) =>
    list.length === 0 || value === null || list.includes(value);
  const isAsked = ({ first, last, account, region }: Finding) =>
    last >= since && first < until && isWanted(filters.accounts, account) && isWanted(filters.regions, region);
  return {
    record(value, { locator }, collector) {
      const finding = readFinding(value);
      if (!finding) return false;
      if (finding === 'no time') {
        collector.damaged('a finding without a readable time');
        return true;
      }
      const { account, region, updated, hasPassed, spellings } = finding;
      collector.seen(account, region, updated);
      if (hasPassed) collector.skipped('check that passed', account, region);
      else if (isAsked(finding)) {
        const reasons = match([...spellings]);
        if (reasons.length > 0)
          collector.evidence(findingEvidence(finding, value, reasons, { backend: 'archive', locator }));
      }
      return true;
    },
  };
}
