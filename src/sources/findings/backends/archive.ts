/** Findings from files: EventBridge events, GuardDuty's exports, and what the CLI prints. */
import type { RecordScanner } from '../../../archive/scanner.ts';
import { type Interests, type MatchSpellings, matchInterests } from '../../../model/interests.ts';
import type { Question } from '../../../model/question.ts';
import type { ArchiveBackend } from '../../source.ts';
import { type Finding, readFinding } from '../finding.ts';
import { findingEvidence } from '../normalize.ts';

export const archive: ArchiveBackend = {
  name: 'archive',
  reach: {
    // GuardDuty sends a new finding within five minutes, and by default what recurs within it every six hours
    lagSeconds: 6 * 3600,
    lookbackDays: null,
    actions: [],
  },
  // a finding may be written long after what it is about: its file's date rules nothing out
  parseKey: () => undefined,
  createScanners(request) {
    if (request.kind === 'credentials') return [];
    const { question, interests } = request;
    const now = matchInterests(interests);
    if (request.kind === 'evidence') return [scanner(question, now)];
    const typed: Interests = { targets: question.targets.flatMap(({ aliases }) => aliases), neighbors: [] };
    const before = matchInterests(typed);
    // told by the first answers
    return [scanner(question, (spellings) => (before(spellings).length > 0 ? [] : now(spellings)))];
  },
};

function scanner({ window, filters }: Question, match: MatchSpellings): RecordScanner {
  const { since = -Infinity, until = Infinity } = window;
  const isWanted = (list: readonly string[], value: string | null) =>
    list.length === 0 || value === null || list.includes(value);
  const isAsked = ({ first, last, account, region }: Finding) =>
    last >= since && first < until && isWanted(filters.accounts, account) && isWanted(filters.regions, region);
  return {
    source: 'findings',
    listKeys: ['Findings'],
    openings: ['schemaVersion', 'SchemaVersion', 'ProductArn'],
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
